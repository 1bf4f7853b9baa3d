import type { Expression } from "./expression.js";
import type { SourceFile } from "./source-file.js";

/** A place that a schema path leads to. */
export interface Place {
  readonly source: SourceFile;
  /** The tokens to point at: a property's name, an element, a declared name. */
  readonly first: number;
  readonly end: number;
  /** The token that a JSDoc comment would stand in front of. */
  readonly comment: number;
  readonly value: Expression;
  /** False where the value is certainly no name that stands for something declared elsewhere. */
  readonly isReference: boolean;
}

export function placeOfExpression(value: Expression): Place {
  const { source, first, end, kind } = value;
  return {
    source,
    first,
    end,
    comment: first,
    value,
    isReference: kind === "identifier" || kind === "member",
  };
}
