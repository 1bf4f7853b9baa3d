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
  return joinUnions(text, options);
}

const negatedCondition = /\b(if|while) \(\n\s*!\(/;

/** Lines that begin with a member of a union, at one depth. */
const unions = /\n([ \t]*)\| [^\n]*(?:\n\1\| [^\n]*)+/g;

function joinUnions(text: string, options: PrettierOptions): string | undefined {
  let isKnown = true;
  const joined = text.replace(unions, (union, indent: string, start: number) => {
    if (continues(text, start, start + union.length, indent.length)) return union;
    const lines = joinedUnion(union.slice(1).split("\n"), options);
    if (lines !== undefined) return `\n${lines.join("\n")}`;
    isKnown = false;
    return union;
  });
  return isKnown ? joined : undefined;
}

/** Whether the union has more than these lines: a comment, or a member of several lines, which keeps it broken. */
function continues(text: string, start: number, end: number, depth: number): boolean {
  const before = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  const after = text.slice(end + 1, text.indexOf("\n", end + 1));
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
