import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderCodeFrame } from "../../src/generator/lint/code-frame.js";
import type { Diagnostic } from "../../src/generator/lint/diagnostic.js";
import { countDiagnostics, renderDiagnostic } from "../../src/generator/lint/render-diagnostic.js";

const cwd = join("/", "project");
const file = join(cwd, "src", "schema.ts");

function diagnosticAt(line: number, column: number, endColumn = column + 1, endLine = line): Diagnostic {
  return {
    rule: "unknown-field",
    severity: "error",
    message: '"todo" has no field "x".',
    fix: "Use another.",
    location: { file, line, column, endLine, endColumn },
  };
}

describe("renderDiagnostic", () => {
  const text = 'const a = 1;\nconst todo = { args: ["x"] };\nconst b = 2;\nconst c = 3;\n';
  const options = { color: false, cwd, readFile: () => text };

  it("shows place, message, code and fix", () => {
    expect(renderDiagnostic(diagnosticAt(2, 23, 26), options)).toBe(
      [
        "error[unknown-field] src/schema.ts:2:23",
        '  "todo" has no field "x".',
        "  1 │ const a = 1;",
        '> 2 │ const todo = { args: ["x"] };',
        "    │                       ^^^",
        "  3 │ const b = 2;",
        "  fix: Use another.",
      ].join("\n"),
    );
  });

  it("shows the whole path of a file outside the folder", () => {
    const rendered = renderDiagnostic(diagnosticAt(1, 1), { ...options, cwd: join("/", "elsewhere") });
    expect(rendered.split("\n")[0]).toBe(`error[unknown-field] ${file.replaceAll("\\", "/")}:1:1`);
  });

  it("leaves the code out where the file or the line is gone, and the place where there is none", () => {
    const gone = renderDiagnostic(diagnosticAt(1, 1), { ...options, readFile: () => undefined });
    expect(gone.split("\n")).toHaveLength(3);
    expect(renderDiagnostic(diagnosticAt(99, 1), options).split("\n")).toHaveLength(3);
    const { rule, severity, message, fix } = diagnosticAt(1, 1);
    expect(renderDiagnostic({ rule, severity, message, fix }, options).split("\n")[0]).toBe(
      "error[unknown-field]",
    );
  });

  it("reads from disk by default", () => {
    const location = { file: import.meta.filename, line: 1, column: 1, endLine: 1, endColumn: 7 };
    const rendered = renderDiagnostic({ ...diagnosticAt(1, 1), location }, { color: false, cwd });
    expect(rendered).toContain("> 1 │ import { join }");
  });

  it.each([
    ["error", 31],
    ["warning", 33],
    ["note", 36],
  ] as const)("colours %s", (severity, code) => {
    const rendered = renderDiagnostic({ ...diagnosticAt(2, 1), severity }, { ...options, color: true });
    expect(rendered).toContain(`\u001b[${code}m${severity}[unknown-field]\u001b[39m`);
    expect(rendered).toContain(`\u001b[${code}m^\u001b[39m`);
  });
});

describe("renderCodeFrame", () => {
  /** The line of the place and its carets, without the gutter. */
  function frame(text: string, column: number, endColumn = column + 1): [string, string] {
    const location = { file, line: 1, column, endLine: 1, endColumn };
    const [line, carets] = renderCodeFrame(text, location, { color: false, mark: "red" }).split("\n");
    return [line!.slice(6), carets!.slice(6)];
  }

  it.each<[string, string, number, number, string, string]>([
    ["plain", "abc def", 5, 8, "abc def", "    ^^^"],
    ["tabs", "\ta\tb", 4, 5, "  a  b", "     ^"],
    ["wide characters", "é漢字 x", 5, 6, "é漢字 x", "      ^"],
    ["emoji", "😀😀x", 5, 6, "😀😀x", "    ^"],
    ["a marked wide character", "a漢b", 2, 3, "a漢b", " ^^"],
    ["combining marks", "e\u0301x", 3, 4, "e\u0301x", " ^"],
    ["nothing marked", "abc", 4, 4, "abc", "   ^"],
    ["control characters", "a\u001b[31mb", 7, 8, "a·[31mb", "      ^"],
    ["a byte-order mark", "\uFEFFabc", 2, 3, "abc", " ^"],
  ])("%s", (_, text, column, endColumn, line, carets) => {
    expect(frame(text, column, endColumn)).toEqual([line, carets]);
  });

  it.each([1, 50, 95, 200, 1000, 1999])("cuts a long line around column %i", (column) => {
    const text = Array.from({ length: 2000 }, (_, index) => String.fromCharCode(97 + (index % 26))).join("");
    const [line, carets] = frame(text, column, column + 3);
    expect(line.length).toBeLessThanOrEqual(102);
    expect(line.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe(
      text.slice(column - 1, column + 2),
    );
  });

  it("does not cut a character in two", () => {
    const [line] = frame("😀".repeat(300), 301, 303);
    expect(line).not.toMatch(/\p{Cs}/u);
  });

  it("marks the rest of the line where the place goes on behind it", () => {
    const location = { file, line: 1, column: 3, endLine: 3, endColumn: 1 };
    const text = "a {\n  b\n}";
    expect(renderCodeFrame(text, location, { color: false, mark: "red" }).split("\n")[1]).toBe("    │   ^");
  });

  it.each(["\n", "\r\n"])("finds the line in a file that ends lines in %j", (end) => {
    const location = { file, line: 3, column: 1, endLine: 3, endColumn: 2 };
    const rendered = renderCodeFrame(["a", "", "c", "d"].join(end), location, { color: false, mark: "red" });
    expect(rendered).toBe("> 3 │ c\n    │ ^\n  4 │ d");
  });
});

it("counts", () => {
  const of = (severity: Diagnostic["severity"]): Diagnostic => ({ ...diagnosticAt(1, 1), severity });
  expect(countDiagnostics([of("error"), of("note"), of("error"), of("warning")])).toBe(
    "2 errors, 1 warning, 1 note",
  );
  expect(countDiagnostics([])).toBe("");
});
