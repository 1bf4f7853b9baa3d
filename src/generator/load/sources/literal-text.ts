const escapes: { readonly [char: string]: string } = {
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  f: "\f",
  v: "\v",
  "0": "\0",
};

/** The value of a string literal, or of a template without substitutions, from its source text with its quotes. */
export function literalText(raw: string): string {
  const inner = raw.slice(1, -1);
  if (!inner.includes("\\")) return inner;
  return inner.replace(
    /\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|x([0-9a-f]{2})|(\r\n|[^]))/gi,
    (_, point: string | undefined, unit: string | undefined, byte: string | undefined, char: string) => {
      if (point !== undefined) return String.fromCodePoint(Math.min(parseInt(point, 16), 0x10ffff));
      const code = unit ?? byte;
      if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
      return /^[\r\n\u2028\u2029]/.test(char) ? "" : (escapes[char] ?? char);
    },
  );
}
