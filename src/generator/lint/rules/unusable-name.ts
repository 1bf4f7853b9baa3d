import type { LintRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

export const unusableName: LintRule = function* ({ oddNames }) {
  for (const { what, name, path } of oddNames) {
    const problem = problemOf(name);
    if (problem)
      yield {
        rule: "unusable-name",
        path,
        message: `The name of this ${what} ${problem}${name === "" ? "" : `: ${quoted(name)}`}.`,
      };
  }
};

function problemOf(name: string): string | undefined {
  if (name.trim() === "") return name === "" ? "is empty" : "is blank";
  if (/[\p{Cc}\u2028\u2029]/u.test(name)) return "holds a control character";
  if (/\p{Cs}/u.test(name)) return "holds half a character (a lone surrogate)";
  return /[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/.test(name)
    ? "holds a character that cannot be seen"
    : undefined;
}
