import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What each floor may stand on, besides itself. Nothing else of the house, in types neither. */
const floors: { readonly [floor: string]: readonly string[] } = {
  "src/validation": [],
  "src/protocol": ["src/validation"],
  "src/client": ["src/protocol", "src/validation"],
  "src/server": ["src/protocol", "src/validation"],
  "src/react": ["src/client", "src/protocol", "src/validation"],
  // Samples and the conformance kit read contract.json: its model belongs to both halves.
  "src/testing": ["src/client", "src/server", "src/protocol", "src/validation", "src/contract"],
  "src/schema": [],
  "src/contract": ["src/schema"],
  templates: ["src/contract"],
  "src/generator": ["templates", "src/contract", "src/schema"],
};

/** npm packages a floor may import, and the files that may. Types count like values. */
const packages: { readonly [floor: string]: { readonly [name: string]: RegExp } } = {
  "src/server": {
    "@opentelemetry/api": /\/telemetry\/open-telemetry/,
    ws: /\/http\/.*(web-socket|upgrade)/,
    libsql: /\/store\/sqlite-/,
    pg: /\/(store|notify)\/postgres-/,
    nats: /\/notify\/nats-/,
    "@nats-io/transport-node": /\/notify\/nats-/,
  },
  "src/react": { react: /./ },
  "src/testing": { vitest: /./, "fast-check": /\/testing\/fast-check\//, ws: /\/conformance\/.*web-socket/ },
  "src/schema": { zod: /./ },
  "src/generator": {
    esbuild: /\/load\//,
    "oxc-parser": /\/(handlers|load|config|cli\/init)\//,
    oxfmt: /\/format\//,
    prettier: /\/format\//,
    "ts-morph": /\/(handlers|import\/scan)\//,
    yargs: /\/cli\//,
  },
};

/** Files that may use Node itself; everything else of the runtime runs in browsers and at the edge too. */
const nodeFiles: { readonly [floor: string]: RegExp } = {
  "src/client": /\/client\/node\//,
  // A request may hold Node's own: a type alone.
  "src/server": /\/(node-|start-node-|web-socket-|sqlite-|postgres-|nats-|server-request\.)/,
  "src/testing": /./,
  "src/contract": /\/fingerprint\.ts$/,
  "src/generator": /./,
};

interface Source {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly floor: string;
  readonly lines: number;
  readonly imports: readonly string[];
}

const sources = Object.keys(floors).flatMap(readFloor);

function readFloor(floor: string): Source[] {
  return readdirSync(join(root, floor), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const text = readFileSync(file, "utf8");
      const path = relative(root, file).replaceAll("\\", "/");
      return { path, floor, lines: text.split("\n").length - 1, imports: importsOf(path, text) };
    });
}

/** Module names of every import, re-export, `import()` and `import("…")` type of a file. */
export function importsOf(path: string, text: string): string[] {
  const { program, module, errors } = parseSync(path, text);
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`);
  const names = [
    ...module.staticImports.map((each) => each.moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
    ),
  ];
  JSON.stringify(program, (_key, node: unknown) => {
    if (typeof node === "object" && node !== null && "type" in node) {
      const { type, source } = node as { type: unknown; source?: { value?: unknown } };
      const isImport = type === "ImportExpression" || type === "TSImportType";
      if (isImport && typeof source?.value === "string") names.push(source.value);
    }
    return typeof node === "bigint" ? String(node) : node;
  });
  return names;
}

function floorOf(path: string): string | undefined {
  return Object.keys(floors).find((floor) => path.startsWith(`${floor}/`));
}

const isNode = (name: string) => name.startsWith("node:") || builtinModules.includes(name);

function packageOf(name: string): string {
  return name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/");
}

describe.each(Object.keys(floors))("%s", (floor) => {
  const own = sources.filter((source) => source.floor === floor);
  const offences = (judge: (source: Source, name: string) => boolean) =>
    own.flatMap((source) =>
      source.imports.filter((name) => judge(source, name)).map((name) => `${source.path} imports ${name}`),
    );

  it("has files", () => expect(own.length).toBeGreaterThan(0));

  it("imports from the floors below it alone", () => {
    const allowed = [floor, ...(floors[floor] ?? [])];
    const isAbove = (source: Source, name: string) => {
      if (!name.startsWith(".")) return false;
      return !allowed.includes(floorOf(join(dirname(source.path), name).replaceAll("\\", "/")) ?? "");
    };
    expect(offences(isAbove)).toEqual([]);
  });

  it("imports a package only in the file that is about it", () => {
    const isForeign = (source: Source, name: string) =>
      !name.startsWith(".") && !isNode(name) && !packages[floor]?.[packageOf(name)]?.test(source.path);
    expect(offences(isForeign)).toEqual([]);
  });

  it("uses Node only where it says so", () => {
    const isMisplaced = (source: Source, name: string) =>
      isNode(name) && !nodeFiles[floor]?.test(source.path);
    expect(offences(isMisplaced)).toEqual([]);
  });
});

it("has no file that nobody can read at one go, nor one whose name says nothing", () => {
  expect(sources.filter(({ lines }) => lines > 400).map(({ path }) => path)).toEqual([]);
  const empty = /(^|[/.-])(utils?|helpers?|common|misc|impl|base|shared)([/.-]|$)/i;
  expect(sources.filter(({ path }) => empty.test(path)).map(({ path }) => path)).toEqual([]);
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.tsx?$/;
  expect(
    sources.filter(({ path }) => !kebab.test(path.split("/").at(-1) ?? "")).map(({ path }) => path),
  ).toEqual([]);
});

it("sees every form of import", () => {
  const text = `import a from "a"; import type { B } from "b"; export * from "c"; export { d } from "d";
    const e = await import("e"); let f: import("f").F; import "g"; export type { H } from "h";`;
  expect(importsOf("all.ts", text).sort()).toEqual(["a", "b", "c", "d", "e", "f", "g", "h"]);
});
