import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ERROR_CODES, type ErrorCodeEntry } from "../../src/protocol/index.js";

const cells = (line: string) =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

describe("P36 the table of error codes", () => {
  it("is printed whole in the documentation, row by row", () => {
    const text = readFileSync(new URL("../../docs/protocol.md", import.meta.url), "utf8");
    const table = /<!-- error codes: begin -->([^]*)<!-- error codes: end -->/.exec(text)?.[1] ?? "";
    const [, , ...printed] = table.trim().split("\n").map(cells);
    const expected = Object.entries(ERROR_CODES).map(([code, entry]: [string, ErrorCodeEntry]) => [
      `\`${code}\``,
      entry.of,
      entry.of === "request" ? String(entry.status) : "",
      entry.meaning,
    ]);
    expect(printed).toEqual(expected);
  });
});
