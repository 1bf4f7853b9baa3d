import { AsynchronousCheckError } from "./asynchronous-check-error.js";
import { noteUnknownKeys, noteWrongKey } from "./issue-keys.js";
import { note, type PathSegment, type Trail } from "./trail.js";

/** As much of a zod 4 schema as running it takes. */
export interface ZodNode {
  readonly _zod: {
    readonly def: object;
    run(payload: ZodPayload, context: { readonly async: false }): ZodPayload | Promise<ZodPayload>;
  };
}

export interface ZodPayload {
  value: unknown;
  issues: ZodIssue[];
  aborted?: boolean;
}

interface ZodIssue {
  readonly code?: string;
  readonly path?: readonly PropertyKey[];
  readonly message?: string;
  readonly continue?: boolean;
  readonly inst?: unknown;
  readonly keys?: readonly string[];
  readonly origin?: string;
}

/**
 * The zod schema to which a path leads from the schema file's default export: through plain properties, and at a zod
 * schema through its definition, getters and lazy types resolved.
 *
 * @throws TypeError where the path leads nowhere: the schema has changed since the code was generated
 */
export function zodNode(root: unknown, path: readonly PathSegment[]): ZodNode {
  let current = root;
  for (const segment of path) current = stepInto(current, segment);
  if (isZodNode(current)) return current;
  throw new TypeError(
    `The schema has no zod type at ${path.join(".")}: generate its code anew, it was made from another version.`,
  );
}

function stepInto(from: unknown, segment: PathSegment): unknown {
  if (typeof from !== "object" || from === null) return undefined;
  if (!isZodNode(from)) return Reflect.get(from, segment);
  const isLazy = !(segment in from._zod.def) && segment in from._zod;
  return Reflect.get(isLazy ? from._zod : from._zod.def, segment);
}

function isZodNode(value: unknown): value is ZodNode {
  return typeof value === "object" && value !== null && "_zod" in value;
}

/**
 * Zod's own check of a value. `isOption`: the node is an option of a union, where zod minds that a pipe was left.
 * @throws AsynchronousCheckError where a check turns out to be asynchronous; whatever a check in the schema throws
 */
export function zodCheck(
  node: ZodNode,
  value: unknown,
  trail?: Trail,
  path: readonly PathSegment[] = [],
  isOption = false,
): boolean {
  const result = run(node, value);
  if (!trail?.issues) return result.issues.length === 0;
  for (const issue of result.issues) noteZodIssue(trail, path, issue);
  if (isOption && result.aborted) trail.aborted++;
  return true;
}

function noteZodIssue(trail: Trail, base: readonly PathSegment[], issue: ZodIssue): void {
  const path = [...base, ...((issue.path ?? []) as readonly PathSegment[])];
  if (issue.code === "unrecognized_keys" && issue.keys) noteUnknownKeys(trail, path, issue.keys);
  else if (issue.code === "invalid_key" && issue.origin === "record") noteWrongKey(trail, path);
  else note(trail, issue.code ?? "custom", path, messageOf(issue), issue.continue);
  if (issue.continue === false) trail.stopped++;
}

/** What zod yields for a value that it takes. */
export function zodValue(node: ZodNode, value: unknown): unknown {
  return run(node, value).value;
}

function run(node: ZodNode, value: unknown): ZodPayload {
  let result: ZodPayload | Promise<ZodPayload>;
  try {
    result = node._zod.run({ value, issues: [] }, { async: false });
  } catch (error) {
    throw error instanceof Error && error.constructor.name === "$ZodAsyncError"
      ? new AsynchronousCheckError()
      : error;
  }
  if (!(result instanceof Promise)) return result;
  result.catch(() => {});
  throw new AsynchronousCheckError();
}

function messageOf(issue: ZodIssue): string {
  if (issue.message) return issue.message;
  const { inst } = issue;
  const made = isZodNode(inst) && "error" in inst._zod.def ? errorOf(inst._zod.def.error, issue) : undefined;
  return made ?? (issue.code === "custom" ? "Not valid" : `Not valid (${issue.code})`);
}

function errorOf(error: unknown, issue: ZodIssue): string | undefined {
  const made: unknown = typeof error === "function" ? error(issue) : error;
  if (typeof made === "string") return made;
  return typeof made === "object" && made !== null && "message" in made && typeof made.message === "string"
    ? made.message
    : undefined;
}
