import type { ImportedSymbol } from "./imported-symbol.js";

declare const identifierBrand: unique symbol;

/** A name that the naming module made: a valid identifier, free of anything else. Plain strings are not taken. */
export type Identifier = string & { readonly [identifierBrand]: true };

/** A piece of TypeScript: text, imported symbols, and other pieces. How it is laid out is the formatter's. */
export class Code {
  readonly parts: readonly CodePart[];
  constructor(parts: readonly CodePart[]) {
    this.parts = parts;
  }
}

/** Only this folder makes text parts, so that a user's string cannot become code. */
export type CodePart = string | ImportedSymbol | Code;

/** What may stand in a template: never a plain string. `undefined` and `false` print nothing; arrays print in order. */
export type CodeValue = Code | Identifier | ImportedSymbol | undefined | false | readonly CodeValue[];

/** Takes a template's text as TypeScript. */
export function code(strings: TemplateStringsArray, ...values: readonly CodeValue[]): Code {
  const parts: CodePart[] = [];
  for (let index = 0; index < strings.length; index++) {
    const text = strings[index]!;
    if (text !== "") parts.push(text);
    if (index < values.length) append(parts, values[index]);
  }
  return new Code(parts);
}

/** The pieces in order, with `separator` between them: `"\n"`, `", "` … */
export function join(
  pieces: readonly CodeValue[],
  separator: "\n" | "\n\n" | ", " | " | " | " & " | " ",
): Code {
  const parts: CodePart[] = [];
  for (let index = 0; index < pieces.length; index++) {
    if (index > 0) parts.push(separator);
    append(parts, pieces[index]);
  }
  return new Code(parts);
}

export const nothing = new Code([]);

/** The code as flat text; `nameOf` says how a symbol is written there. */
export function codeText(code: Code, nameOf: (symbol: ImportedSymbol) => string): string {
  let text = "";
  for (const part of code.parts) {
    if (typeof part === "string") text += part;
    else text += part instanceof Code ? codeText(part, nameOf) : nameOf(part);
  }
  return text;
}

/** Whether two pieces read the same, names for names. */
export function isSameCode(left: Code, right: Code): boolean {
  return plainText(left) === plainText(right);
}

/** The code under the symbols' own names: to compare and to look into, not to print. */
export function plainText(code: Code): string {
  return codeText(code, symbolName);
}

function symbolName(symbol: ImportedSymbol): string {
  return symbol.name;
}

function append(parts: CodePart[], value: CodeValue): void {
  if (value === undefined || value === false) return;
  if (value instanceof Code) {
    const [only] = value.parts;
    if (value.parts.length === 1) parts.push(only!);
    else if (value.parts.length > 1) parts.push(value);
  } else if (isList(value)) for (const item of value) append(parts, item);
  else parts.push(value);
}

function isList(value: CodeValue): value is readonly CodeValue[] {
  return Array.isArray(value);
}
