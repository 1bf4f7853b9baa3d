import type { EntityModel, OperationModel } from "../../../contract/contract.js";
import type { Json } from "../../../contract/type-node.js";
import type { LintRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

const aMinuteMs = 60_000;

/** A literal that is the present moment was computed by the schema file. Defaults that are have a rule of their own. */
export const loadTimeValue: LintRule = function* ({ entities, mayBeTimed }) {
  for (const operation of mayBeTimed)
    for (const { field, value, timesMs } of timesIn(operation))
      if (timesMs.some(isNow) && !hasDefault(entities, operation.entity, field))
        yield {
          rule: "load-time-value",
          path: ["operations", operation.name, "set", field],
          message: `${quoted(field)} is set to ${JSON.stringify(value).slice(0, 60)}, the time at which the schema was read.`,
        };
};

interface TimeLiteral {
  readonly field: string;
  readonly value: Json;
  /** What it is if it is a time. */
  readonly timesMs: readonly number[];
}

/** Whether the rule may have something to say of an operation now or later. */
export function maySetTime(operation: OperationModel): boolean {
  return timesIn(operation).length > 0;
}

/** The literals that an operation sets and that may be times. */
function timesIn({ effect }: OperationModel): readonly TimeLiteral[] {
  if (effect.kind !== "create" && effect.kind !== "update" && effect.kind !== "upsert") return [];
  return effect.set.flatMap(({ field, value }) => {
    const timesMs = value.kind === "literal" ? timesOf(value.value) : [];
    return value.kind === "literal" && timesMs.length > 0 ? [{ field, value: value.value, timesMs }] : [];
  });
}

function hasDefault(entities: readonly EntityModel[], type: string, field: string): boolean {
  const entity = entities.find((candidate) => candidate.type === type);
  const node = entity?.fields.find(({ name }) => name === field)?.node;
  return node?.kind === "default" || node?.kind === "prefault" || node?.kind === "zod";
}

/** Milliseconds, seconds, or ISO 8601. */
function timesOf(value: Json): readonly number[] {
  if (typeof value === "number") return [value, value * 1000];
  if (typeof value === "string") return /^\d{4}-\d\d-\d\dT/.test(value) ? [Date.parse(value)] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(timesOf) : [];
}

function isNow(timeMs: number): boolean {
  return Math.abs(Date.now() - timeMs) < aMinuteMs;
}
