import { literalText } from "./literal-text.js";
import { after, afterAngles, expressionEnd, isText, textOf } from "./skip.js";
import type { SourceFile } from "./source-file.js";
import { tokenKind } from "./tokens.js";

/** An expression as far as places can be followed through it. Types (`as`, `satisfies`, `!`) are looked through. */
export type Expression = {
  readonly source: SourceFile;
  /** The first token, and the one behind the last. */
  readonly first: number;
  readonly end: number;
} & (
  | { readonly kind: "object" | "array" }
  | { readonly kind: "identifier"; readonly name: string }
  | {
      readonly kind: "member";
      readonly object: Expression;
      readonly name: string;
      readonly nameToken: number;
    }
  | { readonly kind: "call"; readonly callee: Expression; readonly open: number }
  | { readonly kind: "string"; readonly value: string }
  /** `body`: the token behind the arrow, or the brace of the body. */
  | { readonly kind: "function"; readonly body: number }
  | { readonly kind: "other" }
);

/** Reads the expression that begins at a token. */
export function readExpression(source: SourceFile, first: number): Expression {
  const { tokens } = source;
  let expression = readPrimary(source, first);
  for (;;) {
    const at = expression.end;
    if (isText(tokens, at, ".") || isText(tokens, at, "?.")) {
      const next = at + 1;
      if (tokens.kinds[next] !== tokenKind.word) expression = { ...expression, end: next };
      else {
        const name = textOf(tokens, next);
        expression = {
          kind: "member",
          source,
          first,
          end: next + 1,
          object: expression,
          name,
          nameToken: next,
        };
      }
    } else if (isText(tokens, at, "(")) {
      expression = { kind: "call", source, first, end: after(tokens, at), callee: expression, open: at };
    } else if (isText(tokens, at, "[")) {
      const end = after(tokens, at);
      const single = end === at + 3;
      const inner = single ? textOf(tokens, at + 1) : "";
      const kind = tokens.kinds[at + 1];
      if (!single || (kind !== tokenKind.string && kind !== tokenKind.number))
        expression = { kind: "other", source, first, end };
      else {
        const name = kind === tokenKind.string ? literalText(inner) : inner;
        expression = { kind: "member", source, first, end, object: expression, name, nameToken: at + 1 };
      }
    } else if (isText(tokens, at, "<")) {
      const end = afterAngles(tokens, at);
      if (end < 0 || !isText(tokens, end, "(")) return { kind: "other", source, first, end: at };
      expression = { ...expression, end };
    } else if (isText(tokens, at, "!") && !isText(tokens, at + 1, "=")) {
      expression = { ...expression, end: at + 1 };
    } else if (isText(tokens, at, "=>")) {
      return { kind: "function", source, first, end: expressionEnd(tokens, first), body: at + 1 };
    } else if (
      tokens.kinds[at] === tokenKind.punctuation &&
      !isText(tokens, at, ",") &&
      !isText(tokens, at, ";")
    ) {
      return { kind: "other", source, first, end: expressionEnd(tokens, first) };
    } else return expression;
  }
}

export function readPrimary(source: SourceFile, first: number): Expression {
  const { tokens } = source;
  const text = textOf(tokens, first);
  const end = after(tokens, first);
  switch (tokens.kinds[first]) {
    case tokenKind.string:
      return { kind: "string", source, first, end, value: literalText(text) };
    case tokenKind.word: {
      if (text === "function") {
        const body = functionBody(source, first);
        return { kind: "function", source, first, end: after(tokens, body), body };
      }
      if (text === "async") {
        const called = readExpression(source, first + 1);
        if (called.kind === "function") return { ...called, first };
      }
      if (text === "new") return { kind: "other", source, first, end: expressionEnd(tokens, first) };
      return { kind: "identifier", source, first, end, name: text };
    }
    case tokenKind.open: {
      if (text === "{") return { kind: "object", source, first, end };
      if (text === "[") return { kind: "array", source, first, end };
      if (text === "`") {
        if (end - first !== 2) return { kind: "other", source, first, end };
        const raw = tokens.text.slice(tokens.starts[first], tokens.ends[end - 1]);
        return { kind: "string", source, first, end, value: literalText(raw) };
      }
      if (isText(tokens, end, "=>"))
        return { kind: "function", source, first, end: expressionEnd(tokens, first), body: end + 1 };
      if (isText(tokens, end, ":")) {
        for (
          let at = end;
          at < tokens.count && tokens.kinds[at] !== tokenKind.close;
          at = after(tokens, at)
        ) {
          if (isText(tokens, at, ",") || isText(tokens, at, ";")) break;
          if (isText(tokens, at, "=>"))
            return { kind: "function", source, first, end: expressionEnd(tokens, first), body: at + 1 };
        }
      }
      return { ...readExpression(source, first + 1), first, end };
    }
    default: {
      const behind = isText(tokens, first, "<") ? afterAngles(tokens, first) : -1;
      if (behind > 0 && isText(tokens, behind, "(")) return { ...readPrimary(source, behind), first };
      return { kind: "other", source, first, end: Math.max(first + 1, expressionEnd(tokens, first)) };
    }
  }
}

/** The brace of a function's body, from its keyword, name or parameters on. */
export function functionBody(source: SourceFile, from: number): number {
  const { tokens } = source;
  for (let at = from; at < tokens.count; at = after(tokens, at)) {
    if (isText(tokens, at, "{") && isText(tokens, at - 1, ")")) return at;
    if (isText(tokens, at, "{") && !isText(tokens, after(tokens, at), "{")) return at;
    if (tokens.kinds[at] === tokenKind.close) return at;
  }
  return tokens.count;
}

/** What a function returns: its arrow's expression, or that of the first `return` at the top of its body. */
export function returnOf(expression: Expression): Expression | undefined {
  if (expression.kind !== "function") return undefined;
  const { source, body } = expression;
  const { tokens } = source;
  if (!isText(tokens, body, "{")) return readExpression(source, body);
  const end = tokens.partners[body]!;
  for (let at = body + 1; at < end; at = after(tokens, at))
    if (isText(tokens, at, "return")) return readExpression(source, at + 1);
  return undefined;
}

/** The elements of an array literal or the arguments of a call, by their opening bracket. */
export function readList(source: SourceFile, open: number): { spread: boolean; value: Expression }[] {
  const { tokens } = source;
  const end = tokens.partners[open]!;
  const list: { spread: boolean; value: Expression }[] = [];
  for (let at = open + 1; at < end;) {
    const spread = isText(tokens, at, "...");
    const value = readExpression(source, spread ? at + 1 : at);
    list.push({ spread, value });
    at = Math.max(at, expressionEnd(tokens, at)) + 1;
  }
  return list;
}

/** One argument of a call, without reading the others behind it. */
export function argumentOf(expression: Expression, index: number): Expression | undefined {
  if (expression.kind !== "call") return undefined;
  const { source, open } = expression;
  const { tokens } = source;
  const end = tokens.partners[open]!;
  let at = open + 1;
  for (let skipped = 0; skipped < index && at < end; skipped++) at = expressionEnd(tokens, at) + 1;
  return at < end ? readExpression(source, at) : undefined;
}
