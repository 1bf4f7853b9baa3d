/**
 * JSON with comments, trailing commas and a byte-order mark, as tsconfig files have it.
 * @throws SyntaxError
 */
export function parseJsonc(text: string): unknown {
  const withoutComments = text.replace(token, (match) => (match.startsWith("/") ? " " : match));
  const plain = withoutComments.replace(stringOrTrailingComma, (match) =>
    match.startsWith(",") ? "" : match,
  );
  return JSON.parse(plain.replace(/^\ufeff/, ""));
}

const token = /"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[^]*?\*\//g;
const stringOrTrailingComma = /"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])/g;
