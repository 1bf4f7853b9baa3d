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

/** What a character begins, where nothing else is open; 0 is punctuation. */
const charClass = {
  space: 1,
  lineBreak: 2,
  word: 3,
  digit: 4,
  quote: 5,
  open: 6,
  close: 7,
  slash: 8,
  backtick: 9,
} as const;

const classes = new Uint8Array(128);
const charsOfClass: { readonly [Class in keyof typeof charClass]: string } = {
  space: "\t\v\f ",
  lineBreak: "\n\r",
  word: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$#\\",
  digit: "0123456789",
  quote: "\"'",
  open: "([{",
  close: ")]}",
  slash: "/",
  backtick: "`",
};
for (const [name, chars] of Object.entries(charsOfClass))
  for (const char of chars) classes[char.charCodeAt(0)] = charClass[name as keyof typeof charClass];

const wordsBeforeRegex = new Set(
  "return typeof case in of instanceof new delete void throw await yield else do".split(" "),
);
const wordsBeforeCondition = new Set(["if", "while", "for", "with"]);

/** In UTF-16 units, with the blanks around it: what room is made for at first. */
const usualTokenLength = 3;

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
  let doc = -1;
  let docOnOwnLine = false;
  let brokeLine = true;
  let inTemplate = false;

  // No function in here sees these variables: what functions share, V8 keeps in memory and not in registers.
  for (let at = text.startsWith("#!") ? lineEnd(text, 0) : 0; at < length;) {
    const char = text.charCodeAt(at);
    let kind: number = tokenKind.punctuation;
    let end = at + 1;
    if (inTemplate) {
      if (char === 96) kind = tokenKind.close;
      else if (char === 36 && text.charCodeAt(at + 1) === 123) {
        kind = tokenKind.open;
        end = at + 2;
      } else {
        at += char === 92 ? 2 : 1;
        continue;
      }
      inTemplate = false;
    } else {
      switch (char < 128 ? classes[char] : isSpace(char) ? charClass.space : charClass.word) {
        case charClass.space:
          at++;
          continue;
        case charClass.lineBreak:
          brokeLine = true;
          at++;
          continue;
        case charClass.word:
          kind = tokenKind.word;
          end = wordEnd(text, at);
          break;
        case charClass.digit:
          kind = tokenKind.number;
          end = numberEnd(text, at);
          break;
        case charClass.quote:
          kind = tokenKind.string;
          end = stringEnd(text, at, char);
          break;
        case charClass.open:
          kind = tokenKind.open;
          break;
        case charClass.close:
          kind = tokenKind.close;
          inTemplate = char === 125 && stack.length > 0 && text.charCodeAt(starts[stack.at(-1)!]!) === 36;
          break;
        case charClass.backtick:
          kind = tokenKind.open;
          inTemplate = true;
          break;
        case charClass.slash:
          if (text.charCodeAt(at + 1) === 47) {
            at = lineEnd(text, at);
            continue;
          }
          if (text.charCodeAt(at + 1) === 42) {
            end = commentEnd(text, at);
            if (text.charCodeAt(at + 2) === 42 && end - at > 4) {
              doc = at;
              docOnOwnLine = brokeLine || count === 0 || kinds[count - 1] === tokenKind.open;
              brokeLine = false;
            }
            at = end;
            continue;
          }
          if (regexMayFollow({ text, count, kinds, starts, ends, partners, docs }, brokeLine)) {
            kind = tokenKind.regex;
            end = regexEnd(text, at);
          }
          break;
        default:
          if (char === 46 && isDigit(text.charCodeAt(at + 1))) {
            kind = tokenKind.number;
            end = numberEnd(text, at);
          } else end = at + punctuationLength(text, at, char);
      }
    }
    if (count + readAhead >= room) {
      room *= 2;
      kinds = grown(kinds, new Uint8Array(room));
      starts = grown(starts, new Int32Array(room));
      ends = grown(ends, new Int32Array(room));
      partners = grown(partners, new Int32Array(room));
    }
    if (doc >= 0) {
      if (docOnOwnLine || !brokeLine) docs.set(count, doc);
      doc = -1;
    }
    if (kind === tokenKind.open) stack.push(count);
    else if (kind === tokenKind.close) {
      const opener = stack.pop();
      if (opener !== undefined) {
        partners[opener] = count;
        partners[count] = opener;
      }
    }
    kinds[count] = kind;
    starts[count] = at;
    ends[count++] = end;
    at = end;
    brokeLine = false;
  }
  while (stack.length > 0) partners[stack.pop()!] = count;
  starts[count] = length;
  ends[count] = length;
  return { text, count, kinds, starts, ends, partners, docs };
}

/** Whether a slash behind these tokens begins a regular expression, and does not divide. */
function regexMayFollow(tokens: Tokens, brokeLine: boolean): boolean {
  const { text, count, kinds, starts, ends, partners } = tokens;
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
    const type = char < 128 ? classes[char] : isSpace(char) ? charClass.space : charClass.word;
    if (type !== charClass.word && type !== charClass.digit) break;
  }
  return at;
}

function numberEnd(text: string, from: number): number {
  let at = from + 1;
  for (; at < text.length; at++) {
    const char = text.charCodeAt(at);
    const type = char < 128 ? classes[char] : 0;
    if (type === charClass.digit || type === charClass.word || char === 46) continue;
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
      while (end < text.length && classes[text.charCodeAt(end)] === charClass.word) end++;
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
