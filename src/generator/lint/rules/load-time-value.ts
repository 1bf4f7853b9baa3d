import type { EntityModel, OperationModel } from "../../../contract/contract.js";
import type { Json } from "../../../contract/type-node.js";
import type { LintRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

const aMinuteMs = 60_000;

/** A literal that is the present moment was computed by the schema file. Defaults that are have a rule of their own. */
export const loadTimeValue: LintRule = function* ({ entities, times }) {
  for (const { operation, field, value, timesMs } of times)
    if (timesMs.some(isNow) && !hasDefault(entities, operation.entity, field))
      yield {
        rule: "load-time-value",
        path: ["operations", operation.name, "set", field],
        message: `${quoted(field)} is set to ${JSON.stringify(value).slice(0, 60)}, the time at which the schema was read.`,
      };
};

/** A literal in the `set` of an operation that may be a time. */
export interface TimeLiteral {
  readonly operation: OperationModel;
  readonly field: string;
  readonly value: Json;
  /** What it is if it is one. */
  readonly timesMs: readonly number[];
}

/** The literals of an operation that may be times, whether the present or another. */
export function timesIn(operation: OperationModel): readonly TimeLiteral[] {
  const { effect } = operation;
  if (effect.kind !== "create" && effect.kind !== "update" && effect.kind !== "upsert") return [];
  const times: TimeLiteral[] = [];
  for (const { field, value: expression } of effect.set) {
    if (expression.kind !== "literal") continue;
    const { value } = expression;
    const timesMs = timesOf(value);
    if (timesMs.length > 0) times.push({ operation, field, value, timesMs });
  }
  return times;
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
