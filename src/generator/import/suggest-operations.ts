import type { Contract, EntityModel, FieldModel } from "../../contract/contract.js";
import type { Finding } from "../../contract/finding.js";
import { yieldsNull } from "../../contract/nullability.js";
import { type Definitions, optionalityIn } from "../../contract/optionality.js";
import { ruleOf } from "../../contract/rules.js";
import type { OperationDefinition, SchemaDefinition } from "../../schema/definition.js";
import { now, remove, update, create } from "../../schema/index.js";
import { introspect } from "../introspect/introspect.js";
import { lintContract } from "../lint/lint-contract.js";
import type { SchemaSources } from "../load/loaded-schema.js";
import { pascalCase } from "../plan/names.js";
import type { ImportNote } from "./conversion.js";

/** An operation that the written schema will have. */
export interface SuggestedOperation {
  readonly name: string;
  readonly kind: "create" | "update" | "remove";
  readonly entity: string;
  /** Fields, with a question mark where they may be left out. */
  readonly args: readonly string[];
  /** Fields that take the time of the operation. */
  readonly stamps: readonly string[];
}

export interface Suggestions {
  readonly operations: readonly SuggestedOperation[];
  /** Of the schema with these operations. */
  readonly contract: Contract;
  /** What is wrong with the entities themselves. */
  readonly findings: readonly Finding[];
  /** What no operation was suggested for. */
  readonly hand: readonly ImportNote[];
}

/** More positional arguments than that, and nobody knows which is which; the `id` comes besides. */
const mostArguments = 8;

/**
 * `create…`, `update…` and `remove…` for each entity type, of which introspection and lint find nothing to say.
 *
 * @param entities what `defineSchema` will be given as `entities`
 */
export function suggestOperations(entities: unknown): Suggestions {
  const hand: ImportNote[] = [];
  const bare = read(entities, []).contract;
  const wanted = bare.entities.flatMap((entity) => ofEntity(entity, bare.definitions));
  let operations = withoutCollisions(wanted, hand);
  for (;;) {
    const { contract, findings } = read(entities, operations);
    const next = repaired(operations, findings, hand);
    if (next === undefined)
      return {
        operations,
        contract,
        findings: findings.filter(({ rule }) => ruleOf(rule).severity !== "note"),
        hand,
      };
    operations = next;
  }
}

function ofEntity(entity: EntityModel, definitions: Definitions): SuggestedOperation[] {
  const { type } = entity;
  const name = pascalCase(type);
  const stamps = entity.shape === "flat" ? entity.fields.filter(isStamp).map((field) => field.name) : [];
  const fields = entity.fields.filter((field) => !stamps.includes(field.name));
  const isRequired = ({ node }: FieldModel) => optionalityIn(node, definitions) === undefined;
  const required = fields.filter(isRequired).map((field) => field.name);
  // JSON writes null for an argument that is left out before another one: such fields get an operation of their own.
  const plain = fields.filter(({ node }) => !yieldsNull(node)).map((field) => field.name);
  const optional = plain.filter((field) => !required.includes(field));
  const room = Math.max(0, mostArguments - required.length);
  const together = plain.slice(0, mostArguments);
  const single = fields.map((field) => field.name).filter((field) => !together.includes(field));
  const updated = stamps.filter((stamp) => stamp === "updatedAt");
  return [
    {
      name: `create${name}`,
      kind: "create",
      entity: type,
      args: [...required, ...optional.slice(0, room).map((field) => `${field}?`)],
      stamps,
    },
    {
      name: `update${name}`,
      kind: "update",
      entity: type,
      args: together.map((field) => `${field}?`),
      stamps: updated,
    },
    ...single.map((field): SuggestedOperation => ({
      name: `update${name}${pascalCase(field)}`,
      kind: "update",
      entity: type,
      args: [field],
      stamps: updated,
    })),
    { name: `remove${name}`, kind: "remove", entity: type, args: [], stamps: [] },
  ];
}

/** The stamps of a flat entity are fields like others, and what they mean is known by their names. */
function isStamp({ name, node }: FieldModel): boolean {
  const inner = node.kind === "optional" || node.kind === "default" ? node.inner : node;
  return (
    (name === "createdAt" || name === "updatedAt") && (inner.kind === "number" || inner.kind === "string")
  );
}

/** Two names that differ in case alone are one too many. */
function withoutCollisions(
  operations: readonly SuggestedOperation[],
  hand: ImportNote[],
): SuggestedOperation[] {
  const taken = new Set<string>();
  return operations.filter(({ name, entity }) => {
    const isFree = !taken.has(name.toLowerCase());
    taken.add(name.toLowerCase());
    if (!isFree)
      hand.push({
        path: entity,
        message: `Another operation is called ${name} already: choose a name, and add it.`,
      });
    return isFree;
  });
}

/** Without what was found fault with; undefined where nothing was. */
function repaired(
  operations: readonly SuggestedOperation[],
  findings: readonly Finding[],
  hand: ImportNote[],
): SuggestedOperation[] | undefined {
  const finding = findings.find(
    ({ path, rule }) =>
      path[0] === "operations" &&
      operations.some(({ name }) => name === path[1]) &&
      ruleOf(rule).severity !== "note",
  );
  if (finding === undefined) return undefined;
  const [, name, part, argument] = finding.path;
  return operations.flatMap((operation) => {
    if (operation.name !== name) return [operation];
    const args = operation.args.filter((arg) => arg !== `${String(argument)}?`);
    if (part === "args" && args.length > 0 && args.length < operation.args.length)
      return [{ ...operation, args }];
    hand.push({ path: operation.entity, message: `${operation.name} was not suggested: ${finding.message}` });
    return [];
  });
}

const noSources: SchemaSources = { locate: () => undefined, documentation: () => ({}) };

function read(
  entities: unknown,
  operations: readonly SuggestedOperation[],
): { readonly contract: Contract; readonly findings: readonly Finding[] } {
  const definition = {
    kind: "kalphite-schema",
    entities,
    operations: Object.fromEntries(operations.map((operation) => [operation.name, definitionOf(operation)])),
  } as SchemaDefinition;
  const loaded = { path: "", definition, inputs: [], packages: {}, diagnostics: [], sources: noSources };
  const { contract, findings } = introspect(loaded);
  return {
    contract,
    findings: [...findings, ...(operations.length > 0 ? lintContract(contract, findings) : [])],
  };
}

function definitionOf({ kind, entity, args, stamps }: SuggestedOperation): OperationDefinition {
  if (kind === "remove") return remove(entity) as OperationDefinition;
  const set = Object.fromEntries(stamps.map((field) => [field, now()]));
  const write = kind === "create" ? create : update;
  return write(entity, { args: [...args], set } as never) as OperationDefinition;
}
