import {
  backslash,
  closeBrace,
  closeBracket,
  colon,
  comma,
  flatJson,
  numbers,
  open,
  openBrace,
  openBracket,
  quote,
  space,
  type JsonStyle,
} from "./flat-json.js";

export interface JsonLayout extends JsonStyle {
  readonly printWidth: number;
  readonly tabWidth: number;
  readonly useTabs: boolean;
}

/** Where text is printed until it is full and becomes a string. A document may be printed in thousands of pieces. */
const page = Buffer.allocUnsafe(32_768);

/**
 * Formats a JSON text as prettier does: copies it, and begins a line for each entry of what does not fit on one.
 * Undefined where `flatJson` is.
 *
 * @param text valid JSON of ASCII characters, or an entry of an object or an array with the comma behind it
 * @param outer how many objects and arrays, all broken into lines, an entry stands in
 */
export function printJson(text: string, layout: JsonLayout, outer = 0): string | undefined {
  const flat = flatJson(text, layout);
  if (flat === undefined) return undefined;
  const { bytes, length: end, ends, opened, kinds } = flat;
  const { printWidth, tabWidth } = layout;
  const [indentWidth, indent] = layout.useTabs ? [1, tab] : [tabWidth, space];
  const chunks: string[] = [];
  let printed = page;
  let length = 0;
  /** Where the line begins, behind its indentation. */
  let lineStart = 0;
  let isNewLine = false;
  /** Of objects and arrays that are broken into lines. */
  let depth = outer;
  /** By depth: whether it is an array of numbers. */
  const areNumbers = Array.from({ length: outer + 1 }, () => false);
  /** The number of the next object or array. */
  let next = 0;
  for (let at = 0; at < end;) {
    const code = bytes[at]!;
    if (code === space) {
      at += 1;
      continue;
    }
    if (code === closeBrace || code === closeBracket) {
      depth -= 1;
      isNewLine = true;
    }
    if (isNewLine) {
      const width = depth * indentWidth;
      if (length + width + 1 > printed.length) {
        chunks.push(printed.toString("latin1", 0, length));
        length = 0;
      }
      printed[length++] = lineFeed;
      for (const stop = length + width; length < stop;) printed[length++] = indent;
      lineStart = length;
      isNewLine = false;
    }
    const room = printWidth - depth * tabWidth - (length - lineStart);
    let until = at + 1;
    if (code === openBrace || code === openBracket) {
      const id = next++;
      const close = ends[id]!;
      const width = bytes[close] === comma ? close - at + 1 : close - at;
      const isOpen = kinds[id] === open || (depth === 0 && code === openBrace);
      if ((width <= room && !isOpen) || close - at === 2) {
        until = close;
        next = opened[id]!;
      } else {
        depth += 1;
        areNumbers[depth] = kinds[id] === numbers;
        isNewLine = true;
      }
    } else if (code === comma) {
      // Numbers share lines, as many as fit.
      if (areNumbers[depth]! && endOfNumber(bytes, at + 2) - at <= room) until = at + 2;
      else isNewLine = true;
    } else if (code === colon) until = at + 2;
    else if (code === quote) until = endOfString(bytes, at);
    if (length + until - at > printed.length) {
      chunks.push(printed.toString("latin1", 0, length));
      lineStart -= length;
      length = 0;
      if (until - at > printed.length) printed = Buffer.allocUnsafe(until - at);
    }
    while (at < until) printed[length++] = bytes[at++]!;
  }
  chunks.push(printed.toString("latin1", 0, length));
  return chunks.join("");
}

/** Behind its closing quote. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at + 1;
}

/** Behind the number, and the comma where one follows. */
function endOfNumber(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] !== comma && bytes[at] !== closeBracket) at += 1;
  return bytes[at] === comma ? at + 1 : at;
}

const tab = 9;
const lineFeed = 10;
