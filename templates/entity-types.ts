import { Code, code, comment, importedType, join, key, type CodeValue } from "./code/index.js";
import { definitionsFile, protocolModule, transactionFile } from "./modules.js";
import { objectText, propertyText, typeText, type TypeTextContext } from "./type-text.js";
import type { ArgumentView, ContractView, EntityView, OperationView } from "./views.js";
import type { TypeNode } from "../src/contract/type-node.js";

const mutation = importedType("Mutation", protocolModule);
const mutationContext = importedType("MutationContext", protocolModule);
const transaction = importedType("Transaction", { file: transactionFile });

/** The entity's types, and those of the arguments of its operations. */
export function entityTypes(entity: EntityView, contract: ContractView): Code {
  const context = typeContext(contract, "output");
  return join(
    [
      entityText(entity, context),
      fieldsText(entity, context),
      ...entity.operations.map((operation) => operationText(operation, contract)),
      operationsText(entity),
      mutateText(entity, contract),
    ],
    "\n\n",
  );
}

/** The named types: those that contain themselves. */
export function definitionTypes(contract: ContractView): Code {
  return join(
    contract.definitions.flatMap((definition) => [
      declaration(definition.names.type, definition.node, typeContext(contract, "output")),
      code`/** What the validator takes: {@link ${definition.names.type}} with defaults left out. */
${declaration(definition.names.input, definition.node, typeContext(contract, "input"))}`,
    ]),
    "\n\n",
  );
}

export function typeContext(contract: ContractView, direction: "input" | "output"): TypeTextContext {
  return {
    direction,
    definitions: contract.definitionNodes,
    reference: (name, wanted) =>
      importedType(definitionName(contract, name, wanted), { file: definitionsFile }),
  };
}

function definitionName(contract: ContractView, name: string, direction: "input" | "output") {
  const definition = contract.definitions.find((candidate) => candidate.name === name)!;
  return direction === "input" ? definition.names.input : definition.names.type;
}

/** An interface where the node is an object of known keys, so that messages and hovers name it; a type otherwise. */
function declaration(name: CodeValue, node: TypeNode, context: TypeTextContext): Code {
  const plain = withoutCode(node);
  return plain.kind === "object" && (plain.properties.length > 0 || plain.unknownKeys !== "strip")
    ? code`export interface ${name} ${objectText(plain.properties, plain.unknownKeys, context)}`
    : code`export type ${name} = ${typeText(node, context)};`;
}

function entityText(entity: EntityView, context: TypeTextContext): Code {
  const node = withoutCode(entity.node);
  if (entity.shape === "flat" || node.kind !== "object")
    return code`${comment(entity)}${declaration(entity.names.type, entity.node, context)}`;
  const properties = node.properties.map((property) =>
    property.name === "data"
      ? code`${comment(property)}data: ${entity.names.fields};`
      : propertyText(property, context),
  );
  return code`${comment(entity)}export interface ${entity.names.type} {
  ${join(properties, "\n")}
}`;
}

function fieldsText(entity: EntityView, context: TypeTextContext): Code {
  const node = withoutCode(entity.node);
  const data =
    entity.shape === "enveloped" && node.kind === "object"
      ? node.properties.find((property) => property.name === "data")?.node
      : undefined;
  const fields: TypeNode = { kind: "object", properties: entity.fields, unknownKeys: "strip" };
  return code`/** What operations set on ${entity.shape === "enveloped" ? code`{@link ${entity.names.type}.data}` : code`a {@link ${entity.names.type}}`}. */
${declaration(entity.names.fields, data ?? fields, context)}`;
}

function operationText(operation: OperationView, contract: ContractView): Code {
  const input = typeContext(contract, "input");
  const output = typeContext(contract, "output");
  const labels = operation.args.map((arg) => argumentText(arg, input));
  const properties = operation.args.map(
    (arg) =>
      code`${comment(arg)}${key(arg.name)}${arg.canBeAbsent && code`?`}: ${typeText(arg.node, output)};`,
  );
  return join(
    [
      code`${comment(operation)}export type ${operation.names.args} = [${join(labels, ", ")}];`,
      code`export interface ${operation.names.input} {
  ${join(properties, "\n")}
}`,
      operation.effect.kind === "custom" &&
        code`/** Runs on the client at once and on the server with authority; may run many times, so it must depend on nothing but its parameters, and wait for nothing. */
export type ${operation.names.mutator} = (tx: ${transaction}, input: ${operation.names.input}, context: ${mutationContext}) => void | undefined;`,
    ].filter((piece) => piece !== false),
    "\n\n",
  );
}

function operationsText(entity: EntityView): Code {
  const { names, legacy } = entity;
  const lines = [
    ...entity.operations.map(
      (operation) =>
        code`${key(operation.name)}: { args: ${operation.names.args}; input: ${operation.names.input} };`,
    ),
    code`${key(legacy.upsert)}: { args: [entityId: string, entity: ${names.type}]; input: { entityId: string; entity: ${names.type} } };`,
    code`${key(legacy.delete)}: { args: [entityId: string]; input: { entityId: string } };`,
  ];
  return code`/** The operations whose code lies with \`${names.type}\`, by name. */
export interface ${names.operations} {
  ${join(lines, "\n")}
}`;
}

/** Parameters written out, not spread from the tuple: the compiler has less work at each call. */
function mutateText(entity: EntityView, contract: ContractView): Code {
  const context = typeContext(contract, "input");
  const lines = entity.operations.map((operation) => {
    const parameters = operation.args.map((arg) => argumentText(arg, context));
    return code`${comment(operation)}readonly ${key(operation.name)}: (${join(parameters, ", ")}) => ${mutation};`;
  });
  return code`export interface ${entity.names.mutate} {
  ${join(lines, "\n")}
}`;
}

/** `title: string`, `projectId?: string | undefined`: the label of a tuple's item, or a parameter. */
function argumentText(arg: ArgumentView, context: TypeTextContext): Code {
  return code`${arg.local}${arg.isOptional && code`?`}: ${typeText(arg.node, context)}`;
}

function withoutCode(node: TypeNode): TypeNode {
  return node.kind === "zod"
    ? withoutCode(node.base)
    : node.kind === "readonly"
      ? withoutCode(node.inner)
      : node;
}
