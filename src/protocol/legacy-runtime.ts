import type { Issue, ValidationResult, Validator } from "../validation/index.js";
import type { Entity } from "./entity.js";
import { legacyDeleteName, legacyUpsertName } from "./legacy-operations.js";
import type { RuntimeEntity, RuntimeOperations, TransactionCollection } from "./runtime-contract.js";

interface LegacyTransaction {
  readonly [type: string]: TransactionCollection<Entity, unknown>;
}

/**
 * The operations that every contract has for an entity type (P31): `upsert<type>` with `[entityId, entity]`, validated as
 * the entity is, and `delete<type>` with `[entityId]`.
 */
export function legacyOperations(entity: RuntimeEntity): RuntimeOperations {
  const { type } = entity;
  const upsert = legacyUpsertName(type);
  const remove = legacyDeleteName(type);
  return {
    [upsert]: {
      name: upsert,
      touches: [type],
      argumentNames: ["entityId", "entity"],
      args: argumentsValidator([entityId, entity.validator]),
      mutate: (tx: LegacyTransaction, [id, value]: readonly [string, Entity]) => tx[type]!.put(id, value),
    },
    [remove]: {
      name: remove,
      touches: [type],
      argumentNames: ["entityId"],
      args: argumentsValidator([entityId]),
      mutate: (tx: LegacyTransaction, [id]: readonly [string]) => tx[type]!.discard(id),
    },
  };
}

type ItemValidator = Pick<Validator<unknown, unknown>, "is" | "issues" | "parse">;

const entityId: ItemValidator = {
  is: (value) => typeof value === "string" && value !== "",
  issues: (value) => {
    if (typeof value !== "string") return [issue("invalid_type", "Expected a string")];
    return value === "" ? [issue("too_small", "Expected at least 1 character")] : [];
  },
  parse: (value) => ({ ok: true, value }),
};

/** A tuple of validators that stand for themselves. */
function argumentsValidator(
  items: readonly ItemValidator[],
): Validator<readonly unknown[], readonly unknown[]> {
  const issues = (value: unknown): readonly Issue[] => {
    if (!Array.isArray(value)) return [issue("invalid_type", "Expected a list of arguments")];
    if (value.length !== items.length)
      return [
        issue(value.length < items.length ? "too_small" : "too_big", `Expected ${items.length} arguments`),
      ];
    return items.flatMap((item, index) =>
      item.issues(value[index]).map((found) => ({ ...found, path: [index, ...found.path] })),
    );
  };
  const parse = (value: unknown): ValidationResult<readonly unknown[]> => {
    const found = issues(value);
    if (found.length > 0) return { ok: false, issues: found };
    const parsed = items.map((item, index) => item.parse((value as readonly unknown[])[index]));
    return { ok: true, value: parsed.map((result) => (result.ok ? result.value : undefined)) };
  };
  return {
    is: (value) =>
      Array.isArray(value) &&
      value.length === items.length &&
      items.every((item, index) => item.is(value[index])),
    issues,
    parse,
    "~standard": {
      version: 1,
      vendor: "kalphite-gen",
      validate: (value) => {
        const result = parse(value);
        return result.ok ? { value: result.value } : { issues: result.issues };
      },
    },
  };
}

function issue(code: string, message: string): Issue {
  return { code, path: [], message };
}
