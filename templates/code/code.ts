import type { ImportedSymbol } from "./imported-symbol.js";

declare const identifierBrand: unique symbol;

/** A name that the naming module made: a valid identifier, free of anything else. Plain strings are not taken. */
export type Identifier = string & { readonly [identifierBrand]: true };

/** A piece of TypeScript: text with imported symbols in it. Only this folder makes them, so a user's string cannot. */
export class Code {
  readonly parts: readonly (string | ImportedSymbol)[];
  constructor(parts: readonly (string | ImportedSymbol)[]) {
    this.parts = parts;
  }
}

/** What may stand in a template: never a plain string. `undefined` and `false` print nothing; arrays print in order. */
export type CodeValue = Code | Identifier | ImportedSymbol | undefined | false | readonly CodeValue[];

/** Takes a template's text as TypeScript and keeps the indentation of what is put into it. */
export function code(strings: TemplateStringsArray, ...values: readonly CodeValue[]): Code {
  const parts: (string | ImportedSymbol)[] = [];
  let indentation = "";
  strings.forEach((text, index) => {
    if (text !== "") parts.push(text);
    const lineStart = text.lastIndexOf("\n");
    if (lineStart >= 0) indentation = /^[ \t]*/.exec(text.slice(lineStart + 1))![0];
    if (index < values.length) append(parts, values[index], indentation);
  });
  return new Code(parts);
}

/** The pieces in order, with `separator` between them: `"\n"`, `", "` … */
export function join(
  pieces: readonly CodeValue[],
  separator: "\n" | "\n\n" | ", " | " | " | " & " | " ",
): Code {
  const parts: (string | ImportedSymbol)[] = [];
  pieces.forEach((piece, index) => {
    if (index > 0) parts.push(separator);
    append(parts, piece, "");
  });
  return new Code(parts);
}

export const nothing = new Code([]);

function append(parts: (string | ImportedSymbol)[], value: CodeValue, indentation: string): void {
  if (value === undefined || value === false) return;
  if (typeof value === "string") parts.push(value);
  else if (value instanceof Code) {
    for (const part of value.parts) {
      parts.push(
        typeof part === "string" && indentation !== "" && part.includes("\n")
          ? part.replaceAll("\n", `\n${indentation}`)
          : part,
      );
    }
  } else if (isList(value)) for (const item of value) append(parts, item, indentation);
  else parts.push(value);
}

function isList(value: CodeValue): value is readonly CodeValue[] {
  return Array.isArray(value);
}
