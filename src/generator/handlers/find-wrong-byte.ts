import { isUtf8 } from "node:buffer";

export interface WrongByte {
  readonly byte: number;
  /** Where it stands in the text that a lenient decoder makes of the bytes. */
  readonly offset: number;
}

/** The first byte that is no UTF-8; undefined where all are. A byte-order mark of UTF-8 is a character like others. */
export function findWrongByte(bytes: Buffer): WrongByte | undefined {
  if (isUtf8(bytes)) return undefined;
  // A stream may end within a character, so that what decodes grows with the prefix up to the wrong byte.
  let [right, wrong] = [0, bytes.length + 1];
  while (wrong - right > 1) {
    const middle = (right + wrong) >> 1;
    if (decoded(bytes.subarray(0, middle)) === undefined) wrong = middle;
    else right = middle;
  }
  const before = decoded(bytes.subarray(0, right))!;
  return { byte: bytes[Buffer.byteLength(before)]!, offset: before.length };
}

function decoded(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}
