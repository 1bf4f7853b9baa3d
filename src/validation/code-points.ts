/** The length of a string as zod counts it: a surrogate pair is one, a lone surrogate too. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _character of text) count++;
  return count;
}
