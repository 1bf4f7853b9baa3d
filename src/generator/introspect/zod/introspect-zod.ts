import type { SchemaPath } from "../../../contract/finding.js";
import type { TypeNode } from "../../../contract/type-node.js";
import { codeNode } from "./code-node.js";
import { introspectComposite } from "./composite-types.js";
import { foreignTypes } from "./foreign-types.js";
import {
  findEnclosing,
  nameOf,
  report,
  startAt,
  type Position,
  type ZodIntrospection,
} from "./introspection.js";
import { introspectScalar } from "./scalar-types.js";
import { introspectWrapper } from "./wrapper-types.js";
import { isZod3Schema, isZodSchema, type ZodSchema } from "./zod-schema.js";

/** A lazy type that makes a new type at each turn never comes to an end. */
const deepest = 200;

/**
 * The zod 4 schema that the default export's `path` leads to, as data. What is wrong with it goes to
 * `introspection.findings`, recursive types to its `definitions`. Reads `_zod.def` alone: no check, transform or
 * refinement runs; getters, lazies and defaults do.
 */
export function introspectZod(schema: unknown, path: SchemaPath, introspection: ZodIntrospection): TypeNode {
  return introspectAt(schema, startAt(path), introspection);
}

export function introspectAt(schema: unknown, position: Position, introspection: ZodIntrospection): TypeNode {
  if (!isZodSchema(schema)) {
    const [rule, message] = isZod3Schema(schema)
      ? ["zod3-schema", "This schema was made with zod 3."]
      : ["not-a-schema", `This is ${describe(schema)}, not a zod schema.`];
    report(introspection, position, rule, message);
    return { kind: "unknown" };
  }
  const around = findEnclosing(schema, position);
  if (around !== undefined) {
    if (around.containers === position.containers)
      return cyclic(schema, position, introspection, "It contains itself directly.");
    return { kind: "ref", name: nameOf(introspection, schema, around) };
  }
  if (position.depth > deepest) {
    return cyclic(schema, position, introspection, "Its getters make a new type at each level, without end.");
  }
  const known = introspection.names.get(schema);
  if (known !== undefined && introspection.definitions.has(known)) return { kind: "ref", name: known };
  position.schema = schema;
  const node = introspectOpen(schema, position, introspection);
  const name = introspection.names.get(schema);
  if (name === undefined) return node;
  introspection.definitions.set(name, node);
  return { kind: "ref", name };
}

function introspectOpen(schema: ZodSchema, position: Position, introspection: ZodIntrospection): TypeNode {
  const { type } = schema._zod.def;
  const foreign = foreignTypes[type];
  if (foreign) {
    report(introspection, position, "non-json-type", `JSON cannot carry ${foreign.what}.`, foreign.fix);
    return { kind: "unknown" };
  }
  try {
    return (
      introspectScalar(schema, position, introspection) ??
      introspectComposite(schema, position, introspection) ??
      introspectWrapper(schema, position, introspection) ??
      codeNode(schema, position, introspection, `the zod type ${JSON.stringify(type)}`, { kind: "unknown" })
    );
  } catch (error) {
    return cyclic(schema, position, introspection, `Reading it failed: ${errorText(error)}`);
  }
}

function cyclic(
  schema: ZodSchema,
  position: Position,
  introspection: ZodIntrospection,
  why: string,
): TypeNode {
  const { type } = schema._zod.def;
  report(introspection, position, "cyclic-type", `This ${type} type cannot be compiled. ${why}`);
  return { kind: "unknown" };
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
