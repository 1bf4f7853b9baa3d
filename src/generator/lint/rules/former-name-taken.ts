import type { LintRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

export const formerNameTaken: LintRule = function* ({ operations }) {
  const renamed = operations.filter(({ renamedFrom }) => renamedFrom !== undefined);
  if (renamed.length === 0) return;
  const names = new Set(operations.map(({ name }) => name));
  const former = new Map<string, string>();
  for (const { name, renamedFrom = [] } of renamed) {
    for (const old of renamedFrom) {
      const other = former.get(old);
      const taken = names.has(old)
        ? `${quoted(old)} is an operation`
        : other !== undefined && `${quoted(old)} is a former name of ${quoted(other)} already`;
      former.set(old, name);
      if (taken === false) continue;
      yield {
        rule: "former-name-taken",
        path: ["operations", name, "renamedFrom"],
        message: `${taken}, so it cannot be a former name of ${quoted(name)}.`,
      };
    }
  }
};
