import type { StringCheck, TypeNode } from "../../contract/type-node.js";
import { codePoints } from "../../validation/index.js";
import { lengthBounds } from "./length-check.js";
import type { Random } from "./random.js";
import { samplePattern } from "./sample-pattern.js";

const words = [
  "milk",
  "bread",
  "tea",
  "über",
  "naïve",
  "東京",
  "😀",
  "two words",
  "don't",
  '"quoted"',
  "<b>",
  "a/b",
  "%20",
];
const letters = "abcdefghijklmnopqrstuvwxyz0123456789";

const pick = (random: Random, alphabet: string, length: number): string =>
  Array.from({ length }, () => random.pick([...alphabet])).join("");

/** Formats whose patterns are too wide, or that have none: a text that is surely one. */
const formats: { readonly [format: string]: ((random: Random) => string) | undefined } = {
  email: (random) => `${pick(random, letters, random.integer(1, 8))}@example.${random.pick(["com", "org"])}`,
  url: (random) => `https://example.com/${pick(random, letters, random.integer(0, 8))}`,
  ipv6: (random) => `2001:db8::${random.integer(1, 9999)}`,
  cidrv6: (random) => `2001:db8::/${random.integer(32, 64)}`,
  base64: (random) => pick(random, letters, 4 * random.integer(0, 3)),
  base64url: (random) => pick(random, letters, 4 * random.integer(0, 3)),
  jwt: (random) => `eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.${pick(random, letters, 12)}`,
  date: (random) => isoDate(random),
  datetime: (random) => `${isoDate(random)}T${isoTime(random)}Z`,
  time: (random) => isoTime(random),
  duration: (random) => `P${random.integer(1, 30)}D`,
  emoji: (random) => random.pick(["😀", "🎉", "❤️"]),
  hostname: (random) => `${pick(random, letters, random.integer(1, 8))}.example.com`,
};

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function isoDate(random: Random): string {
  return `20${two(random.integer(0, 99))}-${two(random.integer(1, 12))}-${two(random.integer(1, 28))}`;
}

function isoTime(random: Random): string {
  return `${two(random.integer(0, 23))}:${two(random.integer(0, 59))}:${two(random.integer(0, 59))}`;
}

/** A text that the checks probably take; who asks looks. */
export function sampleText(
  checks: Extract<TypeNode, { readonly kind: "string" }>["checks"] = [],
  random: Random,
  size: number,
): string {
  const bounds = lengthBounds(checks, size * 3);
  const shaped = checks.filter((check) => check.check === "format");
  const affixed = withAffixes(shaped, plainText(random, bounds.min, bounds.max), bounds);
  const format = shaped.find((check) => !hasAffix(check));
  if (format === undefined) return affixed;
  const made = formats[format.format];
  if (made !== undefined && random.chance(format.pattern === undefined ? 1 : 0.8)) return made(random);
  const drawn = format.pattern && samplePattern(format.pattern, random, random.pick([size, bounds.max]));
  return drawn ?? affixed;
}

type FormatCheck = Extract<StringCheck, { readonly check: "format" }>;

function hasAffix({ options = {} }: FormatCheck): boolean {
  return "prefix" in options || "suffix" in options || "includes" in options;
}

function withAffixes(
  checks: readonly FormatCheck[],
  text: string,
  { max }: { readonly max: number },
): string {
  let [start, middle, end] = ["", "", ""];
  for (const { options = {} } of checks) {
    const { prefix, suffix, includes, position } = options;
    if (typeof prefix === "string") start = codePoints(prefix) > codePoints(start) ? prefix : start;
    if (typeof suffix === "string") end = codePoints(suffix) > codePoints(end) ? suffix : end;
    if (typeof includes === "string")
      middle += " ".repeat(typeof position === "number" ? position : 0) + includes;
  }
  const room = Math.max(0, max - codePoints(start + middle + end));
  return `${start}${middle}${[...text].slice(0, room).join("")}${end}`;
}

/** Whole characters alone: no half of a surrogate pair, which JSON could not carry. */
function plainText(random: Random, min: number, max: number): string {
  const length = random.integer(min, max);
  let text = random.chance(0.7) && length > 0 ? random.pick(words) : "";
  if (codePoints(text) > length) text = "";
  return text + pick(random, letters, length - codePoints(text));
}
