import { functionBody, readExpression, readPrimary, type Expression } from "./expression.js";
import { literalText } from "./literal-text.js";
import type { Place } from "./place.js";
import { after, expressionEnd, isText, textOf } from "./skip.js";
import type { SourceFile } from "./source-file.js";
import { tokenKind } from "./tokens.js";

/** An object literal's properties, in order, spreads included. */
export interface ObjectLiteral {
  readonly properties: readonly Property[];
  /** Positions of spreads and of computed keys. */
  readonly open: readonly number[];
  /** The position of the last property of a name; -1 where there is none. */
  positionOf(name: string): number;
}

/** A property, which is a place too. Its value is read when something leads into it. */
export class Property implements Place {
  readonly source: SourceFile;
  /** The name's own tokens. */
  readonly first: number;
  readonly end: number;
  readonly comment: number;
  /** Undefined for a spread and for a key that is computed. */
  readonly name: string | undefined;
  readonly isSpread: boolean;
  #value: Expression | undefined;

  constructor(source: SourceFile, first: number) {
    const { tokens } = source;
    this.source = source;
    this.comment = first;
    this.isSpread = isText(tokens, first, "...");
    this.first = this.isSpread ? first : keyOf(source, first);
    this.end = after(tokens, this.first);
    this.name = this.isSpread ? undefined : nameOf(source, this.first);
  }

  /** The expression in `[…]`. */
  get computed(): Expression | undefined {
    const isComputed = !this.isSpread && isText(this.source.tokens, this.first, "[");
    return isComputed ? readExpression(this.source, this.first + 1) : undefined;
  }

  get value(): Expression {
    return (this.#value ??= this.#readValue());
  }

  get isReference(): boolean {
    const { tokens } = this.source;
    let at = isText(tokens, this.end, ":") ? this.end + 1 : this.isSpread ? this.end : this.first;
    while (tokens.kinds[at] === tokenKind.word && isText(tokens, at + 1, ".")) at += 2;
    return tokens.kinds[at] === tokenKind.word && !isText(tokens, at + 1, "(");
  }

  #readValue(): Expression {
    const { source, first, end } = this;
    const { tokens } = source;
    if (this.isSpread) return readExpression(source, end);
    if (isText(tokens, end, ":")) return readExpression(source, end + 1);
    if (!isText(tokens, end, "(") && !isText(tokens, end, "<")) return readPrimary(source, first);
    const body = functionBody(source, end);
    return { kind: "function", source, first: body, end: after(tokens, body), body };
  }
}

/** Reads the object literal whose brace opens at a token. */
export function readObject(source: SourceFile, open: number): ObjectLiteral {
  const known = source.objects.get(open);
  if (known) return known;
  const { tokens } = source;
  const end = tokens.partners[open]!;
  const properties: Property[] = [];
  const openPositions: number[] = [];
  for (let at = open + 1; at < end;) {
    const property = new Property(source, at);
    if (property.name === undefined) openPositions.push(properties.length);
    properties.push(property);
    at = expressionEnd(tokens, valueStart(property)) + 1;
  }
  let positions: Map<string, number> | undefined;
  const literal: ObjectLiteral = {
    properties,
    open: openPositions,
    positionOf(name) {
      if (properties.length <= 8) {
        let at = properties.length - 1;
        while (at >= 0 && properties[at]!.name !== name) at--;
        return at;
      }
      positions ??= new Map(properties.map((property, position) => [property.name ?? "", position]));
      return positions.get(name) ?? -1;
    },
  };
  source.objects.set(open, literal);
  return literal;
}

/** Behind the colon, where there is one: a colon inside the value begins a type. */
function valueStart(property: Property): number {
  const { end, source } = property;
  return isText(source.tokens, end, ":") ? end + 1 : end;
}

function keyOf(source: SourceFile, first: number): number {
  const { tokens } = source;
  let key = first;
  while (
    isText(tokens, key, "*") ||
    ((isText(tokens, key, "get") || isText(tokens, key, "set") || isText(tokens, key, "async")) &&
      !/^[:,(}<]$/.test(textOf(tokens, key + 1)))
  )
    key++;
  return key;
}

function nameOf(source: SourceFile, key: number): string | undefined {
  const { tokens } = source;
  const text = textOf(tokens, key);
  switch (tokens.kinds[key]) {
    case tokenKind.string:
      return literalText(text);
    case tokenKind.number:
      return String(Number(text.replaceAll("_", "")));
    case tokenKind.open: {
      const computed = readExpression(source, key + 1);
      return computed.kind === "string" ? computed.value : undefined;
    }
    default:
      return text;
  }
}
