/**
 * The tokens of one TypeScript file, as far as finding places in it needs them: words, literals, punctuation, and which
 * bracket closes which. A file that esbuild has already accepted is read; nothing here judges syntax.
 *
 * Not a whole parse, because its tree as JSON takes three times as long on a schema of 2,500 operations, and nearly all
 * of that tree is never looked at.
 */
export interface Tokens {
  readonly text: string;
  /** The number of tokens; the token at that index is the end of the file. */
  readonly count: number;
  readonly kinds: Uint8Array;
  /** Offsets in UTF-16 units. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** For an opening bracket the token that closes it, and the other way round; elsewhere 0. */
  readonly partners: Int32Array;
  /** Start offsets of the JSDoc comments, by the token they stand in front of. */
  readonly docs: ReadonlyMap<number, number>;
}

export const tokenKind = {
  end: 0,
  word: 1,
  string: 2,
  number: 3,
  regex: 4,
  /** `(`, `[`, `{`, `${`, and the backtick that begins a template. */
  open: 5,
  close: 6,
  punctuation: 7,
} as const;

const space = 1;
const wordStart = 2;
const digit = 3;
const lineBreak = 4;

const classes = new Uint8Array(128);
for (const char of "\t\v\f ") classes[char.charCodeAt(0)] = space;
for (const char of "\n\r") classes[char.charCodeAt(0)] = lineBreak;
for (const char of "0123456789") classes[char.charCodeAt(0)] = digit;
for (const char of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$#\\")
  classes[char.charCodeAt(0)] = wordStart;

const wordsBeforeRegex = new Set(
  "return typeof case in of instanceof new delete void throw await yield else do".split(" "),
);
const wordsBeforeCondition = new Set(["if", "while", "for", "with"]);

/** In UTF-16 units, with the blanks around it: what room is made for at first. */
const usualTokenLength = 4;

/** How far behind the last token readers may look: nothing is there, but it must be in the lists. */
const readAhead = 8;

/** Splits a file into tokens, in one pass. Never throws: what is unbalanced is closed by the end of the file. */
export function tokenize(text: string): Tokens {
  const length = text.length;
  let room = Math.ceil(length / usualTokenLength) + 2 * readAhead;
  let kinds = new Uint8Array(room);
  let starts = new Int32Array(room);
  let ends = new Int32Array(room);
  let partners = new Int32Array(room);
  const docs = new Map<number, number>();
  const stack: number[] = [];
  let count = 0;
  let at = text.startsWith("#!") ? lineEnd(text, 0) : 0;
  let doc = -1;
  let docOnOwnLine = false;
  let brokeLine = true;

  const grow = (): void => {
    room *= 2;
    kinds = grown(kinds, new Uint8Array(room));
    starts = grown(starts, new Int32Array(room));
    ends = grown(ends, new Int32Array(room));
    partners = grown(partners, new Int32Array(room));
  };
  const add = (kind: number, end: number): void => {
    if (count + readAhead >= room) grow();
    if (doc >= 0) {
      if (docOnOwnLine || !brokeLine) docs.set(count, doc);
      doc = -1;
    }
    kinds[count] = kind;
    starts[count] = at;
    ends[count++] = end;
    at = end;
    brokeLine = false;
  };
  const open = (end: number): void => {
    stack.push(count);
    add(tokenKind.open, end);
  };
  const close = (end: number): void => {
    const opener = stack.pop();
    if (opener !== undefined) {
      partners[opener] = count;
      partners[count] = opener;
    }
    add(tokenKind.close, end);
  };
  const template = (): void => {
    while (at < length) {
      const char = text.charCodeAt(at);
      if (char === 92) at += 2;
      else if (char === 96) return close(at + 1);
      else if (char === 36 && text.charCodeAt(at + 1) === 123) return open(at + 2);
      else at++;
    }
  };
  const regexMayFollow = (): boolean => {
    if (count === 0) return true;
    const last = count - 1;
    const kind = kinds[last];
    if (kind === tokenKind.word) return wordsBeforeRegex.has(text.slice(starts[last], ends[last]));
    if (kind === tokenKind.close) {
      if (brokeLine && text[starts[last]!] === "}") return true;
      const before = partners[last]! - 1;
      return (
        text[starts[last]!] === ")" &&
        before >= 0 &&
        wordsBeforeCondition.has(text.slice(starts[before], ends[before]))
      );
    }
    return kind === tokenKind.open || kind === tokenKind.punctuation;
  };

  while (at < length) {
    const char = text.charCodeAt(at);
    const type = char < 128 ? classes[char]! : isSpace(char) ? space : wordStart;
    if (type === space) at++;
    else if (type === lineBreak) {
      brokeLine = true;
      at++;
    } else if (type === wordStart) add(tokenKind.word, wordEnd(text, at));
    else if (char === 34 || char === 39) add(tokenKind.string, stringEnd(text, at, char));
    else if (char === 47 && text.charCodeAt(at + 1) === 47) at = lineEnd(text, at);
    else if (char === 47 && text.charCodeAt(at + 1) === 42) {
      const end = commentEnd(text, at);
      if (text.charCodeAt(at + 2) === 42 && end - at > 4) {
        doc = at;
        docOnOwnLine = brokeLine || count === 0 || kinds[count - 1] === tokenKind.open;
        brokeLine = false;
      }
      at = end;
    } else if (char === 40 || char === 91 || char === 123) open(at + 1);
    else if (char === 41 || char === 93) close(at + 1);
    else if (char === 125) {
      const opener = stack.at(-1);
      const resumes = opener !== undefined && text.charCodeAt(starts[opener]!) === 36;
      close(at + 1);
      if (resumes) template();
    } else if (char === 96) {
      open(at + 1);
      template();
    } else if (type === digit || (char === 46 && isDigit(text.charCodeAt(at + 1))))
      add(tokenKind.number, numberEnd(text, at));
    else if (char === 47 && regexMayFollow()) add(tokenKind.regex, regexEnd(text, at));
    else add(tokenKind.punctuation, at + punctuationLength(text, at, char));
  }
  while (stack.length > 0) partners[stack.pop()!] = count;
  starts[count] = length;
  ends[count] = length;
  return { text, count, kinds, starts, ends, partners, docs };
}

function grown<List extends Uint8Array | Int32Array>(from: List, to: List): List {
  to.set(from);
  return to;
}

/** `=>`, `?.` and `...` are the only longer ones that matter here. */
function punctuationLength(text: string, at: number, char: number): number {
  if (char === 61 && text.charCodeAt(at + 1) === 62) return 2;
  if (char === 63 && text.charCodeAt(at + 1) === 46 && !isDigit(text.charCodeAt(at + 2))) return 2;
  return char === 46 && text.startsWith("...", at) ? 3 : 1;
}

function wordEnd(text: string, from: number): number {
  let at = from + 1;
  for (; at < text.length; at++) {
    const char = text.charCodeAt(at);
    const type = char < 128 ? classes[char] : isSpace(char) ? space : wordStart;
    if (type !== wordStart && type !== digit) break;
  }
  return at;
}

function numberEnd(text: string, from: number): number {
  let at = from + 1;
  for (; at < text.length; at++) {
    const char = text.charCodeAt(at);
    const type = char < 128 ? classes[char] : 0;
    if (type === digit || type === wordStart || char === 46) continue;
    if ((char === 43 || char === 45) && /^[\d._]+e$/i.test(text.slice(from, at))) continue;
    break;
  }
  return at;
}

function stringEnd(text: string, from: number, quote: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 92) at++;
    else if (char === quote) return at + 1;
    else if (char === 10) return at;
  }
  return text.length;
}

function regexEnd(text: string, from: number): number {
  let inClass = false;
  for (let at = from + 1; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 92) at++;
    else if (char === 10) return at;
    else if (char === 91) inClass = true;
    else if (char === 93) inClass = false;
    else if (char === 47 && !inClass) {
      let end = at + 1;
      while (end < text.length && (classes[text.charCodeAt(end)] ?? 0) === wordStart) end++;
      return end;
    }
  }
  return text.length;
}

function commentEnd(text: string, from: number): number {
  const end = text.indexOf("*/", from + 2);
  return end < 0 ? text.length : end + 2;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

function isDigit(char: number): boolean {
  return char >= 48 && char <= 57;
}

function isSpace(char: number): boolean {
  return (
    char === 0xa0 ||
    char === 0xfeff ||
    char === 0x2028 ||
    char === 0x2029 ||
    char === 0x3000 ||
    char === 0x1680 ||
    char === 0x202f ||
    char === 0x205f ||
    (char >= 0x2000 && char <= 0x200a)
  );
}
