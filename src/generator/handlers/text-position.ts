import type { SourceLocation } from "../load/loaded-schema.js";

/** The line and column (1-based, UTF-16) of an offset. A byte-order mark takes no column. */
export function positionOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) {
    line += 1;
    start = at + 1;
  }
  const mark = line === 1 && text.startsWith("\ufeff") ? 1 : 0;
  return { line, column: Math.max(1, offset - start - mark + 1) };
}

export function locationOf(file: string, text: string, start: number, end = start): SourceLocation {
  const from = positionOf(text, start);
  const to = positionOf(text, Math.max(start, end));
  return { file, ...from, endLine: to.line, endColumn: to.column };
}

/** Offsets to positions, many of one text at once. */
export function createPositions(
  text: string,
): (offset: number) => { readonly line: number; readonly column: number } {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const mark = text.startsWith("\ufeff") ? 1 : 0;
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: Math.max(1, offset - starts[low]! - (low === 0 ? mark : 0) + 1) };
  };
}
