import type { EntityModel } from "../../../contract/contract.js";
import type { Json } from "../../../contract/type-node.js";
import type { LintRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

const aMinuteMs = 60_000;

/** A literal that is the present moment was computed by the schema file. Defaults that are have a rule of their own. */
export const loadTimeValue: LintRule = function* ({ entities, operations }) {
  const byType = new Map(entities.map((entity) => [entity.type, entity]));
  for (const { name, entity, effect } of operations) {
    if (effect.kind !== "create" && effect.kind !== "update" && effect.kind !== "upsert") continue;
    for (const { field, value } of effect.set)
      if (value.kind === "literal" && holdsTheTime(value.value) && !hasDefault(byType.get(entity), field))
        yield {
          rule: "load-time-value",
          path: ["operations", name, "set", field],
          message: `${quoted(field)} is set to ${JSON.stringify(value.value).slice(0, 60)}, the time at which the schema was read.`,
        };
  }
};

function hasDefault(entity: EntityModel | undefined, field: string): boolean {
  const node = entity?.fields.find(({ name }) => name === field)?.node;
  return node?.kind === "default" || node?.kind === "prefault" || node?.kind === "zod";
}

/** Milliseconds, seconds, or ISO 8601. */
function holdsTheTime(value: Json): boolean {
  if (typeof value === "number") return isNow(value) || isNow(value * 1000);
  if (typeof value === "string") return /^\d{4}-\d\d-\d\dT/.test(value) && isNow(Date.parse(value));
  return typeof value === "object" && value !== null && Object.values(value).some(holdsTheTime);
}

function isNow(timeMs: number): boolean {
  return Math.abs(Date.now() - timeMs) < aMinuteMs;
}
