import { code, join, literalKey, type Code } from "../../../templates/code/index.js";
import type { Json } from "../../contract/type-node.js";

/** A place in an entity, for people: `["todo", "data", "dueAt"]`. */
export type ImportPath = readonly string[];

/** What the written schema says otherwise than the one that was read, or does not say at all. */
export interface ImportNote {
  /** `todo.data.dueAt`; empty for what is about no one place. */
  readonly path: string;
  readonly message: string;
}

/** Entities of another kind of schema, written in zod 4. */
export interface ConvertedEntities {
  readonly entities: readonly { readonly type: string; readonly schema: Code }[];
  /** Where the new schema takes other values than the old one, or writes them otherwise. */
  readonly differences: readonly ImportNote[];
  /** What could not be carried over, for a person to do. */
  readonly hand: readonly ImportNote[];
}

/** Collects what a conversion changes and what it leaves to people; each is told once a place. */
export class ConversionNotes {
  readonly differences: ImportNote[] = [];
  readonly hand: ImportNote[] = [];

  differs(path: ImportPath, message: string): void {
    add(this.differences, path, message);
  }

  needsHand(path: ImportPath, message: string): void {
    add(this.hand, path, message);
  }
}

function add(notes: ImportNote[], path: ImportPath, message: string): void {
  const shown = path.join(".");
  if (!notes.some((note) => note.path === shown && note.message === message))
    notes.push({ path: shown, message });
}

/** The properties in braces, for a zod object. */
export function shapeCode(properties: readonly (readonly [name: string, schema: Code])[]): Code {
  if (properties.length === 0) return code`{}`;
  const lines = properties.map(([name, schema]) => code`${literalKey(name)}: ${schema}`);
  return code`{ ${join(lines, ", ")} }`;
}

/** One of several values: a union of zod, or the only one. */
export function unionCode(options: readonly Code[]): Code {
  return options.length === 1 ? options[0]! : code`z.union([${join(options, ", ")}])`;
}

/** Whether a value is what JSON carries, so that a schema file can hold it as a literal. */
export function isJson(value: unknown): value is Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value !== "object") return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && Object.values(value).every(isJson);
}
