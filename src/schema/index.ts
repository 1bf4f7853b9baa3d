export type {
  ArgumentsDefinition,
  EntityDefinition,
  OperationDefinition,
  SchemaDefinition,
  ValueDefinition,
} from "./definition.js";
export { create } from "./create.js";
export { custom, type CustomOperation, type CustomOptions } from "./custom.js";
export { defineSchema, type SchemaOptions } from "./define-schema.js";
export { entity, type Entity } from "./entity.js";
export type { EvolutionOptions, Upgrade } from "./evolution.js";
export { remove, type RemoveOperation } from "./remove.js";
export { update } from "./update.js";
export { upsert } from "./upsert.js";
export { append, arg, increment, now, unset, user, without } from "./value-functions.js";
export type {
  AppendValue,
  ArgumentValue,
  ElementValue,
  IncrementValue,
  JsonValue,
  NowValue,
  UnsetValue,
  UserValue,
  Value,
  WithoutValue,
} from "./value.js";
export type { ArgumentsOption, AssignmentsOption, WriteKind, WriteOperation } from "./write-operation.js";
export type { ChangingOptions, WriteOptions } from "./write-options.js";
export type { ZodFields, ZodSchema } from "./zod-schema.js";
