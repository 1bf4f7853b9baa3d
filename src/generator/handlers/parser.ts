import type { ParseResult } from "oxc-parser";

let parser: typeof import("oxc-parser") | undefined;

/** Loads the parser: 10 ms that a project without handler files need not pay. */
export async function loadParser(): Promise<void> {
  parser ??= await import("oxc-parser");
}

/** The module's imports and exports, and on demand its tree. @throws TypeError before `loadParser` */
export function parseModule(path: string, text: string): ParseResult {
  if (parser === undefined) throw new TypeError("The parser has not been loaded");
  return parser.parseSync(path, text, { sourceType: "module" });
}
