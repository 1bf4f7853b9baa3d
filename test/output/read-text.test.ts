import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readText } from "../../src/generator/output/read-text.js";

const folder = mkdtempSync(join(tmpdir(), "kalphite-read-"));
mkdirSync(join(folder, "a-folder"));
writeFileSync(join(folder, "a-file"), "text");
afterAll(() => rmSync(folder, { recursive: true }));

it("gives the text of a file, and nothing where there is none", () => {
  expect(readText(join(folder, "a-file"))).toBe("text");
  expect(readText(join(folder, "none"))).toBeUndefined();
});

it.each([
  ["a-folder", "a folder stands where a file belongs"],
  ["a-file/inside", "a file stands where a folder belongs"],
])("says why %s cannot be read", (name, reason) => {
  expect(() => readText(join(folder, name))).toThrow(`${join(folder, name)} cannot be read: ${reason}.`);
});
