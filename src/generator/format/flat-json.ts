/**
 * A JSON text on one line, with the spaces that prettier puts there, and where its objects and arrays are. Until the next
 * one is made, which takes its place.
 */
export interface FlatJson {
  readonly bytes: Uint8Array;
  /** How many of the bytes are text; a zero follows. */
  readonly length: number;
  /** Objects and arrays by number, the first to open is 0: where each ends in `bytes`, behind its bracket. */
  readonly ends: Int32Array;
  /** How many objects and arrays have opened when it ends. */
  readonly opened: Int32Array;
  readonly kinds: Uint8Array;
}

/** Kinds of objects and arrays. `open`: never stands on one line. `numbers`: an array of nothing else. */
export const closed = 0;
export const open = 1;
export const numbers = 2;

export interface JsonStyle {
  /** Whether objects, but for the outermost one, stand on one line where they fit. */
  readonly areClosed: boolean;
  readonly bracketSpacing: boolean;
}

/** An object or an array that has not ended yet. */
interface Opened {
  id: number;
  entries: number;
  numberEntries: number;
  /** Entries that are objects, or arrays, of more than one entry. */
  longObjects: number;
  longLists: number;
  /** Whether something inside never stands on one line. */
  isBroken: boolean;
}

/**
 * Undefined where a number has an exponent, which prettier would write otherwise.
 *
 * @param text valid JSON of ASCII characters
 */
export function flatJson(text: string, { areClosed, bracketSpacing }: JsonStyle): FlatJson | undefined {
  const source = Buffer.from(text, "latin1");
  const { bytes, ends, opened, kinds } = roomFor(source.length);
  const levels: Opened[] = [newLevel()];
  let count = 0;
  let level = levels[0]!;
  let depth = 0;
  let length = 0;
  for (let at = 0; at < source.length; at++) {
    const code = source[at]!;
    if (code <= space) continue;
    if (code === closeBrace && bracketSpacing) {
      // The space behind the opening brace is there.
      bytes[length] = space;
      length += level.entries === 0 ? -1 : 1;
    }
    bytes[length++] = code;
    if (code === comma || code === colon) {
      bytes[length++] = space;
      if (code === comma) level.entries += 1;
      continue;
    }
    if (code === closeBrace || code === closeBracket) {
      const { id, entries } = level;
      const isList = code === closeBracket;
      ends[id] = length;
      opened[id] = count;
      const kind = isList
        ? kindOfList(level)
        : entries === 0 || (areClosed && !level.isBroken)
          ? closed
          : open;
      kinds[id] = kind;
      level = levels[--depth]!;
      if (kind === open) level.isBroken = true;
      if (entries > 1 && isList) level.longLists += 1;
      else if (entries > 1) level.longObjects += 1;
      continue;
    }
    if (level.entries === 0) level.entries = 1;
    if (code === openBrace || code === openBracket) {
      if (code === openBrace && bracketSpacing) bytes[length++] = space;
      level = levels[++depth] ??= newLevel();
      begin(level, count++);
    } else if (code === quote) {
      for (let part = 0; part !== quote;) {
        bytes[length++] = part = source[++at]!;
        if (part === backslash) bytes[length++] = source[++at]!;
      }
    } else {
      const isNumber = code <= nine;
      if (isNumber) level.numberEntries += 1;
      while (at + 1 < source.length && isInWord(source[at + 1]!)) {
        const part = source[++at]!;
        if (isNumber && (part === letterE || part === capitalE)) return undefined;
        bytes[length++] = part;
      }
    }
  }
  bytes[length] = 0;
  return { bytes, length, ends, opened, kinds };
}

/** Kept from text to text: a document may be printed in thousands of pieces. */
let room = newRoom(8_192);

function roomFor(size: number): Omit<FlatJson, "length"> {
  if (room.bytes.length <= 2 * size) room = newRoom(size);
  return room;
}

function newRoom(size: number): Omit<FlatJson, "length"> {
  return {
    // A bracket, a comma or a colon brings one space at the most.
    bytes: Buffer.allocUnsafe(2 * size + 1),
    ends: new Int32Array(size / 2 + 1),
    opened: new Int32Array(size / 2 + 1),
    kinds: new Uint8Array(size / 2 + 1),
  };
}

function newLevel(): Opened {
  return { id: 0, entries: 0, numberEntries: 0, longObjects: 0, longLists: 0, isBroken: false };
}

function begin(level: Opened, id: number): void {
  level.id = id;
  level.entries = 0;
  level.numberEntries = 0;
  level.longObjects = 0;
  level.longLists = 0;
  level.isBroken = false;
}

/** Several objects, or several arrays, of more than one entry each never share a line. */
function kindOfList({ entries, numberEntries, longObjects, longLists, isBroken }: Opened): number {
  if (entries > 0 && numberEntries === entries) return numbers;
  if (entries > 1 && (longObjects === entries || longLists === entries)) return open;
  return isBroken ? open : closed;
}

/** Whether a character belongs to a number, or to `true`, `false` or `null`. */
function isInWord(code: number): boolean {
  return code > space && code !== comma && code !== closeBrace && code !== closeBracket;
}

export const space = 32;
export const quote = 34;
export const comma = 44;
export const colon = 58;
export const openBracket = 91;
export const backslash = 92;
export const closeBracket = 93;
export const openBrace = 123;
export const closeBrace = 125;
const nine = 57;
const capitalE = 69;
const letterE = 101;
