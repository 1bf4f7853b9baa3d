import type { StringCheck } from "../../contract/type-node.js";
import { codePoints } from "../../validation/index.js";
import { hasLength } from "./length-check.js";
import type { Verdict } from "./verdict.js";

/** Formats that have code beside their pattern, or instead of one. */
const checkedByCode: ReadonlySet<string> = new Set(["url", "ipv6", "cidrv6", "base64", "base64url", "jwt"]);

/** Whether a text passes all checks; ½ where zod's code has the last word, and where another text would come out. */
export function textVerdict(checks: readonly StringCheck[], text: string): Verdict {
  let verdict: Verdict = 1;
  let current = text;
  for (const check of checks) {
    if (check.check !== "overwrite") {
      verdict = Math.min(verdict, checkVerdict(check, current)) as Verdict;
      continue;
    }
    current = check.method === "normalize" ? current.normalize(check.form) : current[check.method]();
    if (current !== text) verdict = Math.min(verdict, 0.5) as Verdict;
  }
  return verdict;
}

function checkVerdict(check: Exclude<StringCheck, { readonly check: "overwrite" }>, text: string): Verdict {
  if (check.check !== "format") return hasLength(check, codePoints(text)) ? 1 : 0;
  const { format, pattern, options = {} } = check;
  const { prefix, suffix, includes, position } = options;
  if (typeof prefix === "string") return text.startsWith(prefix) ? 1 : 0;
  if (typeof suffix === "string") return text.endsWith(suffix) ? 1 : 0;
  if (typeof includes === "string") {
    return text.includes(includes, typeof position === "number" ? position : 0) ? 1 : 0;
  }
  if (pattern === undefined) return 0.5;
  // A global pattern remembers where it stopped, in zod too: its verdict depends on what came before.
  if (/[gy]/.test(pattern.flags)) return 0.5;
  if (!new RegExp(pattern.source, pattern.flags).test(text)) return 0;
  return checkedByCode.has(format) ? 0.5 : 1;
}
