import type { Assignment, ValueExpression } from "../src/contract/contract.js";
import { withoutWrappers } from "../src/contract/child-nodes.js";
import { yieldsNull } from "../src/contract/nullability.js";
import { isOptionalOut } from "../src/contract/optionality.js";
import type { Json, TypeNode } from "../src/contract/type-node.js";
import {
  Code,
  code,
  comment,
  identifier,
  importedType,
  join,
  literal,
  literalKey,
  member,
  nothing,
  plainText,
  type Identifier,
} from "./code/index.js";
import { entityFile, protocolModule, transactionFile } from "./modules.js";
import { parsedArguments } from "./entity-validators.js";
import type { ArgumentView, ContractView, EntityView, OperationView } from "./views.js";

const fieldChanges = importedType("FieldChanges", protocolModule);
const mutationContext = importedType("MutationContext", protocolModule);
const transaction = importedType("Transaction", { file: transactionFile });

/** The declared effects as functions: on the client at once, on the server with authority. */
export function entityEffects(entity: EntityView, contract: ContractView): Code {
  const declared = entity.operations.filter((operation) => operation.effect.kind !== "custom");
  return join(
    declared.map((operation) => applyText(operation, entity, contract)),
    "\n\n",
  );
}

function applyText(operation: OperationView, entity: EntityView, contract: ContractView): Code {
  const body = effectText(operation, entity, contract);
  const readsContext = assignmentsOf(operation).some(
    ({ value }) => value.kind === "now" || value.kind === "user",
  );
  return code`${comment(operation)}export function ${operation.names.apply}(tx: ${transaction}, [${usedLocals(
    operation,
  )}]: ${parsedArguments(operation, contract)}${readsContext && code`, context: ${mutationContext}`}): void {
  ${body}
}`;
}

/** The arguments' names, with holes for those that the effect does not read. */
function usedLocals(operation: OperationView): Code {
  const assignments = assignmentsOf(operation);
  // Nothing can be taken out of a new array, whatever it is.
  const isRead = (value: ValueExpression) =>
    operation.effect.kind !== "create" || value.kind !== "without" || fallbackOf(value) !== undefined;
  const isUsed = ({ name }: ArgumentView, index: number) =>
    index === 0 ||
    assignments.some(({ value }) => isRead(value) && sourceOf(value, operation)?.name === name);
  const locals = operation.args.map((arg, index) => (isUsed(arg, index) ? code`${arg.local}` : nothing));
  while (locals.at(-1) === nothing) locals.pop();
  return join(locals, ", ");
}

function assignmentsOf({ effect }: OperationView): readonly Assignment[] {
  return "set" in effect ? effect.set : [];
}

function effectText(operation: OperationView, entity: EntityView, contract: ContractView): Code {
  const collection = code`tx${member(entity.type)}`;
  const id = operation.args[0]!.local;
  const { effect } = operation;
  switch (effect.kind) {
    case "create":
      return code`${collection}.insert(${id}, ${insertedText(effect.set, operation, entity, contract)});`;
    case "update":
      return updateText(effect.set, operation, entity, contract, collection);
    case "upsert":
      return code`if (${collection}.has(${id})) {
  ${updateText(
    effect.set.filter(({ onlyNew }) => !onlyNew),
    operation,
    entity,
    contract,
    collection,
  )}
} else {
  ${collection}.insert(${id}, ${insertedText(effect.set, operation, entity, contract)});
}`;
    case "remove":
      return code`${collection}.delete(${id});`;
    case "custom":
    case "legacy_upsert":
    case "legacy_delete":
      return nothing;
  }
}

/** The fields of a new entity; an absent optional argument leaves its field out. */
function insertedText(
  set: readonly Assignment[],
  operation: OperationView,
  entity: EntityView,
  contract: ContractView,
): Code {
  const lines = set
    .filter((assignment) => assignment.value.kind !== "unset")
    .map(({ field, value }) => {
      const node = fieldNode(field, entity);
      const mayLack = isOptionalOut(node, contract.definitionNodes);
      const absent =
        isExact(node) && fallbackOf(value) === undefined ? conditionOf(value, operation) : undefined;
      return propertyOf(field, insertedValue(value, node, operation, mayLack), absent);
    });
  return lines.length === 0 ? code`{}` : code`{ ${join(lines, ", ")} }`;
}

/** @param mayLack whether a new entity goes without the field where the argument is absent */
function insertedValue(
  value: ValueExpression,
  node: TypeNode,
  operation: OperationView,
  mayLack: boolean,
): Code {
  const given = givenValue(value, node, operation);
  const absent = conditionOf(value, operation);
  if (absent === undefined) return given;
  const fallback = fallbackOf(value);
  if (fallback !== undefined) return code`${absent} === undefined ? ${literal(fallback)} : ${given}`;
  if (value.kind === "argument" || isExact(node)) return given;
  if (value.kind === "increment") return mayLack ? given : code`${given} ?? 0`;
  return code`${absent} === undefined ? ${mayLack ? code`undefined` : code`[]`} : ${given}`;
}

/** What a new entity gets where no argument is absent. */
function givenValue(value: ValueExpression, node: TypeNode, operation: OperationView): Code {
  switch (value.kind) {
    case "increment":
      return valueText(value.by, operation);
    case "append":
      return code`[${valueText(value.value, operation)}]`;
    case "without":
      return code`[]`;
    default:
      return fieldValueText(value, node, operation);
  }
}

/** One call where every field is given; a patch built step by step where an argument may be absent. */
function updateText(
  set: readonly Assignment[],
  operation: OperationView,
  entity: EntityView,
  contract: ContractView,
  collection: Code,
): Code {
  const id = operation.args[0]!.local;
  const current = code`current${entity.shape === "enveloped" && code`.data`}`;
  const isConditional = (assignment: Assignment) => conditionOf(assignment.value, operation) !== undefined;
  const lines = set
    .filter((assignment) => !isConditional(assignment))
    .map(({ field, value }) =>
      propertyOf(field, updatedValue(value, field, operation, entity, contract, current)),
    );
  const fixed = lines.length === 0 ? code`{}` : code`{ ${join(lines, ", ")} }`;
  const reads = set.some(({ value }) => ["increment", "append", "without"].includes(value.kind));
  const read = reads && code`const current = ${collection}.require(${id});\n`;
  const conditional = set.filter(isConditional);
  if (conditional.length === 0) return code`${read}${collection}.update(${id}, ${fixed});`;
  const fields = importedType(entity.names.fields, { file: entityFile(entity) });
  const unsetsExact = set.some(
    ({ field, value }) => value.kind === "unset" && isExact(fieldNode(field, entity)),
  );
  const patch = unsetsExact ? code`${fieldChanges}<${fields}>` : code`Partial<${fields}>`;
  const steps = conditional.map(
    ({ field, value }) =>
      code`if (${conditionOf(value, operation)} !== undefined) fields${member(field)} = ${updatedValue(value, field, operation, entity, contract, current)};`,
  );
  return code`${read}const fields: ${patch} = ${fixed};
${join(steps, "\n")}
${collection}.update(${id}, fields);`;
}

function updatedValue(
  value: ValueExpression,
  field: string,
  operation: OperationView,
  entity: EntityView,
  contract: ContractView,
  current: Code,
): Code {
  const node = fieldNode(field, entity);
  const canBeAbsent = isOptionalOut(node, contract.definitionNodes) || yieldsNull(node);
  const held = code`${current}${member(field)}`;
  switch (value.kind) {
    case "increment":
      return code`${canBeAbsent ? code`(${held} ?? 0)` : held} + ${operand(value.by, operation)}`;
    case "append":
      return code`[...${canBeAbsent ? code`(${held} ?? [])` : held}, ${valueText(value.value, operation)}]`;
    case "without": {
      const item = freeLocal("item", operation);
      return code`${canBeAbsent ? code`(${held} ?? [])` : held}.filter((${item}) => ${item} !== ${valueText(value.value, operation)})`;
    }
    default:
      return fieldValueText(value, node, operation);
  }
}

/** A name that no argument has. */
function freeLocal(wanted: string, operation: OperationView): Identifier {
  let free = wanted;
  while (operation.args.some((arg) => arg.local === free)) free = `_${free}`;
  return identifier(free);
}

/** The type of what a transform yields is not known here; that it fits, the authoring types have said. */
function fieldValueText(value: ValueExpression, node: TypeNode, operation: OperationView): Code {
  const text = valueText(value, operation);
  if (value.kind !== "argument" || withoutWrappers(node).kind === "unknown") return text;
  return withoutWrappers(argument(value.name, operation).node).kind === "unknown"
    ? code`${text} as never`
    : text;
}

function operand(value: ValueExpression, operation: OperationView): Code {
  const text = valueText(value, operation);
  return value.kind === "literal" ? code`(${text})` : text;
}

function valueText(value: ValueExpression, operation: OperationView): Code {
  switch (value.kind) {
    case "literal":
      return literal(value.value);
    case "argument":
      return code`${argument(value.name, operation).local}`;
    case "now":
      return value.as === "number" ? code`context.now` : code`new Date(context.now).toISOString()`;
    case "user":
      return code`(context.userId ?? context.reject("user_unknown", "This operation needs to know its author."))`;
    case "unset":
      return code`undefined`;
    case "increment":
    case "append":
    case "without":
      throw new TypeError(`${value.kind} stands inside another value`);
  }
}

/** The argument whose absence leaves the field as it is. */
function conditionOf(value: ValueExpression, operation: OperationView): Identifier | undefined {
  const arg = sourceOf(value, operation);
  return arg?.canBeAbsent ? arg.local : undefined;
}

/** The argument that the value is, or is made from. */
function sourceOf(value: ValueExpression, operation: OperationView): ArgumentView | undefined {
  switch (value.kind) {
    case "argument":
      return argument(value.name, operation);
    case "increment":
      return sourceOf(value.by, operation);
    case "append":
    case "without":
      return sourceOf(value.value, operation);
    default:
      return undefined;
  }
}

function fallbackOf(value: ValueExpression): Json | undefined {
  switch (value.kind) {
    case "argument":
      return value.fallback;
    case "increment":
      return fallbackOf(value.by);
    case "append":
    case "without":
      return fallbackOf(value.value);
    default:
      return undefined;
  }
}

function fieldNode(name: string, entity: EntityView): TypeNode {
  return entity.fields.find((field) => field.name === name)!.node;
}

function argument(name: string, operation: OperationView): ArgumentView {
  const found = operation.args.find((arg) => arg.name === name);
  if (!found) throw new TypeError(`${operation.name} has no argument ${name}`);
  return found;
}

/**
 * `title`, `"first-name": firstName`.
 *
 * @param absent where this is undefined the property must not be there at all: its type forbids the value
 */
export function propertyOf(name: string, text: Code, absent?: Identifier): Code {
  const isShorthand = plainText(text) === name && name !== "__proto__";
  const property = isShorthand ? text : code`${literalKey(name)}: ${text}`;
  return absent === undefined ? property : code`...(${absent} !== undefined && { ${property} })`;
}

/** Whether the key may be absent but not undefined. */
export function isExact(node: TypeNode): boolean {
  if (node.kind === "optional") return node.exact === true || isExact(node.inner);
  return "inner" in node && isExact(node.inner);
}
