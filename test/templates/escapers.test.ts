import fc from "fast-check";
import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";
import type { Json } from "../../src/contract/type-node.js";
import {
  comment,
  isIdentifierName,
  key,
  literal,
  literalKey,
  member,
  plainText,
  regularExpression,
  remark,
} from "../../templates/code/index.js";

const run = (text: string): unknown => (0, eval)(`(${text})`);

describe("literals", () => {
  it.each<[Json, string]>([
    ["a", '"a"'],
    ['"\\', '"\\"\\\\"'],
    ["\u2028\u2029", '"\\u2028\\u2029"'],
    ["\u202eabc\u2066", '"\\u202eabc\\u2066"'],
    ["\ufeff\u200b\u00ad", '"\\ufeff\\u200b\\u00ad"'],
    ["\ud800", '"\\ud800"'],
    ["`${x}`", '"`${x}`"'],
    [-0, "-0"],
    [1e21, "1e+21"],
    [-1.5, "-1.5"],
    [null, "null"],
    [[], "[]"],
    [[1, "a", null], '[1, "a", null]'],
    [{}, "{}"],
    [{ a: 1, "b-c": [true] }, '{ a: 1, "b-c": [true] }'],
    [JSON.parse('{"__proto__":1}') as Json, '{ ["__proto__"]: 1 }'],
    [{ constructor: 1, default: 2 }, "{ constructor: 1, default: 2 }"],
  ])("%j is %s", (value, text) => {
    expect(plainText(literal(value))).toBe(text);
  });

  it("are the value that they were made from, whatever it is", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(run(plainText(literal(value as Json)))).toEqual(value);
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("cannot be %s", (value) => {
    expect(() => literal(value)).toThrow(TypeError);
  });
});

describe("keys and members", () => {
  it.each([
    ["title", "title", "title", ".title"],
    ["first-name", '"first-name"', '"first-name"', '["first-name"]'],
    ["__proto__", "__proto__", '["__proto__"]', ".__proto__"],
    ["delete", "delete", "delete", ".delete"],
    ["größe", "größe", "größe", ".größe"],
    ["1", '"1"', '"1"', '["1"]'],
    ["", '""', '""', '[""]'],
    ['"]; x', '"\\"]; x"', '"\\"]; x"', '["\\"]; x"]'],
  ])("%j", (name, inType, inLiteral, access) => {
    expect([key(name), literalKey(name), member(name)].map(plainText)).toEqual([inType, inLiteral, access]);
  });

  it("lead back to the very property, whatever its name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const object = run(`{ ${plainText(literalKey(name))}: 1 }`) as object;
        expect(Object.keys(object)).toEqual([name]);
        expect(run(`({ ${plainText(literalKey(name))}: 1 })${plainText(member(name))}`)).toBe(1);
      }),
    );
  });

  it.each([
    ["a", true],
    ["$a_1", true],
    ["é", true],
    ["e\u0301", true],
    ["\u{20bb7}", true],
    ["1a", false],
    ["a\u200d", false],
    ["a b", false],
    ["\ud842", false],
  ])("%j is an identifier: %s", (name, wanted) => {
    expect(isIdentifierName(name)).toBe(wanted);
  });
});

describe("regular expressions", () => {
  it.each([
    ["^a$", "", "/^a$/"],
    ["a/b", "i", "/a\\/b/i"],
    ["", "", "/(?:)/"],
    ["[/]", "", "/[/]/"],
    ["\\x00-\\x7f", "", "/\\x00-\\x7f/"],
    ["\\p{L}", "u", "/\\p{L}/u"],
    ["\\1(a)", "", 'new RegExp("\\\\1(a)", "")'],
    ["\\p{Foo}", "", 'new RegExp("\\\\p{Foo}", "")'],
    ["\\u{61}", "", 'new RegExp("\\\\u{61}", "")'],
    ["[\\p{L}--[a-z]]", "v", 'new RegExp("[\\\\p{L}--[a-z]]", "v")'],
    ["\u2028", "", "/\\u2028/"],
    ["\u202e", "", 'new RegExp("\\u202e", "")'],
    ["\ud83d\ude00", "u", 'new RegExp("😀", "u")'],
    ["a\u0000b", "", 'new RegExp("a\\u0000b", "")'],
  ])("/%s/%s", (source, flags, wanted) => {
    const text = plainText(regularExpression(source, flags));
    expect(text).toBe(wanted);
    const made = run(text) as RegExp;
    expect([made.source, made.flags]).toEqual([new RegExp(source, flags).source, flags]);
  });
});

describe("no escaper", () => {
  it("lets the mark of a symbol through", () => {
    const text = fc.string({ unit: fc.constantFrom("\0", "a", "-", "\n", "*/", '"', "\\") });
    fc.assert(
      fc.property(text, (given) => {
        const pieces = [
          literal(given),
          literal({ [given]: [given] }),
          ...[key, literalKey, member].map((escape) => escape(given)),
          comment({ doc: given, deprecated: given }),
          regularExpression(given.replace(/[\\*]/g, ""), "u"),
        ];
        expect(pieces.map(plainText).join("")).not.toContain("\0");
      }),
    );
  });
});

describe("comments", () => {
  it.each<[string, Parameters<typeof comment>[0], string]>([
    ["nothing", {}, ""],
    ["blank text", { doc: "  \n " }, ""],
    ["one line", { doc: "Adds." }, "/** Adds. */\n"],
    ["several lines", { doc: "One.\n\nTwo.  " }, "/**\n * One.\n *\n * Two.\n */\n"],
    ["CRLF and other line ends", { doc: "a\r\nb\rc\u2028d" }, "/**\n * a\n * b\n * c\n * d\n */\n"],
    ["its own end", { doc: "a */ b **/" }, "/** a *\\/ b **\\/ */\n"],
    ["@deprecated", { deprecated: true }, "/** @deprecated */\n"],
    ["@deprecated with text", { deprecated: "use\nb */" }, "/** @deprecated use b *\\/ */\n"],
    ["both", { doc: "A.", deprecated: "B." }, "/**\n * A.\n * @deprecated B.\n */\n"],
    ["control and bidi characters", { doc: "a\u0000\u001b[1m\u202eb\u2066c\ud800" }, "/** a[1mbc */\n"],
    ["a character of two units", { doc: "ok 😀" }, "/** ok 😀 */\n"],
  ])("%s", (_, documented, wanted) => {
    expect(plainText(comment(documented))).toBe(wanted);
  });

  it("never end before their end, and stay one comment", () => {
    const part = fc.constantFrom("*", "/", "\\", "\n", "\r", "\u2029", "*/", "//", "a", "@deprecated", " ");
    fc.assert(
      fc.property(fc.array(part), fc.array(part), (doc, deprecated) => {
        const text = plainText(comment({ doc: doc.join(""), deprecated: deprecated.join("") }));
        const { comments, errors, program } = parseSync("a.ts", `${text}let end;`);
        expect([comments.length, errors.length, program.body.length]).toEqual([1, 0, 1]);
      }),
    );
  });

  it("keep a remark on one line", () => {
    expect(plainText(remark("a\nb\u2028c"))).toBe("// a b c\n");
  });
});
