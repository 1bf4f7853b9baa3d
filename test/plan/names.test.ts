import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createFileScope,
  createTypeScope,
  createValueScope,
  NameScope,
  type NameForm,
  pascalCase,
  variableName,
} from "../../src/generator/plan/names.js";
import { isIdentifierName, reservedWords } from "../../templates/code/index.js";

const anyName = fc.oneof(
  fc.string({ unit: "binary", minLength: 1 }),
  fc.string({
    unit: fc.constantFrom("a", "B", "1", "_", "-", "$", "é", "ß", "İ", "😀", "字", " ", "\u200d"),
  }),
  fc.constantFrom(
    "constructor",
    "toString",
    "__proto__",
    "hasOwnProperty",
    "default",
    "con",
    "a".repeat(300),
  ),
  fc.constantFrom(...reservedWords),
);

describe("names from any text", () => {
  it.each([
    ["addTodo", "AddTodo", "addTodo", "add-todo"],
    ["add-todo", "AddTodo", "addTodo", "add-todo"],
    ["add_todo", "AddTodo", "add_todo", "add-todo"],
    ["HTTPRequest", "HTTPRequest", "HTTPRequest", "http-request"],
    ["v2Item", "V2Item", "v2Item", "v2-item"],
    ["2fa", "N2fa", "n2fa", "2fa"],
    ["delete", "Delete", "delete_", "delete"],
    ["größe", "Größe", "größe", "größe"],
    ["e\u0301tat", "État", "e\u0301tat", "état"],
    ["名前", "名前", "名前", "名前"],
    ["***", "Unnamed", "unnamed", "unnamed"],
    ["$", "$", "$", "unnamed"],
    ["a b*/c", "ABC", "aBC", "a-b-c"],
    ["__proto__", "Proto", "__proto__", "proto"],
    ["a\u200db", "Ab", "ab", "ab"],
  ])("%j is the type %s, the variable %s, the file %s", (name, type, variable, file) => {
    expect([pascalCase(name), variableName(name), createFileScope().claim(name)]).toEqual([
      type,
      variable,
      file,
    ]);
  });

  it("are identifiers, and free of reserved words", () => {
    fc.assert(
      fc.property(anyName, (name) => {
        expect(isIdentifierName(pascalCase(name))).toBe(true);
        expect(isIdentifierName(variableName(name))).toBe(true);
        expect(reservedWords.has(variableName(name))).toBe(false);
      }),
    );
  });
});

describe.each([
  ["types", () => createTypeScope()],
  ["values", () => createValueScope()],
] as const)("a scope of %s", (_, createScope) => {
  it("never gives a name twice, and a later name changes no earlier one", () => {
    fc.assert(
      fc.property(fc.array(anyName), anyName, (names, later) => {
        const claim = (list: readonly string[]) => {
          const scope = createScope();
          return list.map((name) => String(scope.claim(variableName(name))));
        };
        const before = claim(names);
        const after = claim([...names, later]);
        expect(new Set(after).size).toBe(after.length);
        expect(after.slice(0, -1)).toEqual(before);
      }),
    );
  });
});

describe("names that belong together", () => {
  const itself = { before: "", behind: "" };
  const pair = [
    { before: "", behind: "Args" },
    { before: "check", behind: "Input" },
  ] as const;

  it("carry the same number", () => {
    const scope = new NameScope(new Set(["checkAddInput"]));
    expect(scope.claimAll("Add", pair, "a")).toEqual(["Add2Args", "checkAdd2Input"]);
  });

  it("differ from what other files export in other scopes, not from their own file's", () => {
    const exported = new Map<string, string>();
    const types = new NameScope(new Set(), exported);
    types.claimAll("User", [itself], "user");
    const claim = (file: string, internal?: NameForm) =>
      new NameScope(new Set(), exported).claimAll("User", [itself], file, internal);
    expect(claim("user")).toEqual(["User"]);
    expect(claim("todo")).toEqual(["User2"]);
    expect(claim("todo", itself)).toEqual(["User"]);
  });
});

describe("file stems", () => {
  it.each([
    ["con", "con-2"],
    ["NUL", "nul-2"],
    ["aux", "aux-2"],
    ["com1", "com1-file"],
    ["LPT9", "lpt9-file"],
    ["..", "unnamed"],
    ["../../etc/passwd", "etc-passwd"],
    ["a/b\\c:d", "a-b-c-d"],
    ["trailing. ", "trailing"],
  ])("%j becomes %s", (name, stem) => {
    expect(createFileScope().claim(name)).toBe(stem);
  });

  it("differ where case does not count, fit a file name, and can be written anywhere", () => {
    fc.assert(
      fc.property(fc.array(anyName, { minLength: 1 }), (names) => {
        const scope = createFileScope();
        const stems = names.map((name) => scope.claim(name));
        expect(new Set(stems.map((stem) => stem.toLowerCase())).size).toBe(stems.length);
        for (const stem of stems) {
          expect(Buffer.byteLength(`${stem}.gen.ts`)).toBeLessThanOrEqual(255);
          expect(stem).toBe(Buffer.from(stem).toString());
          expect(stem).not.toMatch(/[<>:"/\\|?*\u0000-\u001f]|[. ]$|^\.|^(con|prn|aux|nul|com\d|lpt\d)$/i);
        }
      }),
    );
  });
});
