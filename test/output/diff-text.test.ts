import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diffText } from "../../src/generator/output/diff-text.js";
import { lineEdits } from "../../src/generator/output/line-edits.js";

const lines = (...texts: readonly string[]): string => texts.map((text) => `${text}\n`).join("");
const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `line ${index + 1}`);

describe("diffText", () => {
  test.each<[title: string, before: string, after: string, expected: string[]]>([
    ["nothing", "a\n", "a\n", []],
    [
      "a changed line",
      lines("a", "b", "c"),
      lines("a", "x", "c"),
      ["@@ -1,3 +1,3 @@", " a", "-b", "+x", " c"],
    ],
    ["a new file", "", lines("a", "b"), ["@@ -0,0 +1,2 @@", "+a", "+b"]],
    ["an emptied file", lines("a"), "", ["@@ -1 +0,0 @@", "-a"]],
    ["a missing last line break", "a\n", "a", ["@@ -1 +1,2 @@", " a", "+\\ No newline at end of file"]],
    ["line endings", "a\r\n", "a\n", ["@@ -1 +1 @@", "-a␍", "+a"]],
    [
      "two places far apart",
      lines(...numbered(20)),
      lines("new", ...numbered(19), "last"),
      [
        "@@ -1,3 +1,4 @@",
        "+new",
        " line 1",
        " line 2",
        " line 3",
        "@@ -17,4 +18,4 @@",
        " line 17",
        " line 18",
        " line 19",
        "-line 20",
        "+last",
      ],
    ],
    [
      "two places close together",
      lines(...numbered(8)),
      lines("line 1", "x", "line 3", "line 4", "line 5", "y", "line 7", "line 8"),
      [
        "@@ -1,8 +1,8 @@",
        " line 1",
        "-line 2",
        "+x",
        " line 3",
        " line 4",
        " line 5",
        "-line 6",
        "+y",
        " line 7",
        " line 8",
      ],
    ],
  ])("%s", (_title, before, after, expected) => expect(diffText(before, after)).toBe(expected.join("\n")));

  test("stops after a number of lines, and counts the rest", () => {
    const text = diffText("", lines(...numbered(100)), { maxLines: 5 });
    expect(text.split("\n")).toEqual([
      "@@ -0,0 +1,100 @@",
      "+line 1",
      "+line 2",
      "+line 3",
      "+line 4",
      "… 96 more changed lines",
    ]);
  });

  test("says nothing of a rest in which nothing changes", () => {
    const before = lines(...numbered(6));
    const text = diffText(before, before.replace("line 1\n", ""), { maxLines: 3 });
    expect(text.split("\n")).toEqual(["@@ -1,4 +1,3 @@", "-line 1", " line 2"]);
  });

  test("texts with nothing in common are shown as replaced", () => {
    const before = numbered(3_000).map((line) => `old ${line}`);
    const after = numbered(3_000).map((line) => `new ${line}`);
    expect(
      lineEdits(before, after)
        .map(({ kind }) => kind)
        .join(""),
    ).toBe("-".repeat(3_000) + "+".repeat(3_000));
  });
});

test("edits lead from one text to the other, by the shortest way", () => {
  const text = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const edits = lineEdits(before, after);
      expect(edits.filter(({ kind }) => kind !== "+").map(({ line }) => line)).toEqual(before);
      expect(edits.filter(({ kind }) => kind !== "-").map(({ line }) => line)).toEqual(after);
      expect(edits.filter(({ kind }) => kind === " ")).toHaveLength(longestCommon(before, after));
    }),
    { numRuns: 1_000 },
  );
});

function longestCommon(a: readonly string[], b: readonly string[]): number {
  const table = [Array.from({ length: b.length + 1 }, () => 0)];
  for (const [row, line] of a.entries()) {
    table.push([0]);
    for (const [column, other] of b.entries())
      table[row + 1]![column + 1] =
        line === other
          ? table[row]![column]! + 1
          : Math.max(table[row]![column + 1]!, table[row + 1]![column]!);
  }
  return table[a.length]![b.length]!;
}
