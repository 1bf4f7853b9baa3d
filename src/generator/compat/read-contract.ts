import type { Contract, EntityModel, FieldModel, OperationModel } from "../../contract/contract.js";
import type { TypeNode } from "../../contract/type-node.js";
import { GeneratorError } from "../lint/diagnostic.js";

/**
 * The text of a `contract.json` → the contract that it was printed from, but for the legacy operations, which follow
 * from the entities.
 *
 * @param source where the text is from, for errors
 * @throws GeneratorError where the text is no contract, or one of another version
 */
export function readContract(text: string, source: string): Contract {
  const value = parse(text, source);
  if (!isRecord(value) || typeof value["fingerprint"] !== "string" || !Array.isArray(value["entities"]))
    throw new GeneratorError(`${source} is not a contract.json of kalphite-gen.`);
  if (value["version"] !== 1)
    throw new GeneratorError(
      `${source} is a contract of version ${JSON.stringify(value["version"])}, and this kalphite-gen reads version 1.`,
    );
  const { entities, operations, definitions = {} } = value;
  const isWhole =
    entities.every(isEntity) &&
    Array.isArray(operations) &&
    operations.every(isOperation) &&
    isRecord(definitions);
  if (!isWhole) throw new GeneratorError(`${source} is damaged: restore it, or generate it again.`);
  return {
    ...(value as unknown as Contract),
    definitions: definitions as Contract["definitions"],
    entities: entities.map(({ legacy, ...entity }) => ({ ...entity, fields: fieldsOf(entity) })),
    operations: operations.map((operation) => ({ ...operation, origin: "declared" })),
  };
}

interface PrintedEntity extends Omit<EntityModel, "fields"> {
  readonly fields: readonly string[];
  readonly legacy?: unknown;
}

function fieldsOf({ fields, node, shape }: Omit<PrintedEntity, "legacy">): readonly FieldModel[] {
  const whole = node.kind === "object" ? node.properties : [];
  const data = whole.find(({ name }) => name === "data")?.node;
  const within = shape === "enveloped" ? propertiesOf(data) : whole;
  return within.filter(({ name }) => fields.includes(name));
}

function propertiesOf(node: TypeNode | undefined) {
  return node?.kind === "object" ? node.properties : [];
}

function parse(text: string, source: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new GeneratorError(`${source} is not JSON: ${reason}`, [], { cause: error });
  }
}

function isEntity(value: unknown): value is PrintedEntity {
  return (
    isRecord(value) &&
    typeof value["type"] === "string" &&
    isNode(value["node"]) &&
    Array.isArray(value["fields"])
  );
}

function isOperation(value: unknown): value is OperationModel {
  return (
    isRecord(value) &&
    typeof value["name"] === "string" &&
    Array.isArray(value["args"]) &&
    value["args"].every((arg) => isRecord(arg) && typeof arg["name"] === "string" && isNode(arg["node"])) &&
    Array.isArray(value["touches"]) &&
    isRecord(value["effect"])
  );
}

function isNode(value: unknown): boolean {
  return isRecord(value) && typeof value["kind"] === "string";
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
