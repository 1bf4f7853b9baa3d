/**
 * What a schema file's default export is at run time, before any of it is understood. The authoring functions build
 * it, the generator's introspection reads it. Plain data and zod schemas; nothing here imports zod at run time.
 */
import type * as z from "zod/v4/core";
import type { Evolution } from "./evolution.js";

export interface SchemaDefinition {
  readonly kind: "kalphite-schema";
  /** Entities by name, or one zod discriminated union of them given whole. */
  readonly entities: { readonly [type: string]: EntityDefinition | z.$ZodType } | z.$ZodType;
  readonly operations: { readonly [name: string]: OperationDefinition };
  /** Names of former operations, which no new one may have. */
  readonly reserved?: readonly string[];
}

/** `entity(fields)`: Kalphite's envelope around the fields; the key in `entities` is its `type`. */
export interface EntityDefinition {
  readonly kind: "kalphite-entity";
  readonly fields: { readonly [name: string]: z.$ZodType };
}

/** Names of fields (`"title"`, `"projectId?"`), or new schemas by argument name, in order. */
export type ArgumentsDefinition = readonly string[] | { readonly [name: string]: z.$ZodType };

export type OperationDefinition = Evolution &
  (
    | {
        readonly kind: "create" | "update" | "upsert";
        readonly entity: string;
        readonly args: ArgumentsDefinition;
        readonly set: { readonly [field: string]: unknown };
      }
    | { readonly kind: "remove"; readonly entity: string }
    | { readonly kind: "custom"; readonly args: ArgumentsDefinition; readonly touches: readonly string[] }
  );

/** A value function's result inside `set`; anything else there is a literal. */
export interface ValueDefinition {
  readonly kind: "kalphite-value";
  readonly value:
    | { readonly fn: "arg"; readonly name: string }
    | { readonly fn: "now" | "user" | "unset" }
    | { readonly fn: "increment"; readonly by: unknown }
    | { readonly fn: "append" | "without"; readonly value: unknown };
}
