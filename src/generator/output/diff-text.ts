import { lineEdits, type Edit } from "./line-edits.js";

export interface DiffOptions {
  /** Unchanged lines shown around a change; 3 by default. */
  readonly context?: number;
  /** Lines after which the rest is only counted; 40 by default. */
  readonly maxLines?: number;
}

/**
 * What differs between two texts, as a unified diff without file names. Empty where nothing does; line endings and a
 * missing last line break count as differences and are made visible.
 */
export function diffText(before: string, after: string, options: DiffOptions = {}): string {
  const { context = 3, maxLines = 40 } = options;
  if (before === after) return "";
  const edits = lineEdits(linesOf(before), linesOf(after));
  const printed = hunks(edits, context).flatMap((hunk) => printHunk(edits, hunk));
  const rest = printed.slice(maxLines).filter((line) => /^[+-]/.test(line)).length;
  if (rest === 0) return printed.slice(0, maxLines).join("\n");
  return [...printed.slice(0, maxLines), `… ${rest} more changed ${rest === 1 ? "line" : "lines"}`].join(
    "\n",
  );
}

function linesOf(text: string): string[] {
  if (text === "") return [];
  const lines = text.split("\n").map((line) => (line.endsWith("\r") ? `${line.slice(0, -1)}␍` : line));
  if (lines.at(-1) === "") lines.pop();
  else lines.push("\\ No newline at end of file");
  return lines;
}

interface Hunk {
  readonly start: number;
  readonly end: number;
}

function hunks(edits: readonly Edit[], context: number): Hunk[] {
  const found: { start: number; end: number }[] = [];
  for (const [index, edit] of edits.entries()) {
    if (edit.kind === " ") continue;
    const start = Math.max(0, index - context);
    const end = Math.min(edits.length, index + 1 + context);
    const last = found.at(-1);
    if (last !== undefined && start <= last.end) last.end = end;
    else found.push({ start, end });
  }
  return found;
}

function printHunk(edits: readonly Edit[], { start, end }: Hunk): string[] {
  const part = edits.slice(start, end);
  const earlier = edits.slice(0, start);
  const count = (list: readonly Edit[], kind: "+" | "-"): number =>
    list.filter((edit) => edit.kind === kind || edit.kind === " ").length;
  const range = (kind: "+" | "-"): string => {
    const lines = count(part, kind);
    const line = count(earlier, kind) + (lines === 0 ? 0 : 1);
    return lines === 1 ? `${line}` : `${line},${lines}`;
  };
  return [`@@ -${range("-")} +${range("+")} @@`, ...part.map(({ kind, line }) => `${kind}${line}`)];
}
