import type { ImportedSymbol } from "./imported-symbol.js";

declare const identifierBrand: unique symbol;

/** A name that the naming module made: a valid identifier, free of anything else. Plain strings are not taken. */
export type Identifier = string & { readonly [identifierBrand]: true };

/** Stands in the text of a piece of code for an imported symbol. No escaper lets it through from a user's text. */
const symbolMark = "\0";

const noSymbols: readonly ImportedSymbol[] = [];

/**
 * A piece of TypeScript. How it is laid out is the formatter's. Only this folder makes one of a string, so that a user's
 * string cannot become code.
 */
export class Code {
  /** With a mark in place of each symbol: how one is written, only the printing of a file tells. */
  readonly text: string;
  /** In the order of their marks. */
  readonly symbols: readonly ImportedSymbol[];

  constructor(text: string, symbols = noSymbols) {
    this.text = text;
    this.symbols = symbols;
  }

  get isEmpty(): boolean {
    return this.text === "";
  }
}

/** What may stand in a template: never a plain string. `undefined` and `false` print nothing; arrays print in order. */
export type CodeValue = Code | Identifier | ImportedSymbol | undefined | false | readonly CodeValue[];

/** Takes a template's text as TypeScript. */
export function code(strings: TemplateStringsArray, ...values: readonly CodeValue[]): Code {
  let text = strings[0]!;
  let symbols = noSymbols;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (typeof value === "string") text += value;
    else if (value) {
      const piece = pieceOf(value);
      text += piece.text;
      symbols = together(symbols, piece.symbols);
    }
    text += strings[index + 1]!;
  }
  return new Code(text, symbols);
}

/** The pieces in order, with `separator` between them: `"\n"`, `", "` … */
export function join(
  pieces: readonly CodeValue[],
  separator: "\n" | "\n\n" | ", " | " | " | " & " | " || " | " && " | " " | "",
): Code {
  let text = "";
  let symbols = noSymbols;
  for (let index = 0; index < pieces.length; index++) {
    if (index > 0) text += separator;
    const value = pieces[index];
    if (typeof value === "string") text += value;
    else if (value) {
      const piece = pieceOf(value);
      text += piece.text;
      symbols = together(symbols, piece.symbols);
    }
  }
  return new Code(text, symbols);
}

export const nothing = new Code("");

/** The code as flat text; `nameOf` says how a symbol is written there. */
export function codeText({ text, symbols }: Code, nameOf: (symbol: ImportedSymbol) => string): string {
  let index = 0;
  return text.replaceAll(symbolMark, () => nameOf(symbols[index++]!));
}

/** Whether two pieces read the same, names for names. */
export function isSameCode(left: Code, right: Code): boolean {
  return plainText(left) === plainText(right);
}

/** The code under the symbols' own names: to compare and to look into, not to print. */
export function plainText(code: Code): string {
  return codeText(code, (symbol) => symbol.name);
}

/** Whether the code has the word: a local variable's name. */
export function mentions({ text }: Code, word: RegExp): boolean {
  return word.test(text);
}

function pieceOf(value: Exclude<CodeValue, Identifier | undefined | false>): Code {
  if (value instanceof Code) return value;
  return isList(value) ? join(value, "") : new Code(symbolMark, [value]);
}

function together(
  left: readonly ImportedSymbol[],
  right: readonly ImportedSymbol[],
): readonly ImportedSymbol[] {
  if (right.length === 0) return left;
  return left.length === 0 ? right : [...left, ...right];
}

function isList(value: Exclude<CodeValue, string>): value is readonly CodeValue[] {
  return Array.isArray(value);
}
