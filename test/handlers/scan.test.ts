import { symlinkSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { scanHandlers } from "../../src/generator/handlers/scan-handlers.js";
import { createFolder, type Folder } from "../output/folder.js";

let folder: Folder | undefined;
afterEach(() => folder?.remove());

function scan(files: { readonly [path: string]: string }) {
  folder = createFolder(files);
  return scanHandlers(folder.path);
}

async function exportsOf(text: string): Promise<string[]> {
  const { files } = await scan({ "todo.ts": text });
  return files[0]!.exports.map(
    ({ name, line, column, origin }) => `${name} ${line}:${column}${origin === "own" ? "" : " forwarded"}`,
  );
}

describe("exports of a handler file", () => {
  test.each<[title: string, text: string, expected: string[]]>([
    ["const", "export const a = () => {};\n", ["a 1:14"]],
    ["let and var", "export let a = 1;\nexport var b = 2;\n", ["a 1:12", "b 2:12"]],
    ["several declarators", "export const a = 1,\n  b = 2;\n", ["a 1:14", "b 2:3"]],
    ["function", "export async function a() {}\nexport function* b() {}\n", ["a 1:23", "b 2:18"]],
    [
      "overloads count once",
      "export function a(x: string): void;\nexport function a(x: number): void;\nexport function a(x: unknown): void {}\n",
      ["a 1:17"],
    ],
    ["class", "export class A {}\nexport abstract class B {}\n", ["A 1:14", "B 2:23"]],
    ["generic", "export const a = <T extends object>(tx: T): void => {};\n", ["a 1:14"]],
    ["wrapped", "export const a = wrap(log, (tx) => { tx.b(); });\n", ["a 1:14"]],
    ["satisfies and as", "export const a = ((tx) => {}) satisfies H as H;\n", ["a 1:14"]],
    ["list", "const a = 1;\nfunction b() {}\nexport { a, b };\n", ["a 3:10", "b 3:13"]],
    ["renamed", "const a = 1;\nexport { a as b, a as 'odd name' };\n", ["b 2:15", "odd name 2:23"]],
    ["pattern", "export const { a, b: c, ...d } = x, [e] = y;\n", ["a 1:16", "c 1:22", "d 1:28", "e 1:38"]],
    ["default", "export default wrap(() => {});\n", ["default 1:8"]],
    ["re-export", 'export { a, b as c } from "./other.js";\n', ["a 1:10 forwarded", "c 1:18 forwarded"]],
    ["imported and exported", 'import { a } from "./other.js";\nexport { a };\n', ["a 2:10 forwarded"]],
    ["namespace re-export", 'export * as a from "./other.js";\n', ["a 1:13 forwarded"]],
    [
      "types are none",
      "export type A = 1;\nexport interface B {}\ntype C = 2;\nexport type { C };\nexport { type C as D };\nexport declare const e: 1;\n",
      [],
    ],
    ["a type in a plain list is none", "type A = 1;\ninterface B {}\nexport { A, B };\n", []],
    ["a value and a type of one name", "type A = 1;\nconst A = 1;\nexport { A };\n", ["A 3:10"]],
    ["an imported type is none", 'import type { A } from "./a.js";\nexport { A };\n', []],
    ["enum", "export enum A { B }\n", ["A 1:13"]],
    [
      "carriage returns",
      "// one\r\nexport const a = 1;\r\n\r\nexport const b = 2;\r\n",
      ["a 2:14", "b 4:14"],
    ],
    ["byte-order mark", "\ufeffexport const a = 1;\n", ["a 1:14"]],
    ["no last line break", "export const a = 1; // the end", ["a 1:14"]],
    ["astral characters before it", 'const x = "😀"; export const a = 1;\n', ["a 1:30"]],
    ["decorators", "@sealed\nexport class A { @log run() {} }\n", ["A 2:14"]],
    ["code in comments and strings", '/* export const a = 1; */\nconst x = "export const b";\n', []],
    ["an empty file", "", []],
  ])("%s", async (_title, text, expected) => expect(await exportsOf(text)).toEqual(expected));

  test("tsx and mts", async () => {
    const { files } = await scan({
      "a.tsx": "export const a = <p>hi</p>;\n",
      "b.mts": "export const b = <T,>(x: T) => x;\n",
    });
    expect(files.map(({ exports }) => exports.map(({ name }) => name))).toEqual([["a"], ["b"]]);
  });
});

describe("export *", () => {
  test("names of a local file, and of what that passes on; its default stays behind", async () => {
    const { files } = await scan({
      "index.ts": 'export * from "./todo.js";\nexport const own = 1;\n',
      "todo.ts": 'export * from "./deep/more";\nexport const a = 1;\nexport default a;\n',
      "deep/more.ts": 'export const b = 2;\nexport * from "../index.js";\n',
    });
    const index = files.find(({ path }) => path.endsWith("index.ts"))!;
    expect(index.exports.map(({ name, origin }) => [name, origin])).toEqual([
      ["own", "own"],
      ["a", "forwarded"],
      ["b", "forwarded"],
    ]);
  });

  test("a local file outside of the folder", async () => {
    folder = createFolder({
      "lib/shared.ts": "export const a = 1;\nexport type T = 1;\n",
      "handlers/x.ts": 'export * from "../lib/shared";\n',
    });
    const { files } = await scanHandlers(folder.at("handlers"));
    expect(files[0]!.exports.map(({ name }) => name)).toEqual(["a"]);
  });

  test("a package asks the compiler", async () => {
    folder = createFolder({
      "node_modules/pkg/package.json": '{ "name": "pkg", "version": "1.0.0", "types": "index.d.ts" }',
      "node_modules/pkg/index.d.ts": "export declare const a: number;\nexport interface B {}\n",
      "tsconfig.json": '{ "compilerOptions": { "module": "nodenext", "moduleResolution": "nodenext" } }',
      "handlers/x.ts": 'export * from "pkg";\n',
    });
    const { files } = await scanHandlers(folder.at("handlers"));
    expect(files[0]!.exports.map(({ name }) => name)).toEqual(["a"]);
  });
});

describe("the folder", () => {
  test("which files count", async () => {
    const { files, folders } = await scan({
      "todo.ts": "",
      "todo.server.ts": "",
      "deep/er/b.mts": "",
      "a.tsx": "",
      "todo.test.ts": "",
      "todo.spec.ts": "",
      "types.d.ts": "",
      "x.gen.ts": "",
      "plain.js": "",
      "notes.md": "",
      ".hidden/c.ts": "",
      "node_modules/d/index.ts": "",
    });
    expect(files.map(({ path, side }) => `${relative(folder!.path, path)} ${side}`)).toEqual([
      "a.tsx shared",
      "deep/er/b.mts shared",
      "todo.server.ts server",
      "todo.ts shared",
    ]);
    expect(folders.map((path) => relative(folder!.path, path))).toEqual(["", "deep", "deep/er"]);
  });

  test("an output folder within is not the user's", async () => {
    folder = createFolder({ "a.ts": "", "generated/b.ts": "" });
    const { files } = await scanHandlers(folder.path, { exclude: [folder.at("generated")] });
    expect(files.map(({ path }) => relative(folder!.path, path))).toEqual(["a.ts"]);
  });

  test("linked files count", async () => {
    folder = createFolder({ "elsewhere/a.ts": "export const a = 1;\n", "handlers/b.ts": "" });
    symlinkSync(folder.at("elsewhere/a.ts"), folder.at("handlers/a.ts"));
    expect((await scanHandlers(folder.at("handlers"))).files).toHaveLength(2);
  });

  test("no folder, nothing found", async () => {
    folder = createFolder();
    expect(await scanHandlers(folder.at("nowhere"))).toMatchObject({
      files: [],
      folders: [],
      diagnostics: [],
    });
  });
});

test("a syntax error is located, and the file is not looked into", async () => {
  const { files, diagnostics } = await scan({
    "bad.ts": "export const a = 1;\r\nexport const b = ;\r\n",
    "good.ts": "export const c = 1;\n",
  });
  expect(diagnostics).toMatchObject([
    {
      rule: "handler-syntax",
      severity: "error",
      location: { file: folder!.at("bad.ts"), line: 2, column: 18 },
    },
  ]);
  expect(files.map(({ parsed, exports }) => [parsed, exports.length])).toEqual([
    [false, 0],
    [true, 1],
  ]);
});

describe("what is not UTF-8 is located, and the file is not looked into", () => {
  test.each<[title: string, bytes: Buffer, place: string, byte: string]>([
    ["but UTF-8 is read", Buffer.from('// é\nexport const a = 1;\nconst b = "€é\0";', "utf8"), "", ""],
    ["and so is a byte-order mark", Buffer.from("\ufeffexport const a = 1;"), "", ""],
    ["Latin-1", Buffer.from('export const a = 1;\nx("caf\xe9");\n', "latin1"), "2:7", "E9"],
    [
      "behind characters of several bytes",
      Buffer.concat([Buffer.from("\ufeff/* é€😀 */"), Buffer.from([0xff, 0xe9])]),
      "1:11",
      "FF",
    ],
    ["within the last character", Buffer.from("x('€").subarray(0, -1), "1:4", "E2"],
    ["UTF-16", Buffer.from("\ufeffexport const a = 1;", "utf16le"), "1:1", "FF"],
  ])("%s", async (_title, bytes, place, byte) => {
    folder = createFolder();
    writeFileSync(folder.at("todo.ts"), bytes);
    const { files, diagnostics } = await scanHandlers(folder.path);
    expect(
      diagnostics.map(({ rule, message, location }) => [
        rule,
        `${location!.line}:${location!.column}`,
        /byte (..) /.exec(message)?.[1],
      ]),
    ).toEqual(place === "" ? [] : [["handler-encoding", place, byte]]);
    expect(files.map(({ parsed, exports }) => [parsed, exports.length])).toEqual([
      place === "" ? [true, 1] : [false, 0],
    ]);
  });
});
