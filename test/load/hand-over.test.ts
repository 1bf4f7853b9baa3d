import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, expect, it } from "vitest";
import { bundleAndImport } from "../../src/generator/load/bundle-and-import.js";
import { handingOver } from "../../src/generator/load/hand-over.js";

const folder = mkdtempSync(join(tmpdir(), "kalphite-hand-over-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function exportsOf(text: string, name = "module.ts"): Promise<{ readonly [name: string]: unknown }> {
  const path = join(folder, name);
  writeFileSync(path, text);
  return (await bundleAndImport(path)).exports;
}

it.each([
  ["a default and names", `export default 1; export const a = 2, $b = 3;`, { default: 1, a: 2, $b: 3 }],
  ["a default alone", `export default { a: 1 };`, { default: { a: 1 } }],
  ["renamed names", `const a = 1; export { a as b, a as default };`, { b: 1, default: 1 }],
  ["names that are no identifiers", `const a = 1; export { a as "a b", a };`, { "a b": 1, a: 1 }],
  [
    "what is made later",
    `export let a = 1; export default await Promise.resolve(2); a = 3;`,
    { a: 3, default: 2 },
  ],
  ["nothing", `const a = 1; console.error === a;`, {}],
  [
    "a text that reads like exports",
    `export default "\\nexport {\\n  a\\n};\\n";`,
    { default: "\nexport {\n  a\n};\n" },
  ],
])("a module exports %s", async (_, text, expected) => {
  expect({ ...(await exportsOf(text)) }).toEqual(expected);
});

it("exports all of a package beside its own", async () => {
  const exports = await exportsOf(`export * from "node:path"; export default 1;`);
  expect(exports["default"]).toBe(1);
  expect(exports["join"]).toBe(join);
});

it("exports what a CommonJS module does", async () => {
  expect((await exportsOf(`module.exports = { a: 1 };`, "module.cjs"))["default"]).toEqual({ a: 1 });
});

it("runs again what it ran before something else, and not what it ran last", async () => {
  const one = `export default { one: {} };`;
  const first = await exportsOf(one);
  expect((await exportsOf(one))["default"]).toBe(first["default"]);
  expect((await exportsOf(`export default 2;`))["default"]).toBe(2);
  const again = await exportsOf(one);
  expect(again["default"]).toEqual(first["default"]);
  expect(again["default"]).not.toBe(first["default"]);
});

it("gives each of several runs at once its exports", async () => {
  writeFileSync(join(folder, "several.ts"), `export default { of: {} };`);
  const runs = Array.from({ length: 4 }, () => bundleAndImport(join(folder, "several.ts")));
  for (const { exports } of await Promise.all(runs)) expect(exports["default"]).toEqual({ of: {} });
});

it("keeps nothing of a module that ran", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const text = (n: number) =>
    `const a = { n: ${n}, get self() { return a; } }; export const b = a; export default a;`;
  const run = async (n: number) => new WeakRef((await exportsOf(text(n)))["default"] as object);
  const references = [await run(1), await run(2), await run(3), await run(4)];
  // What a promise resolved to is let go of in a later turn.
  await new Promise((resolve) => setTimeout(resolve, 10));
  collect();
  expect(references.slice(0, 3).map((reference) => reference.deref())).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

it("leaves code alone whose exports stand elsewhere", () => {
  for (const code of [
    `export default 1;\n`,
    `\nexport * from "a";\nvar b = 1;\nexport {\n  b\n};\n`,
    `var a = 1;\n`,
  ])
    expect(handingOver(code, "hash")).toBe(code);
});
