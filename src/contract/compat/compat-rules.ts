import type { CompatRule } from "./compat-rule.js";
import { argumentRules } from "./rules-of-arguments.js";
import { entityRules } from "./rules-of-entities.js";
import { operationRules } from "./rules-of-operations.js";

/** The table's sections, in the order in which they are printed. */
export const compatRuleGroups = [
  { title: "Operations", rules: operationRules },
  { title: "Arguments", rules: argumentRules },
  { title: "Entities", rules: entityRules },
] as const;

export type CompatRuleId = (typeof compatRuleGroups)[number]["rules"][number]["id"];

/** Every compatibility rule, in the order in which they are printed. */
export const compatRules: readonly (CompatRule & { readonly id: CompatRuleId })[] = compatRuleGroups.flatMap(
  ({ rules }) => [...rules],
);

const byId: ReadonlyMap<string, CompatRule> = new Map(compatRules.map((rule) => [rule.id, rule]));

export function isCompatRuleId(id: string): id is CompatRuleId {
  return byId.has(id);
}

export function compatRuleOf(id: CompatRuleId): CompatRule {
  return byId.get(id)!;
}
