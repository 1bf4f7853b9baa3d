import type { SourceLocation } from "../loaded-schema.js";
import { readModule, type ModuleNames } from "./module-names.js";
import type { ObjectLiteral } from "./object-literal.js";
import type { Binding } from "./project-files.js";
import { tokenize, type Tokens } from "./tokens.js";

/** One source file: its tokens, its top-level names, and what was read from it so far. */
export interface SourceFile {
  /** Absolute. */
  readonly path: string;
  readonly tokens: Tokens;
  readonly names: ModuleNames;
  /** Object literals that were read, by their opening brace. */
  readonly objects: Map<number, ObjectLiteral>;
  /** Names that were followed. */
  readonly bindings: Map<string, Binding | undefined>;
  locate(start: number, end: number): SourceLocation;
}

/** @param raw the file's text; a byte-order mark does not count as a column */
export function createSourceFile(path: string, raw: string): SourceFile {
  const text = raw.charCodeAt(0) === 0xfeff ? raw.slice(1) : raw;
  const tokens = tokenize(text);
  let names: ModuleNames | undefined;
  let lines: readonly number[] | undefined;
  const position = (offset: number): { line: number; column: number } => {
    lines ??= lineStarts(text);
    let low = 0;
    let high = lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (lines[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - lines[low]! + 1 };
  };
  return {
    path,
    tokens,
    get names() {
      return (names ??= readModule(tokens));
    },
    objects: new Map(),
    bindings: new Map(),
    locate(start, end) {
      const from = position(start);
      const to = position(end);
      return { file: path, ...from, endLine: to.line, endColumn: to.column };
    },
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 10 || (char === 13 && text.charCodeAt(at + 1) !== 10) || char === 0x2028 || char === 0x2029)
      starts.push(at + 1);
  }
  return starts;
}
