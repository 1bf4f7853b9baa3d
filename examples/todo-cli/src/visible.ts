/**
 * What steers a terminal or breaks a line, and what turns the direction of text: control characters of both sets, line and
 * paragraph separators, and the embeddings, overrides and isolates of bidirectional text.
 */
const STEERING = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** A text of somebody else's as it may be shown on a terminal: on one line, and steering nothing. */
export function visible(text: string): string {
  return text.replace(STEERING, (character) => {
    if (character === "\n") return "\\n";
    if (character === "\r") return "\\r";
    if (character === "\t") return "\\t";
    return `\\u{${character.codePointAt(0)!.toString(16)}}`;
  });
}
