import { childNodes } from "../../../contract/child-nodes.js";
import { enumerableValues } from "../../../contract/enumerable-values.js";
import type { ArrayCheck, StringCheck, TypeNode } from "../../../contract/type-node.js";
import { codeNode } from "./code-node.js";
import { introspectAt } from "./introspect-zod.js";
import { report, step, stepInside, type Position, type ZodIntrospection } from "./introspection.js";
import { objectNode } from "./object-type.js";
import { unchecked, withChecks } from "./scalar-types.js";
import { codeReason, lengthCheck, type CheckList } from "./string-checks.js";
import { checksOf, hasTrait, isZodSchema, type ZodCheck, type ZodSchema } from "./zod-schema.js";

export function introspectComposite(
  schema: ZodSchema,
  position: Position,
  introspection: ZodIntrospection,
): TypeNode | undefined {
  const { def } = schema._zod;
  switch (def.type) {
    case "object":
      return unchecked(objectNode(schema, position, introspection), schema, position, introspection);
    case "array": {
      const inside = stepInside(position, "element");
      const element = introspectAt(def["element"], inside, introspection);
      if (mayBeUndefined(element)) reportUndefined(inside, introspection);
      const base = { kind: "array", element } as const;
      return withChecks(arrayChecks(checksOf(schema)), base, schema, position, introspection);
    }
    case "tuple":
      return unchecked(tupleNode(schema, position, introspection), schema, position, introspection);
    case "record":
      return recordNode(schema, position, introspection);
    case "union":
      return unionNode(schema, position, introspection);
    case "intersection": {
      const left = introspectAt(def["left"], step(position, "left"), introspection);
      const right = introspectAt(def["right"], step(position, "right"), introspection);
      return unchecked({ kind: "intersection", left, right }, schema, position, introspection);
    }
    default:
      return undefined;
  }
}

function arrayChecks(checks: readonly ZodCheck[]): CheckList<ArrayCheck> {
  const found: ArrayCheck[] = [];
  for (const { _zod } of checks) {
    const known = lengthCheck(_zod.def);
    if (!known) return { code: codeReason(_zod.def) };
    found.push(known);
  }
  return { checks: found };
}

function tupleNode(schema: ZodSchema, position: Position, introspection: ZodIntrospection): TypeNode {
  const { items, rest } = schema._zod.def;
  const list = Array.isArray(items) ? (items as readonly unknown[]) : [];
  const nodes = list.map((item, index) =>
    introspectAt(item, stepInside(position, "items", index), introspection),
  );
  if (rest === null || rest === undefined) return { kind: "tuple", items: nodes };
  const inside = stepInside(position, "rest");
  const restNode = introspectAt(rest, inside, introspection);
  if (mayBeUndefined(restNode)) reportUndefined(inside, introspection);
  return { kind: "tuple", items: nodes, rest: restNode };
}

/** Whether undefined is a value of the type, and not just what stands for a default. */
function mayBeUndefined(node: TypeNode): boolean {
  switch (node.kind) {
    case "optional":
      return node.exact !== true;
    case "nullable":
    case "readonly":
      return mayBeUndefined(node.inner);
    case "union":
      return node.options.some(mayBeUndefined);
    default:
      return false;
  }
}

function reportUndefined(position: Position, introspection: ZodIntrospection): void {
  report(
    introspection,
    position,
    "non-json-type",
    "JSON cannot carry undefined in an array: null would arrive in its place.",
    "Leave out the items that are absent, or take null with .nullable().",
  );
}

function recordNode(schema: ZodSchema, position: Position, introspection: ZodIntrospection): TypeNode {
  const { def } = schema._zod;
  const key = introspectAt(def["keyType"], stepInside(position, "keyType"), introspection);
  const value = introspectAt(def["valueType"], stepInside(position, "valueType"), introspection);
  const isLoose = def["mode"] === "loose";
  const isPartial = def["partial"] === true;
  const mode = isLoose
    ? ({ mode: "loose" } as const)
    : isPartial
      ? ({ mode: "partial" } as const)
      : undefined;
  const node: TypeNode = { kind: "record", key, value, ...mode };
  const keySchema = def["keyType"] as ZodSchema;
  const hasKnownKeys = keySchema._zod.values !== undefined;
  const reason =
    key.kind === "zod" || key.kind === "ref"
      ? "keys that code checks"
      : mayChange(key)
        ? "keys that are changed on the way"
        : hasKnownKeys !== (enumerableValues(key) !== undefined)
          ? "keys behind a lazy type"
          : isLoose && isPartial
            ? "a record both loose and partial"
            : undefined;
  return reason === undefined
    ? unchecked(node, schema, position, introspection)
    : codeNode(schema, position, introspection, reason, node);
}

/** Whether a key may come out as another text. */
function mayChange(key: TypeNode): boolean {
  if (key.kind !== "string") return childNodes(key).some(mayChange);
  return key.checks?.some(isChange) ?? false;
}

function isChange(check: StringCheck): boolean {
  return (
    check.check === "overwrite" || (check.check === "format" && check.format === "url" && !check.pattern)
  );
}

function unionNode(schema: ZodSchema, position: Position, introspection: ZodIntrospection): TypeNode {
  const { def } = schema._zod;
  const options = (Array.isArray(def["options"]) ? (def["options"] as readonly unknown[]) : []).map(
    (option, index) => introspectAt(option, step(position, "options", index), introspection),
  );
  if (options.length === 0) {
    report(
      introspection,
      position,
      "unreachable-enum",
      "No value can be of this type: the union has no options.",
    );
  }
  const discriminator = def["discriminator"];
  if (typeof discriminator !== "string") {
    const exclusive = hasTrait(schema, "$ZodXor") && ({ exclusive: true } as const);
    return unchecked({ kind: "union", options, ...exclusive }, schema, position, introspection);
  }
  const broken = brokenDiscriminator(def["options"] as readonly unknown[], discriminator);
  if (broken !== undefined) {
    report(
      introspection,
      position,
      "unreachable-enum",
      `No value can be of this type: ${broken}.`,
      `Give each option a literal of its own as ${JSON.stringify(discriminator)}.`,
    );
  }
  const fallback = def["unionFallback"] === true && ({ fallback: true } as const);
  return unchecked(
    { kind: "discriminated_union", discriminator, options, ...fallback },
    schema,
    position,
    introspection,
  );
}

/** Why zod throws about such a union whenever it meets a value. */
function brokenDiscriminator(options: readonly unknown[], discriminator: string): string | undefined {
  const claimed = new Set<unknown>();
  for (const [index, option] of options.entries()) {
    const values = isZodSchema(option) ? option._zod.propValues?.[discriminator] : undefined;
    if (values === undefined || values.size === 0) {
      return `option ${index + 1} of the union has no literal ${JSON.stringify(discriminator)}`;
    }
    for (const value of values) {
      if (value !== undefined && claimed.has(value)) {
        return `two options of the union have the ${JSON.stringify(discriminator)} ${JSON.stringify(value)}`;
      }
      claimed.add(value);
    }
  }
  return undefined;
}
