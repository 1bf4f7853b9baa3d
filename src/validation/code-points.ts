/** The length of a string as zod counts it: a surrogate pair is one, a lone surrogate too. */
export function codePoints(text: string): number {
  let { length } = text;
  if (!/[\ud800-\udbff]/.test(text)) return length;
  for (let i = text.length - 1; i > 0; i--) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xdc00 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800) {
      length--;
      i--;
    }
  }
  return length;
}
