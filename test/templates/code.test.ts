import { describe, expect, it } from "vitest";
import {
  code,
  identifier,
  imported,
  importedDefault,
  importedType,
  join,
  nothing,
  plainText,
  printFile,
  printFragment,
  specifier,
  type Code,
  type FileToPrint,
  type ModuleReference,
} from "../../templates/code/index.js";
import { moduleSpecifier } from "../../templates/code/print-file.js";

const name = identifier("name");

describe("the template", () => {
  it.each<[string, Code, string]>([
    ["prints its text", code`const a = 1;`, "const a = 1;"],
    ["prints identifiers", code`const ${name} = 1;`, "const name = 1;"],
    ["prints nested code", code`a(${code`b(${code`c`})`})`, "a(b(c))"],
    ["prints arrays in order", code`[${[code`a`, code`b`, [code`c`]]}]`, "[abc]"],
    ["prints nothing for undefined and false", code`a${undefined}b${false}c${nothing}d`, "abcd"],
    ["keeps escapes of the template's own text", code`"\n"`, '"\n"'],
    ["joins pieces", join([code`a`, name, code`c`], ", "), "a, name, c"],
    ["joins one piece without a separator", join([name], " | "), "name"],
    ["joins nothing", join([], "\n"), ""],
  ])("%s", (_, given, wanted) => {
    expect(plainText(given)).toBe(wanted);
  });

  it.each(["", "a-b", "1a", "a b", "a;b", "\u200d", "a\ud800"])("takes no identifier %j", (text) => {
    expect(() => identifier(text)).toThrow(TypeError);
  });
});

function print(body: Code, file: Partial<FileToPrint> = {}): string {
  return printFile({ path: "a.gen.ts", header: "// h", body, declared: [], importExtension: ".js", ...file });
}

const library: ModuleReference = { package: "lib" };
const sibling: ModuleReference = { file: "b.gen.ts" };

describe("imports", () => {
  it.each<[string, Code, Partial<FileToPrint>, string[]]>([
    [
      "are of types where only types are used",
      code`${importedType("T", library)}`,
      {},
      ['import type { T } from "lib";'],
    ],
    [
      "give a reserved word a name that a variable can have",
      code`${imported("delete", library)} ${imported("delete_", library)}`,
      {},
      ['import { delete as delete_, delete_ as delete_2 } from "lib";'],
    ],
    ["are of values", code`${imported("v", library)}`, {}, ['import { v } from "lib";']],
    [
      "mark types among values",
      code`${imported("v", library)}${importedType("T", library)}`,
      {},
      ['import { type T, v } from "lib";'],
    ],
    [
      "become values once a value is used",
      code`${importedType("X", library)}${imported("X", library)}`,
      {},
      ['import { X } from "lib";'],
    ],
    [
      "come once a symbol",
      code`${imported("v", library)}${imported("v", library)}`,
      {},
      ['import { v } from "lib";'],
    ],
    [
      "are renamed where the file declares the name",
      code`${imported("v", library)}`,
      { declared: ["v", "v2"] },
      ['import { v as v3 } from "lib";'],
    ],
    [
      "are renamed where two modules export the name",
      code`${imported("v", library)} ${imported("v", sibling)}`,
      {},
      ['import { v } from "lib";', 'import { v as v2 } from "./b.gen.js";'],
    ],
    [
      "quote what is no identifier",
      code`${imported("the handler", library)}`,
      {},
      ['import { "the handler" as imported } from "lib";'],
    ],
    [
      "take defaults under a name of ours",
      code`${importedDefault("schema", { file: "../schema.ts" })}`,
      { declared: ["schema"] },
      ['import schema2 from "../schema.js";'],
    ],
    [
      "take default and names from one module at once",
      code`${importedDefault("d", library)}${importedType("T", library)}`,
      {},
      ['import d, { type T } from "lib";'],
    ],
    ["leave out the file's own symbols", code`${imported("own", { file: "a.gen.ts" })}`, {}, []],
    ["leave out specifiers", code`export * from ${specifier(sibling)};`, {}, []],
    [
      "name packages first, then files by path",
      code`${imported("z", { file: "z.ts" })}${imported("b", { package: "b" })}${imported("a", { file: "a.ts" })}${imported("a", { package: "a" })}`,
      {},
      [
        'import { a as a2 } from "a";',
        'import { b } from "b";',
        'import { a } from "./a.js";',
        'import { z } from "./z.js";',
      ],
    ],
  ])("%s", (_, body, file, wanted) => {
    expect(
      print(body, file)
        .split("\n")
        .filter((line) => line.startsWith("import ")),
    ).toEqual(wanted);
  });

  it("print the local name in the body", () => {
    expect(print(code`call(${imported("v", library)});`, { declared: ["v"] })).toMatch(/\ncall\(v2\);\n$/);
  });

  it("are left to others in a fragment", () => {
    const symbol = importedType("T", library);
    expect(printFragment(code`let a: ${symbol};`)).toEqual({ text: "let a: T;", symbols: [symbol] });
  });
});

describe("a module's specifier", () => {
  it.each<[string, string, ".js" | ".ts" | "", string]>([
    ["a.gen.ts", "b.gen.ts", ".js", "./b.gen.js"],
    ["a.gen.ts", "b.gen.ts", ".ts", "./b.gen.ts"],
    ["a.gen.ts", "b.gen.ts", "", "./b.gen"],
    ["entities/a.gen.ts", "b.gen.ts", ".js", "../b.gen.js"],
    ["entities/a.gen.ts", "entities/b.gen.ts", ".js", "./b.gen.js"],
    ["entities/a.gen.ts", "../schema.ts", ".js", "../../schema.js"],
    ["a.gen.ts", "../handlers/b.mts", ".js", "../handlers/b.mjs"],
    ["a.gen.ts", "../handlers/b.mts", "", "../handlers/b.mjs"],
    ["a.gen.ts", "../handlers/b.mts", ".ts", "../handlers/b.mts"],
    ["a.gen.ts", "../handlers/b.cts", ".js", "../handlers/b.cjs"],
    ["a.gen.ts", "../handlers/b.tsx", ".js", "../handlers/b.js"],
    ["a.gen.ts", "../handlers/b.tsx", "", "../handlers/b"],
    ["a.gen.ts", "../schema.js", "", "../schema.js"],
    ["a.gen.ts", "../schema.mjs", ".ts", "../schema.mjs"],
    ["a.gen.ts", "../a b#c%/ü.ts", ".js", "../a b#c%/ü.js"],
  ])("from %s to %s with %j is %s", (from, file, extension, wanted) => {
    expect(moduleSpecifier(from, { file }, extension)).toBe(wanted);
  });

  it("is a package's own name", () => {
    expect(moduleSpecifier("x/a.gen.ts", { package: "@acme/types/sub" }, ".js")).toBe("@acme/types/sub");
  });
});
