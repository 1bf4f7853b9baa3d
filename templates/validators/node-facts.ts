import type { Definitions } from "../../src/contract/optionality.js";
import { childNodes } from "../../src/contract/child-nodes.js";
import type { StringCheck, TypeNode } from "../../src/contract/type-node.js";

/** Whether a check of the node may fail in ways that do not end zod's checking (its `continue`). */
export function mayGoOn(node: TypeNode): boolean {
  switch (node.kind) {
    case "string":
      return node.checks?.some(({ check, abort }) => check !== "overwrite" && !abort) ?? false;
    case "number":
      return node.checks?.some(({ abort }) => !abort) ?? false;
    case "array":
      return mayGoOn(node.element) || (node.checks?.some(({ abort }) => !abort) ?? false);
    case "tuple":
      return node.items.some(mayGoOn) || (node.rest !== undefined && mayGoOn(node.rest));
    case "record":
    case "ref":
    case "zod":
      return true;
    case "object":
      return (
        node.unknownKeys === "strict" ||
        (typeof node.unknownKeys === "object" && mayGoOn(node.unknownKeys.catchall)) ||
        node.properties.some((property) => mayGoOn(property.node))
      );
    case "union":
    case "discriminated_union":
      return node.options.some(mayGoOn);
    case "intersection":
      return mayGoOn(node.left) || mayGoOn(node.right);
    default:
      return "inner" in node && mayGoOn(node.inner);
  }
}

/** Whether a check of the node may fail so that zod does not even check lengths after it (`continue: false`). */
export function mayStop(node: TypeNode): boolean {
  switch (node.kind) {
    case "string":
      return node.checks?.some(({ abort }) => abort) ?? false;
    case "number":
      return node.checks?.some((check) => check.abort ?? check.check === "format") ?? false;
    case "array":
      return mayStop(node.element) || node.checks !== undefined;
    case "tuple":
      return node.items.some(mayStop) || (node.rest !== undefined && mayStop(node.rest));
    case "record":
      return mayStop(node.value);
    case "ref":
    case "zod":
      return true;
    case "object":
      return (
        (typeof node.unknownKeys === "object" && mayStop(node.unknownKeys.catchall)) ||
        node.properties.some((property) => mayStop(property.node))
      );
    case "union":
    case "discriminated_union":
      return node.options.some(mayStop);
    case "intersection":
      return mayStop(node.left) || mayStop(node.right);
    default:
      return "inner" in node && mayStop(node.inner);
  }
}

/** Whether `undefined` passes the node's check. */
export function takesUndefined(
  node: TypeNode,
  definitions: Definitions,
  seen: ReadonlySet<string> = new Set(),
): "yes" | "no" | "maybe" {
  const inner = (next: TypeNode) => takesUndefined(next, definitions, seen);
  switch (node.kind) {
    case "unknown":
    case "default":
    case "catch":
      return "yes";
    case "string":
      return !node.coerce ? "no" : node.checks ? "maybe" : "yes";
    case "boolean":
      return node.coerce ? "yes" : "no";
    case "optional":
      return node.exact ? inner(node.inner) : "yes";
    case "nullable":
    case "readonly":
      return inner(node.inner);
    case "non_optional":
      return inner(node.inner) === "no" ? "no" : "maybe";
    case "prefault":
    case "zod":
      return "maybe";
    case "union": {
      const answers = node.options.map(inner);
      return answers.includes("yes") && !node.exclusive
        ? "yes"
        : answers.every((answer) => answer === "no")
          ? "no"
          : "maybe";
    }
    case "intersection": {
      const answers = [inner(node.left), inner(node.right)];
      return answers.includes("no") ? "no" : "maybe";
    }
    case "ref": {
      const target = definitions[node.name];
      return target === undefined || seen.has(node.name)
        ? "maybe"
        : takesUndefined(target, definitions, new Set([...seen, node.name]));
    }
    default:
      return "no";
  }
}

/** Whether the value that zod yields is the value that it was given. */
export function isKept(node: TypeNode): boolean {
  switch (node.kind) {
    case "string":
      return !node.coerce && !node.checks?.some(isChange);
    case "number":
    case "boolean":
      return !node.coerce;
    case "null":
    case "unknown":
    case "never":
    case "literal":
    case "enum":
    case "template":
      return true;
    case "nullable":
    case "optional":
    case "non_optional":
      return isKept(node.inner);
    case "readonly":
      return isKept(node.inner) && isPrimitive(node.inner);
    case "union":
      return node.options.every(isKept);
    default:
      return false;
  }
}

type StringNode = Extract<TypeNode, { kind: "string" }>;

export type OverwriteCheck = Extract<StringCheck, { check: "overwrite" }>;
/** A check of a string that may fail. */
export type FallibleCheck = Exclude<StringCheck, OverwriteCheck>;

/** A string's checks up to the last that may fail: a change behind it only matters for what comes out. */
export function checksInOrder({ checks = [] }: StringNode): readonly StringCheck[] {
  return checks.slice(0, checks.findLastIndex(({ check }) => check !== "overwrite") + 1);
}

/** The same where all of them look at the text that was given, and undefined where some look at a changed one. */
export function checksOfGivenText(node: StringNode): readonly FallibleCheck[] | undefined {
  const checks = checksInOrder(node);
  return checks.every(changesNothing) ? checks : undefined;
}

function changesNothing(check: StringCheck): check is FallibleCheck {
  return !isChange(check);
}

/** Whether another text comes out of the check than went in. */
function isChange(check: StringCheck): boolean {
  return check.check === "overwrite" || isUrl(check);
}

/** zod's URL check, which changes the text: it trims or normalizes. */
export function isUrl(check: StringCheck): check is Extract<StringCheck, { check: "format" }> {
  return check.check === "format" && check.format === "url" && !check.pattern;
}

function isPrimitive(node: TypeNode): boolean {
  if (node.kind === "unknown") return false;
  if (node.kind === "union") return node.options.every(isPrimitive);
  return !("inner" in node) || isPrimitive(node.inner);
}

const throwing: ReadonlySet<string> = new Set(["ref", "zod", "intersection"]);

/** Recursion may be too deep for the stack, the schema's own checks may throw, and the sides of an intersection may contradict each other. */
export function mayThrow(node: TypeNode): boolean {
  return throwing.has(node.kind) || childNodes(node).some(mayThrow);
}
