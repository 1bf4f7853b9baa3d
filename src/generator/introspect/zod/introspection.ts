import type { Documented } from "../../../contract/contract.js";
import type { Finding, SchemaPath } from "../../../contract/finding.js";
import type { TypeNode } from "../../../contract/type-node.js";
import { definitionName } from "./definition-name.js";
import type { ZodSchema } from "./zod-schema.js";

/** What introspecting a schema file's zod types collects: findings, and the named types behind its recursion. */
export interface ZodIntrospection {
  readonly findings: Finding[];
  /** The rule, path and message of each finding: one that is met again is not told again. */
  readonly reported: Set<string>;
  /** Recursive types by name. */
  readonly definitions: Map<string, TypeNode>;
  /** Names that a definition must not take. */
  readonly reserved: ReadonlySet<string>;
  /** Names by the schema that recurs. */
  readonly names: Map<ZodSchema, string>;
  /** What the comment in front of a property says, by the exact path to it. */
  readonly documentation: (path: SchemaPath) => Documented;
}

/** One introspection serves a whole schema file, so that a recursive type has one definition. */
export function createZodIntrospection(
  reserved: Iterable<string> = [],
  documentation: ZodIntrospection["documentation"] = () => ({}),
): ZodIntrospection {
  return {
    findings: [],
    reported: new Set(),
    definitions: new Map(),
    reserved: new Set(reserved),
    names: new Map(),
    documentation,
  };
}

/** Where the walk stands. */
export interface Position {
  /** From the default export: through plain properties, and at a zod schema through its `_zod.def`. */
  readonly path: SchemaPath;
  /** The schemas around this one, each with its path and the number of containers (object, array …) around it. */
  readonly enclosing: Enclosing | undefined;
  readonly containers: number;
  /** Inside a node that zod checks itself: what is in there is not reported as uncompiled once more. */
  readonly isInsideCode: boolean;
}

/** A schema around the one that is read, and what is around it in turn. */
export interface Enclosing {
  readonly schema: ZodSchema;
  readonly path: SchemaPath;
  readonly containers: number;
  readonly depth: number;
  readonly outer: Enclosing | undefined;
}

export function enclose(schema: ZodSchema, position: Position): Enclosing {
  const { path, containers, enclosing: outer } = position;
  return { schema, path, containers, depth: (outer?.depth ?? 0) + 1, outer };
}

export function findEnclosing(schema: ZodSchema, position: Position): Enclosing | undefined {
  let around = position.enclosing;
  while (around && around.schema !== schema) around = around.outer;
  return around;
}

export function startAt(path: SchemaPath): Position {
  return { path, enclosing: undefined, containers: 0, isInsideCode: false };
}

export function step(position: Position, ...segments: SchemaPath): Position {
  return { ...position, path: [...position.path, ...segments] };
}

export function stepInside(position: Position, ...segments: SchemaPath): Position {
  return { ...step(position, ...segments), containers: position.containers + 1 };
}

export function report(
  introspection: ZodIntrospection,
  position: Position,
  rule: string,
  message: string,
  fix?: string,
): void {
  const identity = JSON.stringify([rule, message, ...position.path]);
  if (introspection.reported.has(identity)) return;
  introspection.reported.add(identity);
  introspection.findings.push({ rule, path: position.path, message, ...(fix !== undefined && { fix }) });
}

/** The definition's name of a schema that recurs; made on first use. */
export function nameOf(introspection: ZodIntrospection, schema: ZodSchema, path: SchemaPath): string {
  const known = introspection.names.get(schema);
  if (known !== undefined) return known;
  const taken = new Set([...introspection.reserved, ...introspection.names.values()]);
  const name = definitionName(schema, path, taken);
  introspection.names.set(schema, name);
  return name;
}
