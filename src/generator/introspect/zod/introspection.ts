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

/** Where the walk stands, and within what. A path is made of it where one is asked for, which is seldom. */
export interface Position {
  /** Around this one; undefined where the walk began. */
  readonly outer: Position | undefined;
  /** The way from the outer position; from the default export where there is none. */
  readonly segments: SchemaPath;
  /** What stands here, as soon as it is read. */
  schema: ZodSchema | undefined;
  /** The number of containers (object, array …) around it. */
  readonly containers: number;
  /** The number of schemas around it. */
  readonly depth: number;
  /** Inside a node that zod checks itself: what is in there is not reported as uncompiled once more. */
  readonly isInsideCode: boolean;
}

/** The way from the default export: through plain properties, and at a zod schema through its `_zod.def`. */
export function pathTo({ outer, segments }: Position): SchemaPath {
  return outer ? [...pathTo(outer), ...segments] : segments;
}

/** The position of a schema that this one is within. */
export function findEnclosing(schema: ZodSchema, position: Position): Position | undefined {
  let around = position.outer;
  while (around && around.schema !== schema) around = around.outer;
  return around;
}

export function startAt(path: SchemaPath): Position {
  return {
    outer: undefined,
    segments: path,
    schema: undefined,
    containers: 0,
    depth: 0,
    isInsideCode: false,
  };
}

/** To a schema that a wrapper stands around. */
export function step(outer: Position, ...segments: SchemaPath): Position {
  return inside(outer, segments, outer.containers, outer.isInsideCode);
}

/** To a schema within a container. */
export function stepInside(outer: Position, ...segments: SchemaPath): Position {
  return inside(outer, segments, outer.containers + 1, outer.isInsideCode);
}

/** To a schema within a node that zod checks whole. */
export function stepIntoCode(outer: Position, ...segments: SchemaPath): Position {
  return inside(outer, segments, outer.containers, true);
}

function inside(outer: Position, segments: SchemaPath, containers: number, isInsideCode: boolean): Position {
  return { outer, segments, schema: undefined, containers, depth: outer.depth + 1, isInsideCode };
}

export function report(
  introspection: ZodIntrospection,
  position: Position,
  rule: string,
  message: string,
  fix?: string,
): void {
  const path = pathTo(position);
  const identity = JSON.stringify([rule, message, ...path]);
  if (introspection.reported.has(identity)) return;
  introspection.reported.add(identity);
  introspection.findings.push({ rule, path, message, ...(fix !== undefined && { fix }) });
}

/** The definition's name of a schema that recurs; made on first use. */
export function nameOf(introspection: ZodIntrospection, schema: ZodSchema, position: Position): string {
  const known = introspection.names.get(schema);
  if (known !== undefined) return known;
  const taken = new Set([...introspection.reserved, ...introspection.names.values()]);
  const name = definitionName(schema, pathTo(position), taken);
  introspection.names.set(schema, name);
  return name;
}
