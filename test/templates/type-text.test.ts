import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { introspectZod } from "../../src/generator/introspect/zod/introspect-zod.js";
import { createZodIntrospection } from "../../src/generator/introspect/zod/introspection.js";
import { code, identifier, plainText } from "../../templates/code/index.js";
import { typeText, type Direction } from "../../templates/type-text.js";
import { schemas, wider } from "./fixtures/zod-types.js";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const options = {
  target: "es2022",
  module: "nodenext",
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

/** One line of TypeScript a comparison, so that an error's line number names it. */
function comparisons(): { readonly declarations: string; readonly lines: ReadonlyMap<string, string> } {
  const lines = new Map<string, string>();
  const introspection = createZodIntrospection();
  const nodes = Object.entries(schemas).map(
    ([name, schema]) => [name, introspectZod(schema, [name], introspection)] as const,
  );
  const definitions = Object.fromEntries(introspection.definitions);
  const text = (node: (typeof nodes)[number][1], direction: Direction) =>
    plainText(
      typeText(node, {
        direction,
        definitions,
        reference: (name, wanted) => code`${identifier(`${name}_${wanted}`)}`,
      }),
    ).replace(/\n\s*/g, " ");
  for (const [name, node] of nodes)
    for (const direction of ["input", "output"] as const)
      lines.set(
        `${name} (${direction})`,
        `same<${text(node, direction)}, z.${direction}<typeof schemas.${name}>>(true);`,
      );
  for (const direction of ["input", "output"] as const)
    for (const [name, schema] of Object.entries(wider[direction])) {
      const written = text(introspectZod(schema, [name], introspection), direction);
      const inferred = `z.${direction}<typeof wider.${direction}.${name}>`;
      lines.set(`${name} (${direction}), which is wider`, `same<${written}, ${inferred}>("wider");`);
    }
  const declarations = Object.entries(definitions).flatMap(([name, node]) =>
    (["input", "output"] as const).map(
      (direction) => `type ${name}_${direction} = ${text(node, direction)};`,
    ),
  );
  return { declarations: declarations.join(" "), lines };
}

const { declarations, lines } = comparisons();
const folder = mkdtempSync(joinPath(tmpdir(), "kalphite-types-"));
const errors = new Map<string, string>();

beforeAll(async () => {
  mkdirSync(joinPath(folder, "node_modules"));
  symlinkSync(
    joinPath(repository, "node_modules", "zod"),
    joinPath(folder, "node_modules", "zod"),
    "junction",
  );
  cpSync(joinPath(import.meta.dirname, "fixtures", "zod-types.ts"), joinPath(folder, "zod-types.ts"));
  const header = `import type { z } from "zod"; import type { schemas, wider } from "./zod-types.js"; type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : "narrower") : "wider"; declare function same<A, B>(same: Same<A, B>): void; ${declarations}`;
  writeFileSync(joinPath(folder, "compare.ts"), [header, ...lines.values()].join("\n"));
  writeFileSync(joinPath(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(
    joinPath(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: options, files: ["compare.ts"] }),
  );
  const output = await new Promise<string>((resolve) => {
    const tsc = joinPath(repository, "node_modules", "typescript", "bin", "tsc");
    execFile(
      process.execPath,
      [tsc, "-p", folder, "--pretty", "false"],
      { cwd: folder },
      (_, stdout, stderr) => resolve(stdout + stderr),
    );
  });
  const names = ["declarations", ...lines.keys()];
  for (const [, line, message] of output.matchAll(/^compare\.ts\((\d+),\d+\): (.*)$/gm))
    errors.set(names[Number(line) - 1]!, message!);
  const elsewhere = output.split("\n").filter((line) => /^\S/.test(line) && !line.startsWith("compare.ts"));
  expect(elsewhere).toEqual([]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a type written out is the type that zod infers", () => {
  it.each(["declarations", ...lines.keys()])("%s", (name) => {
    expect({ error: errors.get(name), text: lines.get(name) }).toEqual({
      error: undefined,
      text: lines.get(name),
    });
  });
});
