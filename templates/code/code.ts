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
  const draft = new Draft();
  draft.text = strings[0]!;
  for (let index = 0; index < values.length; index++) {
    draft.add(values[index]);
    draft.text += strings[index + 1]!;
  }
  return draft.code();
}

/** The pieces in order, with `separator` between them: `"\n"`, `", "` … */
export function join(
  pieces: readonly CodeValue[],
  separator: "\n" | "\n\n" | ", " | " | " | " & " | " || " | " && " | " ",
): Code {
  const draft = new Draft();
  for (let index = 0; index < pieces.length; index++) {
    if (index > 0) draft.text += separator;
    draft.add(pieces[index]);
  }
  return draft.code();
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

/** A piece of code while it is put together. */
class Draft {
  text = "";
  #symbols = noSymbols;

  add(value: CodeValue): void {
    if (typeof value === "string") this.text += value;
    else if (value instanceof Code) {
      this.text += value.text;
      this.#note(value.symbols);
    } else if (value && isList(value)) for (const item of value) this.add(item);
    else if (value) {
      this.text += symbolMark;
      this.#note([value]);
    }
  }

  code(): Code {
    return new Code(this.text, this.#symbols);
  }

  #note(symbols: readonly ImportedSymbol[]): void {
    if (symbols.length > 0)
      this.#symbols = this.#symbols.length === 0 ? symbols : [...this.#symbols, ...symbols];
  }
}

function isList(
  value: Exclude<CodeValue, Identifier | Code | undefined | false>,
): value is readonly CodeValue[] {
  return Array.isArray(value);
}
