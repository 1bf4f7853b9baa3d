import { createPaint, type Colour } from "../cli/terminal.js";
import type { SourceLocation } from "../load/loaded-schema.js";

export interface CodeFrameOptions {
  readonly color: boolean;
  /** The caret's colour. */
  readonly mark: Colour;
}

const tabWidth = 2;
const widestLine = 100;
const linesBefore = 1;
const linesAfter = 1;

/** East Asian Width "wide" and "fullwidth", in ranges rough enough to read. */
const wideRanges: readonly (readonly [from: number, to: number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x20000, 0x3fffd],
];

/**
 * The lines around a place with a caret under it. Tabs become two spaces, a long line is cut around the place.
 * Empty where the text has no such line.
 */
export function renderCodeFrame(text: string, location: SourceLocation, options: CodeFrameOptions): string {
  const paint = createPaint(options.color);
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|[\n\r\u2028\u2029]/);
  const target = lines[location.line - 1];
  if (target === undefined) return "";
  const from = Math.max(1, location.line - linesBefore);
  const to = Math.min(lines.length, location.line + linesAfter);
  const gutterWidth = String(to).length;
  const end = location.endLine === location.line ? location.endColumn : target.length + 1;
  const cutAt = startOfCut(target, location.column, end);
  const rows: string[] = [];
  for (let number = from; number <= to; number++) {
    const line = lines[number - 1]!;
    const isTarget = number === location.line;
    if (!isTarget && line.trim() === "") continue;
    const gutter = paint("dim", `${String(number).padStart(gutterWidth)} │`);
    rows.push(`${isTarget ? ">" : " "} ${gutter} ${visible(line, cutAt)}`.trimEnd());
    if (!isTarget) continue;
    const before = displayWidth(line.slice(cutAt, location.column - 1)) + (cutAt > 0 ? 1 : 0);
    const marked = displayWidth(line.slice(location.column - 1, end - 1));
    const carets = "^".repeat(Math.max(1, Math.min(marked, widestLine - before)));
    const empty = paint("dim", `${" ".repeat(gutterWidth)} │`);
    rows.push(`  ${empty} ${" ".repeat(before)}${paint(options.mark, carets)}`);
  }
  return rows.join("\n");
}

/** The first UTF-16 unit of a line that is shown, so that the place is in sight. */
function startOfCut(line: string, column: number, end: number): number {
  if (displayWidth(line) <= widestLine || displayWidth(line.slice(0, end)) <= widestLine - 10) return 0;
  const start = Math.max(0, column - 1 - Math.floor(widestLine / 3));
  const splitsPair = /[\udc00-\udfff]/.test(line[start] ?? "") && start > 0;
  return splitsPair ? start - 1 : start;
}

function visible(line: string, cutAt: number): string {
  let shown = cutAt > 0 ? "…" : "";
  let width = shown.length;
  for (const char of line.slice(cutAt)) {
    const columns = charWidth(char);
    if (width + columns > widestLine) return `${shown}…`;
    shown += char === "\t" ? " ".repeat(tabWidth) : isControl(char) ? "·" : char;
    width += columns;
  }
  return shown;
}

function displayWidth(text: string): number {
  let width = 0;
  for (const char of text) width += charWidth(char);
  return width;
}

/** Columns of a terminal: East Asian wide characters and emoji take two, combining marks none. */
function charWidth(char: string): number {
  if (char === "\t") return tabWidth;
  const code = char.codePointAt(0)!;
  if (code < 0x300) return 1;
  if (/\p{Mn}|\p{Me}|\p{Cf}/u.test(char)) return 0;
  return /\p{Emoji_Presentation}/u.test(char) || wideRanges.some(([from, to]) => code >= from && code <= to)
    ? 2
    : 1;
}

/** What could move a terminal's cursor, or turn its text around. */
function isControl(char: string): boolean {
  return /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(char);
}
