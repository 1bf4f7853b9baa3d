import type { Json, TypeNode } from "./type-node.js";

/** The readonly model of one schema file: what the generator, other tools and other languages work from. */
export interface Contract {
  readonly version: 1;
  /** SHA-256 (hex, 64 characters) of all that has meaning on the wire; documentation does not change it. */
  readonly fingerprint: string;
  readonly entities: readonly EntityModel[];
  readonly operations: readonly OperationModel[];
  /** Named types that entities and arguments refer to (recursive ones), by name. */
  readonly definitions: { readonly [name: string]: TypeNode };
  /** Names of former operations, which no new one may have; absent where there are none. */
  readonly reserved?: readonly string[];
}

export interface Documented {
  readonly doc?: string;
  /** The text behind `@deprecated`, or true where it has none. */
  readonly deprecated?: string | true;
}

export interface EntityModel extends Documented {
  /** The discriminator, as declared. */
  readonly type: string;
  /** `enveloped`: `{ id, type, data, updatedAt, createdAt }`. `flat`: fields stand beside `id` and `type`. */
  readonly shape: "enveloped" | "flat";
  /** The whole entity, an object node that includes `id` and `type`. */
  readonly node: TypeNode;
  /** What operations set: the properties of `data`, or those beside `id` and `type`. */
  readonly fields: readonly FieldModel[];
  /** The envelope's stamps, and how they are written: milliseconds or ISO 8601. */
  readonly createdAt?: "number" | "string";
  readonly updatedAt?: "number" | "string";
}

export interface FieldModel extends Documented {
  readonly name: string;
  readonly node: TypeNode;
}

export interface OperationModel extends Documented {
  readonly name: string;
  /** `declared`: in the schema. `legacy`: `upsert<type>` and `delete<type>` of every contract (P31). */
  readonly origin: "declared" | "legacy";
  /** The entity type whose files hold this operation: the effect's, or the first of `touches`. */
  readonly entity: string;
  /** Entity types the operation may write. */
  readonly touches: readonly string[];
  /** Positional arguments, the effect's `id` first. */
  readonly args: readonly ArgumentModel[];
  readonly effect: Effect;
  /** Since when it is deprecated, as an ISO date: what `compat` asks of an operation that is removed. */
  readonly deprecatedSince?: string;
  /** Names under which old clients still send it, the latest last. */
  readonly renamedFrom?: readonly string[];
  /** How many functions lead from the first shape of its arguments to this one; absent where there are none. */
  readonly upgrades?: number;
}

export interface ArgumentModel extends Documented {
  readonly name: string;
  /** Includes its optionality: `{ kind: "optional" | "default" | … }`. */
  readonly node: TypeNode;
  /** Whether it may be left out (zod's `optin`). */
  readonly optional: boolean;
}

export type Effect =
  /** Fails with `already_exists` where the id lives. */
  | { readonly kind: "create"; readonly set: readonly Assignment[] }
  /** Fails with `not_found` where it does not. */
  | { readonly kind: "update"; readonly set: readonly Assignment[] }
  | { readonly kind: "upsert"; readonly set: readonly Assignment[] }
  | { readonly kind: "remove" }
  | { readonly kind: "custom" }
  | { readonly kind: "legacy_upsert" }
  | { readonly kind: "legacy_delete" };

export interface Assignment {
  readonly field: string;
  readonly value: ValueExpression;
  /** A default, for a new entity alone: an upsert leaves the field of a living one as it is. */
  readonly onlyNew?: true;
}

export type ValueExpression =
  | { readonly kind: "literal"; readonly value: Json }
  /**
   * Where the argument is absent, the field of a new entity is `fallback` (or not there), a living one keeps what it has;
   * inside `increment`, `append` and `without` too.
   */
  | { readonly kind: "argument"; readonly name: string; readonly fallback?: Json }
  /** The server's time; optimistically the client's. Milliseconds, or ISO 8601 where the field is a string. */
  | { readonly kind: "now"; readonly as: "number" | "string" }
  /** The author of the operation, as the server's `authenticate` names the user. */
  | { readonly kind: "user" }
  | { readonly kind: "increment"; readonly by: ValueExpression }
  /** Adds one element to the end of an array field. */
  | { readonly kind: "append"; readonly value: ValueExpression }
  /** Takes every equal element out of an array field. */
  | { readonly kind: "without"; readonly value: ValueExpression }
  /** Removes an optional field. */
  | { readonly kind: "unset" };
