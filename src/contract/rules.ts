import type { Rule } from "./rule.js";
import { rulesOfEntities } from "./rules-of-entities.js";
import { rulesOfFiles } from "./rules-of-files.js";
import { rulesOfNames } from "./rules-of-names.js";
import { rulesOfOperations } from "./rules-of-operations.js";
import { rulesOfTypes } from "./rules-of-types.js";

export type { Rule } from "./rule.js";

/** The table's sections, in the order in which they are printed. */
export const ruleGroups = [
  { title: "Entities", rules: rulesOfEntities },
  { title: "Types", rules: rulesOfTypes },
  { title: "Operations", rules: rulesOfOperations },
  { title: "Names", rules: rulesOfNames },
  { title: "Files and configuration", rules: rulesOfFiles },
] as const;

/** Every rule, in the order in which they are printed. */
export const rules: readonly (Rule & { readonly id: RuleId })[] = ruleGroups.flatMap(({ rules }) => [
  ...rules,
]);

export type RuleId = (typeof ruleGroups)[number]["rules"][number]["id"];

const byId: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

/** @throws RangeError for an id that is not in the table */
export function ruleOf(id: string): Rule {
  const rule = byId.get(id);
  if (!rule) throw new RangeError(`There is no rule "${id}".`);
  return rule;
}
