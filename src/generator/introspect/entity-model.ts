import type { EntityModel, OperationModel } from "../../contract/contract.js";
import type { SchemaPath } from "../../contract/finding.js";
import type { PropertyNode, TypeNode } from "../../contract/type-node.js";
import type { SchemaSources } from "../load/loaded-schema.js";
import type { EntitySource } from "./entity-source.js";
import type { SchemaIntrospection } from "./schema-introspection.js";
import { introspectZod } from "./zod/introspect-zod.js";
import { documentationOf } from "./zod/metadata.js";
import type { ZodSchema } from "./zod/zod-schema.js";

export interface EntityReading {
  readonly model: EntityModel;
  readonly id: TypeNode;
  /** The readable path: `["entities", "todo"]`. */
  readonly path: SchemaPath;
}

/** An entity with what it was read from, whose zod schemas later steps ask. */
export interface IntrospectedEntity extends EntityReading {
  /** The operations that every contract has for it. */
  readonly legacy: readonly OperationModel[];
  readonly source: EntitySource;
}

const envelope = new Set(["id", "type", "data", "updatedAt", "createdAt"]);
const idNode: TypeNode = { kind: "string", checks: [{ check: "min_length", value: 1 }] };

/** One source → its model, or findings that say why there is none. */
export function introspectEntity(
  source: EntitySource,
  introspection: SchemaIntrospection,
): EntityReading | undefined {
  switch (source.kind) {
    case "fields":
      return envelopedEntity(source.key, source.fields, introspection);
    case "zod":
      return zodEntity(source.schema, source.path, source.key, introspection);
    case "union_check":
      introspection.report(
        "schema-shape",
        source.path,
        "This union of entities has a check of its own, which would never run: entities are checked one by one.",
        "Put the check on the members that it is about.",
      );
      return undefined;
    case "zod3":
      introspection.report("zod3-schema", source.path, "This entity is a schema of zod 3; zod 4 is needed.");
      return undefined;
    case "invalid":
      introspection.report(
        "entity-not-an-object",
        source.path,
        `${source.key === undefined ? "This" : `"${source.key}"`} is neither entity({ … }) nor a zod object.`,
      );
      return undefined;
  }
}

/** The zod schema of a field of an entity. */
export function fieldSchema({ source, model }: IntrospectedEntity, field: string): ZodSchema | undefined {
  if (source.kind === "fields") return own(source.fields, field);
  if (source.kind !== "zod") return undefined;
  const shape = shapeOf(source.schema);
  return own(model.shape === "enveloped" ? shapeOf(own(shape, "data")) : shape, field);
}

function envelopedEntity(
  type: string,
  schemas: { readonly [name: string]: ZodSchema },
  introspection: SchemaIntrospection,
): EntityReading {
  const path = ["entities", type];
  const fields = Object.entries(schemas).map(([name, schema]): PropertyNode => {
    const place = [...path, "fields", name];
    const node = introspectZod(schema, place, introspection.zod);
    return { name, node, ...documentation(introspection.sources, place, schema) };
  });
  if (Object.hasOwn(schemas, "id"))
    introspection.report(
      "reserved-field",
      [...path, "fields", "id"],
      `"id" is the envelope's own field; a second one inside "data" of "${type}" invites mistakes.`,
    );
  const node: TypeNode = {
    kind: "object",
    unknownKeys: "strip",
    properties: [
      { name: "id", node: idNode },
      { name: "type", node: { kind: "literal", values: [type] } },
      { name: "data", node: { kind: "object", properties: fields, unknownKeys: "strip" } },
      { name: "updatedAt", node: { kind: "number" } },
      { name: "createdAt", node: { kind: "number" } },
    ],
  };
  const model: EntityModel = {
    ...documentation(introspection.sources, path, undefined),
    type,
    shape: "enveloped",
    node,
    fields,
    createdAt: "number",
    updatedAt: "number",
  };
  return { model, id: idNode, path };
}

function zodEntity(
  schema: ZodSchema,
  path: SchemaPath,
  key: string | undefined,
  introspection: SchemaIntrospection,
): EntityReading | undefined {
  const node = introspectZod(schema, path, introspection.zod);
  const object = objectOf(node, introspection);
  if (object === undefined) {
    introspection.report("entity-not-an-object", path, "An entity must be a zod object.");
    return undefined;
  }
  const type = typeLiteral(object.properties.find((property) => property.name === "type")?.node);
  if (type === undefined) {
    introspection.report(
      "entity-without-type",
      path,
      'The entity has no `type: z.literal("…")` with one text to tell it from the others.',
    );
    return undefined;
  }
  const readable = ["entities", key ?? type];
  introspection.alias(path, readable);
  if (key !== undefined && key !== type)
    introspection.report(
      "entity-key-mismatch",
      readable,
      `The entity stands under "${key}", but its type is "${type}".`,
    );
  const id = object.properties.find((property) => property.name === "id")?.node;
  if (id === undefined || !isText(id)) {
    introspection.report("id-not-a-string", readable, `The \`id\` of "${type}" is not a required string.`);
    return undefined;
  }
  const properties = object.properties.map((property): PropertyNode => ({
    ...property,
    ...documentation(introspection.sources, [...readable, property.name], undefined, property),
  }));
  const data = properties.find((property) => property.name === "data");
  const dataObject = data && objectOf(data.node, introspection);
  const isEnveloped = dataObject !== undefined && properties.every((property) => envelope.has(property.name));
  const fields = isEnveloped
    ? dataObject.properties.map((property) => ({
        ...property,
        ...documentation(introspection.sources, [...readable, property.name], undefined, property),
      }))
    : properties.filter((property) => property.name !== "id" && property.name !== "type");
  const createdAt = isEnveloped ? stampKind(properties, "createdAt") : undefined;
  const updatedAt = isEnveloped ? stampKind(properties, "updatedAt") : undefined;
  const model: EntityModel = {
    ...documentation(introspection.sources, readable, schema),
    type,
    shape: isEnveloped ? "enveloped" : "flat",
    node: withProperties(node, properties),
    fields,
    ...(createdAt && { createdAt }),
    ...(updatedAt && { updatedAt }),
  };
  return { model, id, path: readable };
}

function withProperties(node: TypeNode, properties: readonly PropertyNode[]): TypeNode {
  return node.kind === "object" ? { ...node, properties } : node;
}

function objectOf(
  node: TypeNode,
  introspection: SchemaIntrospection,
): Extract<TypeNode, { kind: "object" }> | undefined {
  if (node.kind === "object") return node;
  if (node.kind === "zod") return objectOf(node.base, introspection);
  if (node.kind === "readonly") return objectOf(node.inner, introspection);
  const target = node.kind === "ref" ? introspection.zod.definitions.get(node.name) : undefined;
  return target && objectOf(target, introspection);
}

function typeLiteral(node: TypeNode | undefined): string | undefined {
  if (node?.kind === "default" || node?.kind === "readonly") return typeLiteral(node.inner);
  if (node?.kind !== "literal" && node?.kind !== "enum") return undefined;
  const [value] = node.values;
  return node.values.length === 1 && typeof value === "string" ? value : undefined;
}

function isText(node: TypeNode): boolean {
  if (node.kind === "zod") return isText(node.base);
  if (node.kind === "readonly") return isText(node.inner);
  return node.kind === "string" || node.kind === "template";
}

function stampKind(properties: readonly PropertyNode[], name: string): "number" | "string" | undefined {
  let node = properties.find((property) => property.name === name)?.node;
  while (node && "inner" in node) node = node.inner;
  if (node?.kind === "zod") node = node.base;
  return node?.kind === "number" || node?.kind === "string" ? node.kind : undefined;
}

type Shape = { readonly [name: string]: ZodSchema };

/** The properties of a zod object, through wrappers. */
function shapeOf(schema: ZodSchema | undefined): Shape {
  const shape = schema?._zod.def["shape"];
  if (typeof shape === "object" && shape !== null) return shape as Shape;
  const inner = schema?._zod.def["innerType"] ?? schema?._zod.def["in"];
  return inner === undefined ? {} : shapeOf(inner as ZodSchema);
}

function own(shape: Shape, name: string): ZodSchema | undefined {
  return Object.hasOwn(shape, name) ? shape[name] : undefined;
}

/** A comment in the source counts before zod's own metadata. */
function documentation(
  sources: SchemaSources,
  path: SchemaPath,
  schema: ZodSchema | undefined,
  known: { readonly doc?: string; readonly deprecated?: string | true } = {},
): { doc?: string; deprecated?: string | true } {
  const own = schema ? documentationOf(schema) : known;
  const comment = sources.documentation(path);
  const doc = comment.doc ?? own.doc;
  const deprecated = comment.deprecated ?? own.deprecated;
  return { ...(doc !== undefined && { doc }), ...(deprecated !== undefined && { deprecated }) };
}
