import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const mistakes = new URL("fixtures/mistakes/mistakes.ts", import.meta.url);
const project = fileURLToPath(new URL("fixtures/mistakes/tsconfig.json", import.meta.url));
const compiler = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));

interface CompilerError {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** What `tsc` says about a project, in which continuation lines are indented. */
async function compile(): Promise<CompilerError[]> {
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, [compiler, "-p", project, "--pretty", "false"], (_error, stdout) =>
      resolve(stdout),
    );
  });
  return [...output.matchAll(/^(\S.*?)\((\d+),(\d+)\): error (.*(?:\n .*)*)/gm)].map(
    ([, file = "", line, column, text = ""]) => ({ file, line: Number(line), column: Number(column), text }),
  );
}

/** The carets of the fixture: where an error must stand, and a text that it must hold. */
function expectations(source: string) {
  return source.split("\n").flatMap((line, index) => {
    const caret = /^ *\/\/ *\^ (".*")$/.exec(line);
    // `index` counts from 0 and so is the number of the line above.
    return caret
      ? [{ line: index, column: line.indexOf("^") + 1, text: JSON.parse(caret[1] ?? "") as string }]
      : [];
  });
}

test("each mistake in a schema is one error at its place that says what is wrong, and nothing else is an error", async () => {
  const wanted = expectations(await readFile(mistakes, "utf8"));
  expect(wanted.length).toBeGreaterThan(10);
  const errors = await compile();
  expect(errors.map(({ file, line, column }) => `${file.split("/").at(-1)}:${line}:${column}`)).toEqual(
    wanted.map(({ line, column }) => `mistakes.ts:${line}:${column}`),
  );
  // The compiler prints a text as a literal type, with its quotes escaped.
  for (const [index, { text }] of wanted.entries()) {
    expect(errors[index]?.text).toContain(JSON.stringify(text).slice(1, -1));
  }
});
