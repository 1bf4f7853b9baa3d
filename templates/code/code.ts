import type { ImportedSymbol } from "./imported-symbol.js";

declare const identifierBrand: unique symbol;

/** A name that the naming module made: a valid identifier, free of anything else. Plain strings are not taken. */
export type Identifier = string & { readonly [identifierBrand]: true };

/** A piece of TypeScript: text, imported symbols, and other pieces, each with the indentation of its place. */
export class Code {
  readonly parts: readonly CodePart[];
  constructor(parts: readonly CodePart[]) {
    this.parts = parts;
  }
}

/** Only this folder makes text parts, so that a user's string cannot become code. */
export type CodePart = string | ImportedSymbol | Nested;

export class Nested {
  readonly code: Code;
  readonly indentation: string;
  constructor(code: Code, indentation: string) {
    this.code = code;
    this.indentation = indentation;
  }
}

/** What may stand in a template: never a plain string. `undefined` and `false` print nothing; arrays print in order. */
export type CodeValue = Code | Identifier | ImportedSymbol | undefined | false | readonly CodeValue[];

/** Takes a template's text as TypeScript and keeps the indentation of what is put into it. */
export function code(strings: TemplateStringsArray, ...values: readonly CodeValue[]): Code {
  const parts: CodePart[] = [];
  const indentations = indentationsOf(strings);
  for (let index = 0; index < strings.length; index++) {
    const text = strings[index]!;
    if (text !== "") parts.push(text);
    if (index < values.length) append(parts, values[index], indentations[index]!);
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
    append(parts, pieces[index], "");
  }
  return new Code(parts);
}

export const nothing = new Code([]);

/** The code as flat text; `nameOf` says how a symbol is written there. */
export function codeText(code: Code, nameOf: (symbol: ImportedSymbol) => string, indentation = ""): string {
  let text = "";
  for (const part of code.parts) {
    if (typeof part === "string")
      text += indentation !== "" && part.includes("\n") ? part.replaceAll("\n", `\n${indentation}`) : part;
    else if (part instanceof Nested) text += codeText(part.code, nameOf, indentation + part.indentation);
    else text += nameOf(part);
  }
  return text;
}

/** Whether two pieces read the same, names for names. */
export function isSameCode(left: Code, right: Code): boolean {
  return plainText(left) === plainText(right);
}

/** The code under the symbols' own names: to compare and to look into, not to print. */
export function plainText(code: Code): string {
  return codeText(code, (symbol) => symbol.name);
}

function append(parts: CodePart[], value: CodeValue, indentation: string): void {
  if (value === undefined || value === false) return;
  if (typeof value === "string") parts.push(value);
  else if (value instanceof Code) {
    const [only] = value.parts;
    if (value.parts.length === 1 && typeof only === "string" && !only.includes("\n")) parts.push(only);
    else if (value.parts.length > 0) parts.push(new Nested(value, indentation));
  } else if (isList(value)) for (const item of value) append(parts, item, indentation);
  else parts.push(value);
}

function isList(value: CodeValue): value is readonly CodeValue[] {
  return Array.isArray(value);
}

const knownIndentations = new WeakMap<TemplateStringsArray, readonly string[]>();

/** For each place in a template the indentation of its line; a template is the same array at every call. */
function indentationsOf(strings: TemplateStringsArray): readonly string[] {
  let indentations = knownIndentations.get(strings);
  if (!indentations) {
    let current = "";
    indentations = strings.map((text) => {
      const lineStart = text.lastIndexOf("\n");
      if (lineStart >= 0) current = /^[ \t]*/.exec(text.slice(lineStart + 1))![0];
      return current;
    });
    knownIndentations.set(strings, indentations);
  }
  return indentations;
}
