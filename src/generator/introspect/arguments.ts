import type { ArgumentModel } from "../../contract/contract.js";
import type { SchemaPath } from "../../contract/finding.js";
import { yieldsNull } from "../../contract/nullability.js";
import { optionalityIn } from "../../contract/optionality.js";
import type { TypeNode } from "../../contract/type-node.js";
import type { IntrospectedEntity } from "./entity-model.js";
import type { SchemaIntrospection } from "./schema-introspection.js";
import { introspectZod } from "./zod/introspect-zod.js";
import { documentationOf } from "./zod/metadata.js";
import { isZodSchema } from "./zod/zod-schema.js";

/** `["title", "projectId?"]`: arguments with the schemas of the entity's fields. */
export function fieldArguments(
  names: readonly string[],
  entity: IntrospectedEntity,
  path: SchemaPath,
  introspection: SchemaIntrospection,
): ArgumentModel[] {
  const seen = new Set<string>();
  return names.flatMap((text): ArgumentModel[] => {
    const isOptional = text.endsWith("?");
    const name = isOptional ? text.slice(0, -1) : text;
    const place = [...path, "args", name];
    const field = entity.model.fields.find((candidate) => candidate.name === name);
    if (!field) {
      const known = entity.model.fields.map((candidate) => `"${candidate.name}"`).join(", ");
      introspection.report(
        "unknown-field",
        place,
        `"${entity.model.type}" has no field "${name}".`,
        `Use one of its fields: ${known}.`,
      );
      return [];
    }
    if (seen.has(name)) {
      introspection.report("duplicate-argument", place, `The argument "${name}" is listed twice.`);
      return [];
    }
    seen.add(name);
    const node = requiredForm(field.node);
    const documented = {
      ...(field.doc !== undefined && { doc: field.doc }),
      ...(field.deprecated !== undefined && { deprecated: field.deprecated }),
    };
    return [
      {
        ...documented,
        name,
        node: isOptional ? { kind: "optional", inner: node } : node,
        optional: isOptional,
      },
    ];
  });
}

/** `{ by: z.number() }`: arguments with schemas of their own. */
export function declaredArguments(
  schemas: { readonly [name: string]: unknown },
  path: SchemaPath,
  introspection: SchemaIntrospection,
): ArgumentModel[] {
  return Object.entries(schemas).map(([name, schema]) => {
    const place = [...path, "args", name];
    const node = introspectZod(schema, place, introspection.zod);
    const comment = introspection.sources.documentation(place);
    const own = isZodSchema(schema) ? documentationOf(schema) : {};
    const definitions = Object.fromEntries(introspection.zod.definitions);
    return { ...own, ...comment, name, node, optional: optionalityIn(node, definitions) !== undefined };
  });
}

/** Positional arguments: an optional one can be left out only when all behind it can. */
export function reportArgumentOrder(
  args: readonly ArgumentModel[],
  path: SchemaPath,
  introspection: SchemaIntrospection,
): void {
  let before: ArgumentModel | undefined;
  for (const [index, arg] of args.entries()) {
    if (!arg.optional && before)
      introspection.report(
        "argument-after-optional",
        [...path, "args", arg.name],
        `The required argument "${arg.name}" stands behind the optional "${before.name}".`,
        `Move "${arg.name}" before "${before.name}", or make it optional.`,
      );
    if (arg.optional && index < args.length - 1 && yieldsNull(arg.node))
      introspection.report(
        "null-argument",
        [...path, "args", arg.name],
        `"${arg.name}" takes null and may be left out before another argument, and JSON writes both as null.`,
      );
    if (arg.optional) before ??= arg;
  }
}

/** The field's schema without what lets it be absent. */
function requiredForm(node: TypeNode): TypeNode {
  switch (node.kind) {
    case "optional":
    case "default":
    case "prefault":
    case "catch":
      return requiredForm(node.inner);
    case "readonly":
      return { ...node, inner: requiredForm(node.inner) };
    case "nullable":
      return { ...node, inner: requiredForm(node.inner) };
    default:
      return node;
  }
}
