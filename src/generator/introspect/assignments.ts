import type { ArgumentModel, Assignment, ValueExpression } from "../../contract/contract.js";
import type { SchemaPath } from "../../contract/finding.js";
import { withoutWrappers } from "../../contract/child-nodes.js";
import { yieldsNull } from "../../contract/nullability.js";
import { isOptionalOut } from "../../contract/optionality.js";
import type { Json, TypeNode } from "../../contract/type-node.js";
import { takeWholeNumbers } from "../../contract/whole-numbers.js";
import type { OperationDefinition, ValueDefinition } from "../../schema/definition.js";
import { createdDefault, hasChangingDefault, parsedLiteral } from "./field-value.js";
import { fieldSchema, type IntrospectedEntity } from "./entity-model.js";
import type { SchemaIntrospection } from "./schema-introspection.js";
import type { ZodSchema } from "./zod/zod-schema.js";
import { refusedValues, scalarKind } from "./scalar-kind.js";

type WriteDefinition = Extract<OperationDefinition, { readonly set: unknown }>;

/** What a write sets, in the order of the entity's fields: listed arguments, `set`, and for a new entity its defaults. */
export function introspectAssignments(
  definition: WriteDefinition,
  entity: IntrospectedEntity,
  args: readonly ArgumentModel[],
  path: SchemaPath,
  introspection: SchemaIntrospection,
): Assignment[] {
  const values = new Map<string, ValueExpression>();
  const refused = new Set<string>();
  const isList = Array.isArray(definition.args);
  if (isList) for (const arg of args.slice(1)) values.set(arg.name, { kind: "argument", name: arg.name });
  for (const [field, value] of Object.entries(definition.set)) {
    const place = [...path, "set", field];
    const model = entity.model.fields.find((candidate) => candidate.name === field);
    if (!model) {
      const known = entity.model.fields.map((candidate) => `"${candidate.name}"`).join(", ");
      const message = `"${entity.model.type}" has no field "${field}".`;
      introspection.report("unknown-field", place, message, `Use one of its fields: ${known}.`);
      refused.add(field);
      continue;
    }
    const context: ValueContext = { field, node: model.node, entity, args, place, introspection };
    const expression = valueExpression(value, context);
    if (expression) values.set(field, expression);
    else refused.add(field);
  }
  if (!isList) reportUnused(args, definition.set, path, introspection);
  if (definition.kind === "update" && values.size + refused.size === 0)
    introspection.report("missing-set", path, "This update changes nothing.");
  if (definition.kind === "update") return inFieldOrder(values, entity);
  const complete = inFieldOrder(withDefaults(values, args, entity, path, introspection, refused), entity);
  if (definition.kind === "create") return complete;
  return complete.map((assignment) =>
    values.has(assignment.field) ? assignment : { ...assignment, onlyNew: true },
  );
}

function inFieldOrder(
  values: ReadonlyMap<string, ValueExpression>,
  entity: IntrospectedEntity,
): Assignment[] {
  const assignments: Assignment[] = [];
  for (const { name: field } of entity.model.fields) {
    const value = values.get(field);
    if (value) assignments.push({ field, value });
  }
  return assignments;
}

/** A new entity needs a value for each field: its default where nothing else is said. */
function withDefaults(
  values: ReadonlyMap<string, ValueExpression>,
  args: readonly ArgumentModel[],
  entity: IntrospectedEntity,
  path: SchemaPath,
  introspection: SchemaIntrospection,
  refused: ReadonlySet<string>,
): Map<string, ValueExpression> {
  const definitions = Object.fromEntries(introspection.zod.definitions);
  const complete = new Map(values);
  for (const { name, node } of entity.model.fields) {
    if (refused.has(name)) continue;
    const value = values.get(name);
    const source = value && sourceOf(value);
    const isMaybeAbsent = args.some((arg) => arg.name === source && arg.optional);
    if (value && !isMaybeAbsent) continue;
    const schema = fieldSchema(entity, name);
    const fallback = createdDefault(schema);
    if (fallback.kind === "value") {
      complete.set(
        name,
        value ? withFallback(value, fallback.value) : { kind: "literal", value: fallback.value },
      );
    } else if ((!value || value.kind === "argument") && !isOptionalOut(node, definitions)) {
      introspection.report(
        "create-missing-field",
        path,
        `A new "${entity.model.type}" needs "${name}", which this operation ${value ? "may leave out" : "does not set"}${hasChangingDefault(schema) ? "; code makes its default anew each time" : ""}.`,
        value
          ? `Require the argument "${sourceOf(value)}", or give the field a default or .optional().`
          : `Add "${name}" to args or to set, or give the field a default or .optional().`,
      );
    }
  }
  return complete;
}

/** The name of the argument that the value is, or is made from. */
function sourceOf(value: ValueExpression): string | undefined {
  switch (value.kind) {
    case "argument":
      return value.name;
    case "increment":
      return sourceOf(value.by);
    case "append":
    case "without":
      return sourceOf(value.value);
    default:
      return undefined;
  }
}

function withFallback(value: ValueExpression, fallback: Json): ValueExpression {
  switch (value.kind) {
    case "argument":
      return { ...value, fallback };
    case "increment":
      return { ...value, by: withFallback(value.by, fallback) };
    case "append":
    case "without":
      return { ...value, value: withFallback(value.value, fallback) };
    default:
      return value;
  }
}

interface ValueContext {
  readonly field: string;
  readonly node: TypeNode;
  readonly entity: IntrospectedEntity;
  readonly args: readonly ArgumentModel[];
  readonly place: SchemaPath;
  readonly introspection: SchemaIntrospection;
}

function valueExpression(value: unknown, context: ValueContext): ValueExpression | undefined {
  if (!isValueDefinition(value)) return literalExpression(value, context);
  const call = value.value;
  const wanted = withoutWrappers(context.node);
  switch (call.fn) {
    case "arg":
      return argumentExpression(call.name, context.node, context);
    case "now":
      if (wanted.kind === "number" || wanted.kind === "string") return { kind: "now", as: wanted.kind };
      return mismatch("now() is a number of milliseconds or an ISO 8601 text", context);
    case "user":
      return wanted.kind === "string" ? { kind: "user" } : mismatch("user() is a string", context);
    case "unset": {
      const definitions = Object.fromEntries(context.introspection.zod.definitions);
      return isOptionalOut(context.node, definitions)
        ? { kind: "unset" }
        : mismatch("unset() needs an optional field", context);
    }
    case "increment": {
      if (wanted.kind !== "number") return mismatch("increment() needs a field that is a number", context);
      if (typeof call.by === "number" && !Number.isInteger(call.by) && takeWholeNumbers(wanted.checks ?? []))
        return mismatch(`increment(${call.by}) would leave a field of whole numbers with another`, context);
      const by = operandExpression(call.by, { kind: "number" }, context);
      return by && { kind: "increment", by };
    }
    case "append":
    case "without": {
      if (wanted.kind !== "array") return mismatch(`${call.fn}() needs a field that is an array`, context);
      if (call.fn === "without" && scalarKind(wanted.element) === undefined)
        return mismatch(
          "without() compares texts, numbers and booleans; this array holds other things",
          context,
        );
      const item = operandExpression(call.value, wanted.element, context);
      return item && { kind: call.fn, value: item };
    }
  }
}

function operandExpression(
  value: unknown,
  node: TypeNode,
  context: ValueContext,
): ValueExpression | undefined {
  if (isValueDefinition(value)) {
    if (value.value.fn === "arg") return argumentExpression(value.value.name, node, context);
    return mismatch(`${value.value.fn}() cannot stand inside another value function`, context);
  }
  const literal = asJson(value);
  const kind = scalarKind(node);
  const element = node === withoutWrappers(context.node) ? undefined : elementSchema(context);
  const parsed = element && parsedLiteral(value, element);
  if (literal === undefined || (kind !== undefined && typeof literal !== kind) || parsed?.kind === "none")
    return mismatch(`${shortJson(value)} is not what the field holds`, context);
  return { kind: "literal", value: parsed?.kind === "value" ? parsed.value : literal };
}

/** The zod schema of an array field's elements. */
function elementSchema({ entity, field }: ValueContext): ZodSchema | undefined {
  let schema = fieldSchema(entity, field);
  while (schema && schema._zod.def.type !== "array")
    schema = schema._zod.def["innerType"] as ZodSchema | undefined;
  return schema?._zod.def["element"] as ZodSchema | undefined;
}

function argumentExpression(
  name: string,
  node: TypeNode,
  context: ValueContext,
): ValueExpression | undefined {
  const arg = context.args.find((candidate) => candidate.name === name);
  if (!arg) {
    const known = context.args.map((candidate) => `"${candidate.name}"`).join(", ");
    const message = `arg("${name}") names no argument of this operation.`;
    context.introspection.report("unknown-argument", context.place, message, `Its arguments are ${known}.`);
    return undefined;
  }
  const [wanted, given] = [scalarKind(node), scalarKind(arg.node)];
  if (wanted !== undefined && given !== undefined && wanted !== given)
    return mismatch(`the argument "${name}" is a ${given}, the field a ${wanted}`, context);
  if (yieldsNull(arg.node) && wanted !== undefined && !yieldsNull(node))
    return mismatch(`the argument "${name}" may be null, which is not what the field holds`, context);
  const refused = refusedValues(arg.node, node);
  if (refused !== undefined)
    return mismatch(`the argument "${name}" may be ${refused}, which is not what the field holds`, context);
  return { kind: "argument", name };
}

function literalExpression(value: unknown, context: ValueContext): ValueExpression | undefined {
  const parsed = parsedLiteral(value, fieldSchema(context.entity, context.field));
  if (parsed.kind === "value") return { kind: "literal", value: parsed.value };
  context.introspection.report(
    "literal-mismatch",
    context.place,
    `The field "${context.field}" of "${context.entity.model.type}" refuses ${shortJson(value)}: ${parsed.reason}`,
  );
  return undefined;
}

function mismatch(what: string, context: ValueContext): undefined {
  const message = `This value does not fit the field "${context.field}": ${what}.`;
  context.introspection.report("value-type-mismatch", context.place, message);
  return undefined;
}

function reportUnused(
  args: readonly ArgumentModel[],
  set: WriteDefinition["set"],
  path: SchemaPath,
  introspection: SchemaIntrospection,
): void {
  if (args.length === 1) return;
  const used = new Set(Object.values(set).map(namedArgument));
  for (const arg of args.slice(1)) {
    if (used.has(arg.name)) continue;
    introspection.report(
      "argument-unused",
      [...path, "args", arg.name],
      `The argument "${arg.name}" is not used in set, so it changes nothing.`,
    );
  }
}

function namedArgument(value: unknown): string | undefined {
  if (!isValueDefinition(value)) return undefined;
  const call = value.value;
  switch (call.fn) {
    case "arg":
      return call.name;
    case "increment":
      return namedArgument(call.by);
    case "append":
    case "without":
      return namedArgument(call.value);
    default:
      return undefined;
  }
}

function isValueDefinition(value: unknown): value is ValueDefinition {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "kalphite-value";
}

function asJson(value: unknown): Json | undefined {
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? undefined : (JSON.parse(text) as Json);
}

function shortJson(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
