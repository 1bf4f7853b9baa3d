import type { Contract, EntityModel, OperationModel } from "../contract.js";
import { optionalityIn } from "../optionality.js";
import type { TypeNode } from "../type-node.js";
import type { JsonSchema, JsonSchemaObject } from "./json-schema.js";
import type { KnownDifferenceId } from "./known-difference.js";
import { annotated, nodeSchema, remarks, tupleSchema, type SchemaContext } from "./node-schema.js";

/** A contract's schemas, by names that are unique among them and safe in references. */
export interface ContractSchemas {
  /** Every schema: entities, arguments of operations, and the definitions that they share. */
  readonly schemas: { readonly [name: string]: JsonSchema };
  /** The names of entities' schemas by type, and of arguments' by operation, legacy ones (P31) too. */
  readonly entities: ReadonlyMap<string, string>;
  readonly operations: ReadonlyMap<string, string>;
  /** Where a schema cannot say what the validator checks: names of schemas by difference. */
  readonly differences: ReadonlyMap<KnownDifferenceId, readonly string[]>;
}

/** @param base where the schemas will stand, such as `#/$defs/` or `#/components/schemas/` */
export function contractSchemas(contract: Contract, base: string): ContractSchemas {
  const taken = new Map<string, number>();
  const named = <Item>(items: readonly Item[], stem: (item: Item) => string) =>
    new Map(items.map((item) => [item, claim(taken, stem(item))]));
  const entities = named(contract.entities, ({ type }) => pascalCase(type));
  const operations = named(contract.operations, ({ name }) => `${pascalCase(name)}Arguments`);
  const definitions = named(Object.keys(contract.definitions), pascalCase);
  const differences = new Map<KnownDifferenceId, Set<string>>();
  const contextOf = (name: string): SchemaContext => ({
    definitions: contract.definitions,
    referenceTo: (definition) => `${base}${definitions.get(definition)!}`,
    differ: (id) => {
      const names = differences.get(id) ?? new Set<string>();
      differences.set(id, names.add(name));
    },
  });
  const entityOf = (type: string) =>
    `${base}${entities.get(contract.entities.find((one) => one.type === type)!)!}`;
  const schemas: { [name: string]: JsonSchema } = {};
  for (const [entity, name] of entities) schemas[name] = entitySchema(entity, contextOf(name));
  for (const [operation, name] of operations)
    schemas[name] =
      operation.effect.kind === "legacy_upsert"
        ? legacyUpsertSchema(operation, entityOf(operation.entity), contextOf(name))
        : argumentsSchema(operation, contextOf(name));
  for (const [definition, name] of definitions)
    schemas[name] = nodeSchema(contract.definitions[definition]!, contextOf(name));
  return {
    schemas,
    entities: new Map([...entities].map(([{ type }, name]) => [type, name])),
    operations: new Map([...operations].map(([operation, name]) => [operation.name, name])),
    differences: new Map([...differences].map(([id, names]) => [id, [...names]])),
  };
}

function entitySchema(entity: EntityModel, context: SchemaContext): JsonSchema {
  return annotated(nodeSchema(entity.node, context), { title: entity.type, ...remarks(entity) });
}

/** The arguments as they travel: one that is left out before another is null, where null is no value of its own. */
function argumentsSchema(operation: OperationModel, context: SchemaContext): JsonSchemaObject {
  const { name, args } = operation;
  const schema = tupleSchema(
    args.map(({ node }) => node),
    undefined,
    context,
    (item, index) => {
      const { name: title, ...documented } = args[index]!;
      const isSkippable = index < args.length - 1 && isOptional(args[index]!.node, context);
      const taken = isSkippable ? { anyOf: [item, { type: "null" }] } : item;
      return annotated(taken, { title, ...remarks(documented) });
    },
  );
  return { ...schema, title: name, ...remarks(operation) };
}

function legacyUpsertSchema(
  { name, args }: OperationModel,
  entity: string,
  context: SchemaContext,
): JsonSchemaObject {
  const id = annotated(nodeSchema(args[0]!.node, context), { title: "entityId" });
  return {
    title: name,
    type: "array",
    prefixItems: [id, { $ref: entity, title: "entity" }],
    minItems: 2,
    items: false,
  };
}

function isOptional(node: TypeNode, { definitions }: SchemaContext): boolean {
  return optionalityIn(node, definitions) !== undefined;
}

/** A name of letters, digits, `_` and `-`, as OpenAPI asks of components. */
function pascalCase(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const name = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join("");
  return name === "" ? "Type" : name;
}

function claim(taken: Map<string, number>, stem: string): string {
  const count = (taken.get(stem) ?? 0) + 1;
  taken.set(stem, count);
  if (count === 1) return stem;
  return claim(taken, `${stem}_${count}`);
}
