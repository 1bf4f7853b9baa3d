import type { TypeNode } from "../../../contract/type-node.js";
import { codeNode, reportAsync } from "./code-node.js";
import { report, type Position, type ZodIntrospection } from "./introspection.js";
import { numberChecks } from "./number-checks.js";
import { codeReason, patternOf, stringChecks, type CheckList } from "./string-checks.js";
import { foreignTypes } from "./foreign-types.js";
import { checksOf, isZodSchema, type ZodCheck, type ZodSchema } from "./zod-schema.js";

export function introspectScalar(
  schema: ZodSchema,
  position: Position,
  introspection: ZodIntrospection,
): TypeNode | undefined {
  const { def } = schema._zod;
  const coerce = def["coerce"] === true && ({ coerce: true } as const);
  switch (def.type) {
    case "string": {
      const base = { kind: "string", ...coerce } as const;
      const checks = checksOf(schema);
      if (checks.length === 0) return base;
      return withChecks(stringChecks(checks), base, schema, position, introspection);
    }
    case "number": {
      const base = { kind: "number", ...coerce } as const;
      const checks = checksOf(schema);
      if (checks.length === 0) return base;
      return withChecks(numberChecks(checks), base, schema, position, introspection);
    }
    case "boolean":
      return unchecked({ kind: "boolean", ...coerce }, schema, position, introspection);
    case "null":
      return unchecked({ kind: "null" }, schema, position, introspection);
    case "any":
    case "unknown":
      return unchecked({ kind: "unknown" }, schema, position, introspection);
    case "never":
      return unchecked(never(position, introspection), schema, position, introspection);
    case "literal":
      return unchecked(literalNode(def["values"], position, introspection), schema, position, introspection);
    case "enum":
      return unchecked(enumNode(schema, position, introspection), schema, position, introspection);
    case "template_literal":
      return unchecked(templateNode(schema, position, introspection), schema, position, introspection);
    default:
      return undefined;
  }
}

/** The node, if the schema has no checks of its own; otherwise zod runs it. */
export function unchecked(
  node: TypeNode,
  schema: ZodSchema,
  position: Position,
  introspection: ZodIntrospection,
): TypeNode {
  const checks = checksOf(schema);
  const [check] = checks;
  if (check === undefined) return node;
  reportAsyncChecks(checks, position, introspection);
  return codeNode(schema, position, introspection, codeReason(check._zod.def), node);
}

/** The node with its checks, or zod's own check of the whole node where one of them is code. */
export function withChecks<Base extends TypeNode, Check>(
  list: CheckList<Check>,
  base: Base & { readonly checks?: readonly Check[] },
  schema: ZodSchema,
  position: Position,
  introspection: ZodIntrospection,
): TypeNode {
  reportAsyncChecks(checksOf(schema), position, introspection);
  if ("code" in list) return codeNode(schema, position, introspection, list.code, base);
  return list.checks.length > 0 ? ({ ...base, checks: list.checks } as Base) : base;
}

function reportAsyncChecks(
  checks: readonly ZodCheck[],
  position: Position,
  introspection: ZodIntrospection,
): void {
  for (const check of checks) reportAsync(check._zod.def["fn"], "check", position, introspection);
}

function never(position: Position, introspection: ZodIntrospection): TypeNode {
  report(introspection, position, "unreachable-enum", "No value can be of this type (z.never()).");
  return { kind: "never" };
}

function literalNode(values: unknown, position: Position, introspection: ZodIntrospection): TypeNode {
  const found: (string | number | boolean | null)[] = [];
  for (const value of Array.isArray(values) ? (values as readonly unknown[]) : []) {
    if (value === null || typeof value === "string" || typeof value === "boolean") found.push(value);
    else if (typeof value === "number" && Number.isFinite(value)) found.push(value);
    else {
      const name = typeof value === "number" ? "nan" : typeof value;
      const what = typeof value === "number" ? String(value) : (foreignTypes[name]?.what ?? name);
      const fix = foreignTypes[name]?.fix;
      report(
        introspection,
        position,
        "non-json-type",
        `JSON cannot carry ${what}, a value of this literal.`,
        fix,
      );
    }
  }
  if (found.length === 0) {
    report(introspection, position, "unreachable-enum", "No value can be of this type: it lists none.");
  }
  return { kind: "literal", values: found };
}

function enumNode(schema: ZodSchema, position: Position, introspection: ZodIntrospection): TypeNode {
  const values = [...(schema._zod.values ?? [])].filter(
    (value): value is string | number => typeof value === "string" || typeof value === "number",
  );
  if (values.length === 0) {
    report(introspection, position, "unreachable-enum", "No value can be of this type: the enum is empty.");
  }
  return { kind: "enum", values };
}

function templateNode(schema: ZodSchema, position: Position, introspection: ZodIntrospection): TypeNode {
  const { parts } = schema._zod.def;
  const pattern = patternOf(schema._zod.pattern);
  const list = Array.isArray(parts) ? (parts as readonly unknown[]) : [];
  const quiet: ZodIntrospection = { ...introspection, findings: [], reported: new Set() };
  const nodes = list.map((part) =>
    isZodSchema(part)
      ? (introspectScalar(part, position, quiet) ?? ({ kind: "string" } as const))
      : `${String(part)}`,
  );
  return pattern
    ? { kind: "template", pattern, parts: nodes }
    : codeNode(schema, position, introspection, "a template without a pattern", { kind: "string" });
}
