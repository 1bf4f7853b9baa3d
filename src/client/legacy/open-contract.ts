import {
  findEntity,
  findOperation,
  legacyDeleteName,
  legacyOperations,
  legacyUpsertName,
  type RuntimeContract,
  type RuntimeEntity,
  type RuntimeOperation,
} from "../../protocol/index.js";
import type { Validator } from "../../validation/index.js";

/** Takes everything: the server judges. */
function anything<Value>(): Validator<Value, Value> {
  return {
    is: (_value): _value is Value => true,
    issues: () => [],
    parse: (value) => ({ ok: true, value: value as Value }),
    "~standard": { version: 1, vendor: "kalphite-gen", validate: (value) => ({ value: value as Value }) },
  };
}

/**
 * The contract of an engine that was given none: it grows with what the application does. Upserts and deletes show at once;
 * what any other operation does only the server knows, so that it shows when the server's state does.
 */
export class OpenContract implements RuntimeContract {
  readonly fingerprint = "";
  entities: RuntimeContract["entities"] = {};
  operations: RuntimeContract["operations"] = {};

  /** Learns an operation that is about to be queued, or was before this engine was made. */
  learn(name: string, args: readonly unknown[]): void {
    const entityType = legacyTypeOf(name, args);
    if (entityType !== undefined && findEntity(this, entityType) === undefined) this.#addType(entityType);
    if (findOperation(this, name) !== undefined) return;
    const operation: RuntimeOperation = {
      name,
      touches: [],
      argumentNames: args.map((_, index) => String(index)),
      args: anything<readonly unknown[]>(),
      mutate: () => {},
    };
    this.operations = { ...this.operations, [name]: operation };
  }

  #addType(type: string): void {
    const entity: RuntimeEntity = { type, shape: "flat", validator: anything() };
    this.entities = { ...this.entities, [type]: entity };
    this.operations = { ...this.operations, ...legacyOperations(entity) };
  }
}

/** The entity type of a legacy operation, whose name alone does not tell where the type begins to be one (P31). */
function legacyTypeOf(name: string, args: readonly unknown[]): string | undefined {
  const [, kind, type] = /^(upsert|delete)(.+)$/su.exec(name) ?? [];
  if (type === undefined) return undefined;
  if (kind === "delete") return name === legacyDeleteName(type) && args.length === 1 ? type : undefined;
  const entity = args[1] as { readonly type?: unknown } | null | undefined;
  return name === legacyUpsertName(type) && entity?.type === type ? type : undefined;
}
