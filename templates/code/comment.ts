import type { Documented } from "../../src/contract/contract.js";
import { Code, nothing } from "./code.js";

/** The one escaper of comments: a JSDoc block from a user's text, or nothing where there is none. Ends with a line break. */
export function comment(documented: Documented, ...extraLines: readonly string[]): Code {
  if (documented.doc === undefined && documented.deprecated === undefined && extraLines.length === 0)
    return nothing;
  const lines = [...textLines(documented.doc), ...extraLines];
  if (documented.deprecated !== undefined)
    lines.push(
      documented.deprecated === true
        ? "@deprecated"
        : `@deprecated ${textLines(documented.deprecated).join(" ")}`,
    );
  if (lines.length === 0) return nothing;
  const safe = lines.map((line) => line.replaceAll("*/", "*\\/").trimEnd());
  return new Code(
    safe.length === 1
      ? `/** ${safe[0]} */\n`
      : `/**\n${safe.map((line) => (line === "" ? " *" : ` * ${line}`)).join("\n")}\n */\n`,
  );
}

/** A line comment of the generator's own words. */
export function remark(text: string): Code {
  return new Code(`// ${text.replace(/\s+/g, " ")}\n`);
}

/** Control characters, what makes text read in another order than it stands, and halves of characters. */
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

function textLines(text: string | undefined): string[] {
  if (text === undefined || text.trim() === "") return [];
  return text
    .trim()
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.replace(unprintable, ""));
}
