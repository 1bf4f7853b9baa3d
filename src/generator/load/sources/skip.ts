import { tokenKind, type Tokens } from "./tokens.js";

/** Whether the token is exactly this punctuation or bracket. */
export function isText(tokens: Tokens, token: number, text: string): boolean {
  const start = tokens.starts[token]!;
  if (token >= tokens.count || tokens.ends[token]! - start !== text.length) return false;
  if (tokens.text.charCodeAt(start) !== text.charCodeAt(0)) return false;
  return text.length === 1 || tokens.text.startsWith(text, start);
}

export function textOf(tokens: Tokens, token: number): string {
  return tokens.text.slice(tokens.starts[token], tokens.ends[token]);
}

/** The token after this one, or after the group that this one opens. */
export function after(tokens: Tokens, token: number): number {
  return tokens.kinds[token] === tokenKind.open ? tokens.partners[token]! + 1 : token + 1;
}

/** The token behind the `>` that closes this `<`, or -1 where it is a comparison. */
export function afterAngles(tokens: Tokens, opening: number): number {
  let depth = 0;
  for (let at = opening; at < tokens.count; at = after(tokens, at)) {
    if (tokens.kinds[at] === tokenKind.close || isText(tokens, at, ";")) return -1;
    if (isText(tokens, at, "<")) depth++;
    else if (isText(tokens, at, ">") && --depth === 0) return at + 1;
  }
  return -1;
}

const statementWords = new Set(
  "const let var export import function class interface type enum declare namespace abstract".split(" "),
);

/**
 * Where the expression that begins at `from` ends: at a comma, a semicolon, the bracket around it, or a new statement
 * where the semicolon was left out.
 */
export function expressionEnd(tokens: Tokens, from: number): number {
  const { text, kinds, starts, partners, count } = tokens;
  let inType = false;
  let conditionals = 0;
  for (let at = from; at < count;) {
    const kind = kinds[at];
    if (kind === tokenKind.close) return at;
    if (kind === tokenKind.punctuation) {
      const char = text[starts[at]!];
      if (char === "," || char === ";") return at;
      if (char === "?") conditionals += isText(tokens, at, "?") ? 1 : 0;
      else if (char === ":" && conditionals-- <= 0) inType = true;
      else if (char === "<") {
        const end = afterAngles(tokens, at);
        if (end > 0 && (inType || isText(tokens, end, "("))) {
          at = end;
          continue;
        }
      }
    } else if (kind === tokenKind.word && at > from && mayBeKeyword(tokens, at)) {
      const word = textOf(tokens, at);
      if (word === "as" || word === "satisfies") inType = true;
      else if (statementWords.has(word) && startsLine(tokens, at)) return at;
    }
    at = kind === tokenKind.open ? partners[at]! + 1 : at + 1;
  }
  return count;
}

/** Behind an operator or a dot a word is a name. */
function mayBeKeyword(tokens: Tokens, token: number): boolean {
  return tokens.kinds[token - 1] !== tokenKind.punctuation || isText(tokens, token - 1, "!");
}

function startsLine(tokens: Tokens, token: number): boolean {
  return tokens.text.slice(tokens.ends[token - 1], tokens.starts[token]).includes("\n");
}
