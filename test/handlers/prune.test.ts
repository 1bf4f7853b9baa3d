import { relative } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { pruneHandlers } from "../../src/generator/handlers/prune-handlers.js";
import { scanHandlers } from "../../src/generator/handlers/scan-handlers.js";
import { findOrphans } from "../../src/generator/handlers/find-orphans.js";
import { contractOf, renderer } from "./contract.js";
import { createFolder, type Folder } from "../output/folder.js";

let folder: Folder | undefined;
afterEach(() => folder?.remove());

async function prune(files: { readonly [path: string]: string }, names: readonly string[] = ["gone"]) {
  folder = createFolder(files);
  const scan = await scanHandlers(folder.path);
  const previous = Object.fromEntries(names.map((name) => [name, ""]));
  const orphans = findOrphans(contractOf({}), scan, renderer, previous);
  const { changes, diagnostics, pruned } = await pruneHandlers(scan, orphans);
  return {
    texts: Object.fromEntries(
      changes.map(({ path, action, after }) => [
        relative(folder!.path, path),
        action === "delete" ? action : after,
      ]),
    ),
    findings: diagnostics.map(
      ({ rule, message, location }) => `${rule} ${location?.line}:${location?.column} ${message}`,
    ),
    pruned: pruned.map(({ operation }) => operation),
  };
}

describe("what goes", () => {
  test.each<[title: string, before: string, after: string]>([
    [
      "a constant with its JSDoc",
      "const a = 1;\n\n/** Gone. */\nexport const gone = () => {\n  a;\n};\n\nconst b = 2;\n",
      "const a = 1;\n\nconst b = 2;\n",
    ],
    ["the last one", "const a = 1;\n\nexport const gone = 1;\n", "const a = 1;\n"],
    ["the last one without a line break", "const a = 1;\n\nexport const gone = 1;", "const a = 1;\n"],
    ["the first one", "export const gone = 1;\n\nconst a = 1;\n", "const a = 1;\n"],
    ["a comment on its last line", "export const gone = 1; // why\nconst a = 1;\n", "const a = 1;\n"],
    [
      "but not the comment above that is no JSDoc",
      "// section\nexport const gone = 1;\nconst a = 1;\n",
      "// section\nconst a = 1;\n",
    ],
    [
      "carriage returns",
      "const a = 1;\r\n\r\nexport const gone = 1;\r\n\r\nconst b = 2;\r\n",
      "const a = 1;\r\n\r\nconst b = 2;\r\n",
    ],
    ["behind a byte-order mark", "\ufeffexport const gone = 1;\nconst a = 1;\n", "\ufeffconst a = 1;\n"],
    ["one declarator, the first", "export const gone = 1, kept = 2;\n", "export const kept = 2;\n"],
    ["one declarator, the last", "export const kept = 2, gone = 1;\n", "export const kept = 2;\n"],
    [
      "one declarator, in the middle",
      "export const a = 2,\n  gone = 1,\n  b = 3;\n",
      "export const a = 2,\n  b = 3;\n",
    ],
    [
      "a function with its overloads",
      "/** First. */\nexport function gone(x: 1): void;\nexport function gone(x: 2): void;\nexport function gone(x: unknown) {}\n\nexport function kept() {}\n",
      "export function kept() {}\n",
    ],
    ["a class", "export class gone {}\nconst a = 1;\n", "const a = 1;\n"],
    ["a declaration and its list", "const gone = 1;\nexport { gone };\nconst a = 1;\n", "const a = 1;\n"],
    [
      "one name of a list",
      "const gone = 1;\nconst a = 1;\nexport { gone, a };\n",
      "const a = 1;\nexport { a };\n",
    ],
    [
      "a renamed export",
      "const run = 1;\nconst a = 1;\nexport { a, run as gone };\n",
      "const a = 1;\nexport { a };\n",
    ],
    ["between statements of one line", "a(); export const gone = 1; b();\n", "a();  b();\n"],
    ["with calls of itself", "export function gone() { gone(); }\nconst a = 1;\n", "const a = 1;\n"],
  ])("%s", async (_title, before, after) => {
    expect(await prune({ "todo.ts": before })).toEqual({
      texts: { "todo.ts": after },
      findings: [],
      pruned: ["gone"],
    });
  });

  test("what is exported by a reserved word", async () => {
    const text = "const delete_ = 1;\nconst a = 1;\nexport { delete_ as delete, a };\n";
    const { texts, pruned } = await prune({ "todo.ts": text }, ["delete"]);
    expect([texts, pruned]).toEqual([{ "todo.ts": "const a = 1;\nexport { a };\n" }, ["delete"]]);
  });

  test("several at once", async () => {
    const { texts, pruned } = await prune(
      { "todo.ts": "export const a = 1, b = 2;\n\nexport const kept = 1;\n\nexport const c = 3;\n" },
      ["a", "b", "c"],
    );
    expect([texts, pruned]).toEqual([{ "todo.ts": "export const kept = 1;\n" }, ["a", "b", "c"]]);
  });

  test("orphans that use one another", async () => {
    const { texts } = await prune({ "todo.ts": "export const a = 1;\nexport const b = () => a;\nx();\n" }, [
      "a",
      "b",
    ]);
    expect(texts).toEqual({ "todo.ts": "x();\n" });
  });

  test("type imports that nothing else uses, and no others", async () => {
    const { texts } = await prune({
      "todo.ts":
        'import type { GoneMutator } from "./types.js";\nimport type { A, GoneInput, B } from "./types.js";\nimport type { Unused } from "./u.js";\nimport { run } from "./run.js";\n' +
        "\nexport const gone: GoneMutator = (x: GoneInput, y: A) => run();\n\nexport const kept: A | B = 1;\n",
    });
    expect(texts["todo.ts"]).toBe(
      'import type { A, B } from "./types.js";\nimport type { Unused } from "./u.js";\nimport { run } from "./run.js";\n\nexport const kept: A | B = 1;\n',
    );
  });

  test("a file of nothing else", async () => {
    const { texts } = await prune({
      "todo.ts":
        'import type { GoneMutator } from "./types.js";\n\nexport const gone: GoneMutator = () => {};\n',
    });
    expect(texts).toEqual({ "todo.ts": "delete" });
  });

  test("where other handler files pass it on", async () => {
    const { texts } = await prune({
      "index.ts":
        'export { gone } from "./todo.js";\nexport { gone as old, kept } from "./todo.js";\nexport { gone as other } from "./x.js";\n',
      "todo.ts": "export const gone = 1;\nexport const kept = 1;\n",
    });
    expect(texts).toEqual({
      "index.ts": 'export { kept } from "./todo.js";\nexport { gone as other } from "./x.js";\n',
      "todo.ts": "export const kept = 1;\n",
    });
  });

  test("names side by side in a list, and declarators side by side", async () => {
    const { texts } = await prune(
      {
        "todo.ts": "export const a = 1, b = 2, kept = 3;\nconst c = 1, d = 2;\nexport { c, d };\n",
        "index.ts": 'export { a, b, kept } from "./todo.js";\n',
      },
      ["a", "b", "c", "d"],
    );
    expect(texts).toEqual({
      "todo.ts": "export const kept = 3;\n",
      "index.ts": 'export { kept } from "./todo.js";\n',
    });
  });

  test("where a file passes one on and holds another", async () => {
    const { texts, pruned } = await prune(
      {
        "helper.ts": "export const a = 1;\nexport const kept = 1;\n",
        "todo.ts": 'export { a } from "./helper.js";\nexport const b = 1;\n\nexport const kept2 = 1;\n',
      },
      ["a", "b"],
    );
    expect(texts).toEqual({
      "helper.ts": "export const kept = 1;\n",
      "todo.ts": "export const kept2 = 1;\n",
    });
    expect(pruned).toEqual(["a", "b"]);
  });

  test("through several files, under other names", async () => {
    const { texts } = await prune({
      "a.ts": 'export { other } from "./b.js";\nexport { other as last } from "./c.js";\nx();\n',
      "b.ts": 'export * from "./c.js";\nexport const kept = 1;\n',
      "c.ts": 'export { gone as other } from "./todo.js";\nexport const kept = 1;\n',
      "todo.ts": "export const gone = 1;\n",
    });
    expect(texts).toEqual({
      "a.ts": "x();\n",
      "c.ts": "export const kept = 1;\n",
      "todo.ts": "delete",
    });
  });

  test("the star of a file that goes, and the file where that was all", async () => {
    const { texts } = await prune({
      "helper.ts": "export const gone = 1;\n",
      "index.ts": 'export * from "./todo.js";\nexport const kept = 1;\n',
      "todo.ts": '/** All. */\nexport * from "./helper.js";\n',
    });
    expect(texts).toEqual({
      "helper.ts": "delete",
      "index.ts": "export const kept = 1;\n",
      "todo.ts": "delete",
    });
  });

  test("the star of a file that is no module any more, and no other", async () => {
    const { texts } = await prune({
      "helper.ts": "const a = 1;\nexport const gone = 1;\n",
      "index.ts": 'export * from "./other.js";\nexport * from "./helper.js";\n',
      "other.ts": "export const kept = 1;\nexport const gone2 = 1;\n",
    });
    expect(texts).toEqual({ "helper.ts": "const a = 1;\n", "index.ts": 'export * from "./other.js";\n' });
  });

  test("but not an empty file that another one imports for its effects", async () => {
    const { texts } = await prune({
      "helper.ts": "export const gone = 1;\n",
      "index.ts": 'import "./helper.js";\n',
    });
    expect(texts).toEqual({ "helper.ts": "" });
  });
});

describe("what is refused, with its place", () => {
  test.each<[title: string, text: string, finding: string]>([
    [
      "a pattern",
      "const x = 1;\nexport const { gone, kept } = make();\n",
      "handler-not-pruned 2:16 gone was not removed: it is taken out of a pattern together with other names.",
    ],
    [
      "used elsewhere",
      "export const gone = 1;\nexport const kept = () => gone;\n",
      "handler-not-pruned 2:27 gone was not removed: it is used in line 2.",
    ],
    [
      "used in shorthand",
      "export const gone = 1;\nexport const kept = { gone };\n",
      "handler-not-pruned 2:23 gone was not removed: it is used in line 2.",
    ],
    [
      "used by the default export",
      "export const gone = 1;\nexport default gone;\n",
      "handler-not-pruned 2:16 gone was not removed: it is used in line 2.",
    ],
    [
      "exported twice",
      "const gone = 1;\nexport { gone, gone as other };\n",
      "handler-not-pruned 2:16 gone was not removed: it is exported as other too.",
    ],
  ])("%s", async (_title, text, finding) => {
    expect(await prune({ "todo.ts": text })).toEqual({ texts: {}, findings: [finding], pruned: [] });
  });

  test("imported by another handler file", async () => {
    const { texts, findings } = await prune({
      "todo.ts": "export const gone = 1;\n",
      "other.ts": 'import { gone } from "./todo.js";\ngone;\n',
    });
    expect(texts).toEqual({});
    expect(findings).toEqual([
      `handler-not-pruned 1:1 gone was not removed: ${folder!.at("other.ts")} imports it.`,
    ]);
  });

  test.each([
    ["through a file that passes it on", 'import { old } from "./index.js";\nold;\n'],
    ["as a namespace", 'import * as todo from "./todo.js";\ntodo.gone;\n'],
    ["and passed on as a namespace", 'export * as todo from "./todo.js";\n'],
  ])("imported %s", async (_title, text) => {
    const { texts, findings } = await prune({
      "todo.ts": "export const gone = 1;\n",
      "index.ts": 'export { gone as old } from "./todo.js";\n',
      "other.ts": text,
    });
    expect(texts).toEqual({});
    expect(findings).toEqual([
      `handler-not-pruned 1:1 gone was not removed: ${folder!.at("other.ts")} imports it.`,
    ]);
  });

  test("members of that name are no use of it", async () => {
    const { texts } = await prune({ "todo.ts": "export const gone = 1;\nx.gone; ({ gone: 1 });\n" });
    expect(texts).toEqual({ "todo.ts": "x.gone; ({ gone: 1 });\n" });
  });
});
