import type { Pattern } from "../../contract/type-node.js";
import type { Random } from "./random.js";

/** A text drawn along a regular expression, or undefined of one that is not understood. Lookarounds are passed over. */
export function samplePattern({ source, flags }: Pattern, random: Random, size: number): string | undefined {
  try {
    const reader = new PatternReader(source, random, size, flags.includes("i"));
    return reader.read();
  } catch (error) {
    if (error instanceof UnknownPattern) return undefined;
    throw error;
  }
}

class UnknownPattern extends Error {}

/** Draws while it reads. A part that is repeated is read again from its beginning. */
class PatternReader {
  readonly #source: string;
  readonly #random: Random;
  readonly #size: number;
  readonly #ignoresCase: boolean;
  readonly #groups: string[] = [];
  #at = 0;

  constructor(source: string, random: Random, size: number, ignoresCase: boolean) {
    this.#source = source;
    this.#random = random;
    this.#size = size;
    this.#ignoresCase = ignoresCase;
  }

  read(): string {
    const text = this.#alternatives();
    if (this.#at < this.#source.length) throw new UnknownPattern();
    return text;
  }

  #alternatives(): string {
    const options = [this.#sequence()];
    while (this.#take("|")) options.push(this.#sequence());
    return this.#random.pick(options);
  }

  #sequence(): string {
    let text = "";
    while (this.#at < this.#source.length && !"|)".includes(this.#source[this.#at]!))
      text += this.#repeated();
    return text;
  }

  #repeated(): string {
    const from = this.#at;
    let text = this.#atom();
    const to = this.#at;
    const times = this.#times();
    if (times === undefined) return text;
    const behind = this.#at;
    if (times === 0) text = "";
    for (let count = 1; count < times; count++) {
      this.#at = from;
      text += this.#atom();
      if (this.#at !== to) throw new UnknownPattern();
    }
    this.#at = behind;
    return text;
  }

  #times(): number | undefined {
    const [whole, sign, least, comma, most] =
      /^(?:([?*+])|\{(\d+)(?:(,)(\d*))?\})\??/.exec(this.#source.slice(this.#at)) ?? [];
    if (whole === undefined) return undefined;
    this.#at += whole.length;
    const min = sign === undefined ? Number(least) : sign === "+" ? 1 : 0;
    const open = min + this.#size;
    const max = sign === "?" ? 1 : sign !== undefined ? open : comma ? Number(most || open) : min;
    return this.#random.integer(min, Math.min(max, open));
  }

  #atom(): string {
    const char = this.#source[this.#at++]!;
    switch (char) {
      case "^":
      case "$":
        return "";
      case ".":
        return this.#random.pick([..."abcXYZ019 -_é"]);
      case "(":
        return this.#group();
      case "[":
        return this.#class();
      case "\\":
        return this.#escape();
      default:
        return this.#cased(char);
    }
  }

  #cased(char: string): string {
    if (!this.#ignoresCase) return char;
    return this.#random.chance(0.5) ? char.toLowerCase() : char.toUpperCase();
  }

  #group(): string {
    const [prefix = ""] = /^\?(?::|=|!|<=|<!|<\w+>)/.exec(this.#source.slice(this.#at)) ?? [];
    this.#at += prefix.length;
    const text = this.#alternatives();
    if (!this.#take(")")) throw new UnknownPattern();
    if (/^\?<?[=!]$/.test(prefix)) return "";
    if (prefix !== "?:") this.#groups.push(text);
    return text;
  }

  #escape(): string {
    const char = this.#source[this.#at++]!;
    const known = classes[char];
    if (known !== undefined) return this.#random.pick([...known]);
    if (char === "b" || char === "B") return "";
    const special = { n: "\n", r: "\r", t: "\t", f: "\f", v: "\v", "0": "\0" }[char];
    if (special !== undefined) return special;
    if (/[1-9]/.test(char)) return this.#groups[Number(char) - 1] ?? "";
    const [whole, code] = /^(?:([0-9a-fA-F]+))/.exec(this.#source.slice(this.#at)) ?? [];
    if (char === "x" || char === "u") {
      const digits = code?.slice(0, char === "x" ? 2 : 4);
      if (whole === undefined || digits === undefined) throw new UnknownPattern();
      this.#at += digits.length;
      return String.fromCharCode(parseInt(digits, 16));
    }
    if (/[a-zA-Z]/.test(char)) throw new UnknownPattern();
    return char;
  }

  /** A member of a class: of one that is negated a common letter that it does not name. */
  #class(): string {
    const isNegated = this.#take("^");
    const members: string[] = [];
    while (!this.#take("]")) {
      if (this.#at >= this.#source.length) throw new UnknownPattern();
      const known = this.#source[this.#at] === "\\" ? classes[this.#source[this.#at + 1]!] : undefined;
      if (known !== undefined) {
        members.push(...known);
        this.#at += 2;
        continue;
      }
      const first = this.#member();
      if (this.#source[this.#at] !== "-" || this.#source[this.#at + 1] === "]") {
        members.push(first);
        continue;
      }
      this.#at++;
      const last = this.#member();
      for (let code = first.charCodeAt(0); code <= last.charCodeAt(0); code++)
        members.push(String.fromCharCode(code));
    }
    const letters = isNegated ? [...common].filter((letter) => !members.includes(letter)) : members;
    if (letters.length === 0) throw new UnknownPattern();
    return this.#cased(this.#random.pick(letters));
  }

  #member(): string {
    const char = this.#source[this.#at++]!;
    return char === "\\" ? this.#escape() : char;
  }

  #take(char: string): boolean {
    if (this.#source[this.#at] !== char) return false;
    this.#at++;
    return true;
  }
}

const lower = "abcdefghijklmnopqrstuvwxyz";
const digits = "0123456789";
const common = `${lower}${lower.toUpperCase()}${digits}-_ .`;

const classes: { readonly [letter: string]: string | undefined } = {
  d: digits,
  w: `${lower}${digits}_`,
  s: " \t",
  D: lower,
  W: " -.!",
  S: `${lower}${digits}`,
};
