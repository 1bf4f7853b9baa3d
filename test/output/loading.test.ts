import { buildSync } from "esbuild";
import { expect, test } from "vitest";

/** What importing a module loads at once: packages and Node's own modules. */
function loadedBy(source: string): string[] {
  const { metafile } = buildSync({
    entryPoints: [new URL(`../../src/generator/${source}`, import.meta.url).pathname],
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    packages: "external",
    metafile: true,
    write: false,
    outdir: "out",
  });
  const outputs = metafile.outputs;
  const entry = Object.keys(outputs).find((path) => outputs[path]!.entryPoint?.endsWith(source) === true)!;
  const found = new Set<string>();
  const visit = (path: string): void => {
    for (const { path: imported, kind, external } of outputs[path]!.imports) {
      if (kind !== "import-statement") continue;
      if (external === true) found.add(imported);
      else visit(imported);
    }
  };
  visit(entry);
  return [...found].sort();
}

test("the freshness check stands on Node alone, and on few of its modules", () => {
  expect(loadedBy("output/fresh.ts")).toEqual(["node:crypto", "node:fs", "node:os", "node:path"]);
});

test.each([
  "output/plan-output.ts",
  "format/create-formatter.ts",
  "handlers/scan-handlers.ts",
  "handlers/plan-handlers.ts",
])("%s loads no package before it is needed", (source) =>
  expect(loadedBy(source).filter((name) => !name.startsWith("node:"))).toEqual([]),
);
