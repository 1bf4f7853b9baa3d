import type { TypeNode } from "../../../contract/type-node.js";
import { codeNode, reportAsync } from "./code-node.js";
import { catchValueOf, defaultValueOf, type ConstantValue } from "./constant-value.js";
import { introspectAt } from "./introspect-zod.js";
import { report, step, stepIntoCode, type Position, type ZodIntrospection } from "./introspection.js";
import { unchecked } from "./scalar-types.js";
import { hasTrait, isZodSchema, type ZodSchema } from "./zod-schema.js";

export function introspectWrapper(
  schema: ZodSchema,
  position: Position,
  introspection: ZodIntrospection,
): TypeNode | undefined {
  const { def } = schema._zod;
  const inner = () => introspectAt(def["innerType"], step(position, "innerType"), introspection);
  const plain = (node: TypeNode) => unchecked(node, schema, position, introspection);
  switch (def.type) {
    case "optional": {
      const exact = hasTrait(schema, "$ZodExactOptional") && ({ exact: true } as const);
      return plain({ kind: "optional", inner: innerOfOptional(schema, position, introspection), ...exact });
    }
    case "nullable":
      return plain({ kind: "nullable", inner: inner() });
    case "readonly":
      return plain({ kind: "readonly", inner: inner() });
    case "nonoptional":
      return plain({ kind: "non_optional", inner: inner() });
    case "default":
    case "prefault":
      return plain(substituting(def.type, defaultValueOf(def), schema, position, introspection));
    case "catch":
      return plain(substituting("catch", catchValueOf(def), schema, position, introspection));
    case "lazy":
      return plain(lazy(schema, position, introspection));
    case "pipe":
      return pipe(schema, position, introspection);
    case "transform":
      reportAsync(def["transform"], "transform", position, introspection);
      return codeNode(
        schema,
        position,
        introspection,
        "a transform",
        { kind: "unknown" },
        { kind: "unknown" },
      );
    case "success":
      introspectAt(def["innerType"], stepIntoCode(position, "innerType"), introspection);
      return codeNode(
        schema,
        position,
        introspection,
        "z.success()",
        { kind: "boolean" },
        { kind: "unknown" },
      );
    default:
      return undefined;
  }
}

/** `z.never().optional()` says that a key must be absent, which is no mistake. */
function innerOfOptional(schema: ZodSchema, position: Position, introspection: ZodIntrospection): TypeNode {
  const { innerType } = schema._zod.def;
  return isZodSchema(innerType) && innerType._zod.def.type === "never" && !innerType._zod.def.checks?.length
    ? { kind: "never" }
    : introspectAt(innerType, step(position, "innerType"), introspection);
}

function substituting(
  kind: "default" | "prefault" | "catch",
  constant: ConstantValue,
  schema: ZodSchema,
  position: Position,
  introspection: ZodIntrospection,
): TypeNode {
  const { innerType } = schema._zod.def;
  if (constant.kind === "constant") {
    return {
      kind,
      inner: introspectAt(innerType, step(position, "innerType"), introspection),
      value: constant.value,
    };
  }
  const inner = introspectAt(innerType, stepIntoCode(position, "innerType"), introspection);
  const base: TypeNode = { kind, inner, value: null };
  if (constant.kind === "broken") {
    report(
      introspection,
      position,
      "dynamic-default",
      `Asking for this ${kind} value threw: ${String(constant.error)}`,
    );
    return codeNode(schema, position, introspection, `a ${kind} value that code makes`, base);
  }
  if (constant.kind === "foreign") {
    return codeNode(schema, position, introspection, `a ${kind} value that JSON cannot carry`, base);
  }
  if (kind !== "catch") {
    report(introspection, position, "dynamic-default", `Code makes this ${kind} value anew each time.`);
  }
  return codeNode(schema, position, introspection, `a ${kind} value that code makes`, base);
}

function lazy(schema: ZodSchema, position: Position, introspection: ZodIntrospection): TypeNode {
  return introspectAt(schema._zod.innerType, step(position, "innerType"), introspection);
}

function pipe(schema: ZodSchema, position: Position, introspection: ZodIntrospection): TypeNode {
  const { def } = schema._zod;
  reportAsync(def["transform"], "transform", position, introspection);
  const input = introspectAt(def["in"], stepIntoCode(position, "in"), introspection);
  const output = introspectAt(def["out"], stepIntoCode(position, "out"), introspection);
  const reason = hasTrait(schema, "$ZodCodec")
    ? "a codec"
    : `a ${hasTransform(def["in"], def["out"]) ? "transform" : "pipe"}`;
  return codeNode(
    schema,
    position,
    introspection,
    reason,
    output.kind === "zod" ? output.base : output,
    input.kind === "zod" ? (input.input ?? input.base) : input,
  );
}

function hasTransform(...sides: readonly unknown[]): boolean {
  return sides.some((side) => isZodSchema(side) && side._zod.def.type === "transform");
}
