import type { PrettierOptions } from "./fast-options.js";

/** Which generation of prettier's layouts a version prints. */
export type Layout = "3.7" | "3.9";

/** Undefined for versions whose layouts oxfmt does not follow. */
export function layoutOf(version: string): Layout | undefined {
  const [major = 0, minor = 0] = version.split(".").map((part) => Number.parseInt(part, 10));
  if (major !== 3 || minor < 7) return undefined;
  return minor < 9 ? "3.7" : "3.9";
}

/**
 * oxfmt prints as prettier 3.7 and 3.8 do. Prettier 3.9 puts a broken union on one line where that line fits, which is
 * done here; it also hugs `if (!(`: undefined where a text has that, or a union whose width cannot be told from its
 * lines. Such a file is prettier's own to format.
 */
export function inLayout(text: string, layout: Layout, options: PrettierOptions): string | undefined {
  if (layout === "3.7") return text;
  if (negatedCondition.test(text)) return undefined;
  return text.includes("\n") && unionLine.test(text) ? joinUnions(text, options) : text;
}

const negatedCondition = /\b(if|while) \(\n\s*!\(/;
const unionLine = /^[ \t]*\| /m;

function joinUnions(text: string, options: PrettierOptions): string | undefined {
  const lines = text.split("\n");
  const printed: string[] = [];
  for (let index = 0; index < lines.length;) {
    const end = lines[index]!.includes("| ") ? endOfUnion(lines, index) : index;
    if (end === index) {
      printed.push(lines[index]!);
      index += 1;
      continue;
    }
    const union = lines.slice(index, end);
    const joined = end - index > 1 && !continues(lines, index, end) ? joinedUnion(union, options) : union;
    if (joined === undefined) return undefined;
    printed.push(...joined);
    index = end;
  }
  return printed.join("\n");
}

/** Behind the run of union members that begins at `index` and stands at one depth. */
function endOfUnion(lines: readonly string[], index: number): number {
  const start = /^([ \t]*)\| /.exec(lines[index]!)?.[0];
  let end = index;
  while (start !== undefined && lines[end]?.startsWith(start) === true) end += 1;
  return end;
}

/** Whether the union has more than these lines: a comment, or a member of several lines, which keeps it broken. */
function continues(lines: readonly string[], index: number, end: number): boolean {
  const depth = indentation(lines[index]!).length;
  const before = lines[index - 1] ?? "";
  const after = lines[end] ?? "";
  return indentation(before).length >= depth || (after !== "" && indentation(after).length > depth);
}

/** One line where it fits, the lines as they are where it does not; undefined where that cannot be told. */
function joinedUnion(union: readonly string[], options: PrettierOptions): string[] | undefined {
  const indent = indentation(union[0]!);
  const joined = union.map((line) => line.slice(indent.length + 2)).join(" | ");
  if (/[^\x20-\x7e]|\/[/*]/.test(joined)) return undefined;
  const width = indent.replaceAll("\t", " ".repeat(Number(options["tabWidth"]))).length + joined.length;
  if (width <= Number(options["printWidth"])) return [indent + joined];
  return / = |=>|[{(<[]$/.test(union.at(-1)!) ? undefined : [...union];
}

function indentation(line: string): string {
  return /^[ \t]*/.exec(line)![0];
}
