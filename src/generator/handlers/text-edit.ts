/** A range of a text that goes, by offsets. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
}

/** The text without the ranges. Ranges that touch or overlap count once. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let at = 0;
  for (const { start, end } of [...edits].sort((a, b) => a.start - b.start)) {
    if (start > at) result += text.slice(at, start);
    at = Math.max(at, end);
  }
  return result + text.slice(at);
}

/**
 * The lines of a statement that goes: what follows it on its last line where that is only a comment, and the empty lines
 * behind it, so that one empty line is left between its neighbours.
 */
export function wholeLines(text: string, { start, end }: TextEdit): TextEdit {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const mark = lineStart === 0 && text.startsWith("\ufeff") ? 1 : 0;
  const isAlone = text.slice(lineStart + mark, start).trim() === "";
  const lineEnd = text.indexOf("\n", end);
  const rest = text.slice(end, lineEnd < 0 ? undefined : lineEnd);
  const isLast = /^\s*;?\s*(\/\/.*|\/\*(?:(?!\*\/).)*\*\/\s*)?$/.test(rest);
  if (!isAlone || !isLast) return { start, end };
  let to = lineEnd < 0 ? text.length : lineEnd + 1;
  const following = /^(?:[ \t]*\r?\n)+/.exec(text.slice(to))?.[0] ?? "";
  to += following.length;
  if (to < text.length) return { start: lineStart + mark, end: to };
  const before = text.slice(0, lineStart + mark);
  const kept = before.replace(/(\r?\n)(?:[ \t]*\r?\n)+$/, "$1").length;
  return { start: kept, end: to };
}
