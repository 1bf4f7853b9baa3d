/** The length of a string as zod counts it: a surrogate pair is one, a lone surrogate too. */
export function codePoints(text: string): number {
  return text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, "-").length;
}
