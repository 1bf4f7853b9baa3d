import { readFileSync, writeFileSync } from "node:fs";
import * as prettier from "prettier";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFormatter } from "../../src/generator/format/create-formatter.js";
import { loadOxfmt } from "../../src/generator/format/format-with-oxfmt.js";
import { GeneratorError } from "../../src/generator/lint/diagnostic.js";
import { createFolder, type Folder } from "../output/folder.js";
import { corpus } from "./corpus.js";

let folder: Folder;
beforeEach(() => (folder = createFolder({ "node_modules/x": "" })));
afterEach(() => folder.remove());

const formatter = () => createFormatter({ out: folder.at("generated") });
const one = async (text: string, path = "a.gen.ts"): Promise<string> =>
  (await formatter().format([{ path, text }]))[0]!.text;

test("what the formatter is told when it is loaded does not stay in the environment", async () => {
  const before = { ...process.env };
  await loadOxfmt();
  expect({ ...process.env }).toEqual(before);
});

describe("files that are formatted together come out as they do alone", () => {
  const awkward = [
    "",
    "\n\n",
    "// only a comment\n",
    "/* only a block */",
    '"use strict";\nlet a=1',
    "#!/usr/bin/env node\nlet a=1",
    "// kalphite-gen: next file\nlet a=1",
    "let a=1 // the end",
    "let a=1\n/* the end */",
    "/** @format */\nlet a=1",
    "// prettier-ignore\nlet   a=1",
    "let a=1\n// prettier-ignore",
    "import {a} from 'a'\nexport default a",
    "export default 1",
    "class Same{}",
    "class Same{}",
    "type T='\u2028'|`\n| not a union\n`",
  ];
  test("whatever they hold", async () => {
    const files = [
      ...awkward.map((text, index) => ({ path: `awkward${index}.gen.ts`, text })),
      ...corpus,
      ...corpus,
    ];
    const together = await formatter().format(files);
    for (const [index, file] of files.entries()) {
      expect(together[index]).toEqual({ path: file.path, text: await one(file.text, file.path) });
      expect(together[index]!.text).toBe(await prettier.format(file.text, { filepath: file.path }));
    }
  });
});

describe("configurations that oxfmt cannot follow", () => {
  test("a plugin: prettier formats, and a note says why", async () => {
    folder.write({
      "plugin.mjs":
        'export const languages = [{ name: "none", parsers: ["none"], extensions: [".none"] }];\nexport const parsers = {};\nexport const printers = {};\n',
      ".prettierrc": '{ "plugins": ["./plugin.mjs"], "semi": false }',
    });
    const subject = formatter();
    expect((await subject.format([{ path: "a.gen.ts", text: "let  a=1;" }]))[0]!.text).toBe("let a = 1\n");
    expect(subject.diagnostics).toMatchObject([
      { rule: "slow-formatting", severity: "note", message: expect.stringContaining("plugin.mjs") as string },
    ]);
  });

  test("a plugin for other languages is left out, whether it is installed or not", async () => {
    folder.write({
      ".prettierrc": '{ "plugins": ["prettier-plugin-svelte", "prettier-plugin-tailwindcss"] }',
    });
    const subject = formatter();
    expect((await subject.format([{ path: "a.gen.ts", text: "let  a=1" }]))[0]!.text).toBe("let a = 1;\n");
    expect(subject.diagnostics).toEqual([]);
  });

  test.each([
    ["carriage returns", "crlf"],
    ["old ones", "cr"],
  ])("line endings (%s): lines end in LF, and a note says so", async (_title, endOfLine) => {
    folder.write({ ".prettierrc": JSON.stringify({ endOfLine }) });
    const subject = formatter();
    expect((await subject.format([{ path: "a.gen.ts", text: "let a=1\nlet b=2\n" }]))[0]!.text).toBe(
      "let a = 1;\nlet b = 2;\n",
    );
    expect(subject.diagnostics.map(({ rule }) => rule)).toEqual(["line-endings"]);
  });
});

describe("what cannot be used is named", () => {
  test.each<[title: string, files: { readonly [path: string]: string }, text: string, message: RegExp]>([
    ["a text that does not parse", {}, "let = = 1", /cannot format a\.gen\.ts: /],
    [
      "a plugin that is missing",
      { ".prettierrc": '{ "plugins": ["prettier-plugin-nowhere"] }' },
      "a",
      /prettier-plugin-nowhere/,
    ],
    [
      "a configuration that does not parse",
      { ".prettierrc.json": "{ semi" },
      "a",
      /configuration cannot be used: /,
    ],
    ["a configuration that throws", { "prettier.config.mjs": "throw new Error('no luck');" }, "a", /no luck/],
    ["an option of a wrong type", { ".prettierrc": '{ "tabWidth": "four" }' }, "a", /tabWidth/],
  ])("%s", async (_title, files, text, message) => {
    folder.write(files);
    const error = await one(text).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GeneratorError);
    expect((error as Error).message).toMatch(message);
  });
});

describe("what prettier answered is remembered", () => {
  const cached = (): string => folder.at("node_modules/.cache/kalphite-gen/prettier-options.json");

  test("as long as the configuration stays as it is", async () => {
    folder.write({ ".prettierrc.yaml": "semi: true\n" });
    expect(await one("let a=1")).toBe("let a = 1;\n");
    writeFileSync(cached(), readFileSync(cached(), "utf8").replace('"semi":true', '"semi":false'));
    expect(await one("let a=1")).toBe("let a = 1\n");
    folder.write({ ".prettierrc.yaml": "semi: true\ntabWidth: 4\n" });
    expect(await one("let a=1")).toBe("let a = 1;\n");
  });

  test("and a corrupt answer is none", async () => {
    folder.write({ ".editorconfig": "[*]\nmax_line_length = 20\n" });
    await one("a");
    for (const text of ["", "null", '{"key":1}']) {
      writeFileSync(cached(), text);
      expect(await one("call(first, second, third)")).toBe("call(\n  first,\n  second,\n  third,\n);\n");
    }
  });

  test("a configuration that is code is asked every time", async () => {
    folder.write({ "prettier.config.cjs": "module.exports = { semi: false };" });
    await one("a");
    expect(() => readFileSync(cached())).toThrow("ENOENT");
  });
});

describe("the key changes with all that formatting depends on", () => {
  const keyWith = (files: { readonly [path: string]: string }): string => {
    folder.write(files);
    return formatter().key;
  };
  test("and with nothing else", () => {
    const first = keyWith({});
    expect(keyWith({ "package.json": '{ "version": "1.0.0" }' })).toBe(first);
    const second = keyWith({ "package.json": '{ "version": "1.0.0", "prettier": { "semi": false } }' });
    expect(second).not.toBe(first);
    expect(keyWith({ "package.json": '{ "version": "2.0.0", "prettier": { "semi": false } }' })).toBe(second);
    const third = keyWith({ ".editorconfig": "" });
    expect(third).not.toBe(second);
    expect(keyWith({ "node_modules/prettier/package.json": '{ "version": "3.8.0" }' })).not.toBe(third);
  });
});
