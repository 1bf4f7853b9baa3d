import type { Assignment, Effect, ValueExpression } from "../src/contract/contract.js";
import { isOptionalOut } from "../src/contract/optionality.js";
import {
  Code,
  code,
  comment,
  imported,
  importedType,
  join,
  literal,
  literalKey,
  member,
  nothing,
  plainText,
} from "./code/index.js";
import { protocolModule, transactionFile, entityFile } from "./modules.js";
import { parsedArguments } from "./entity-validators.js";
import type { ArgumentView, ContractView, EntityView, OperationView } from "./views.js";

const mutationContext = importedType("MutationContext", protocolModule);
const runtimeEntity = importedType("RuntimeEntity", protocolModule);
const runtimeOperation = importedType("RuntimeOperation", protocolModule);
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
  const usesContext = readsContext(operation.effect);
  return code`${comment(operation)}export function ${operation.names.apply}(tx: ${transaction}, [${join(
    operation.args.map((arg) => arg.local),
    ", ",
  )}]: ${parsedArguments(operation, contract)}${usesContext && code`, context: ${mutationContext}`}): void {
  ${body}
}`;
}

function readsContext(effect: Effect): boolean {
  return "set" in effect && effect.set.some(({ value }) => value.kind === "now" || value.kind === "user");
}

function effectText(operation: OperationView, entity: EntityView, contract: ContractView): Code {
  const collection = code`tx${member(entity.type)}`;
  const id = operation.args[0]!.local;
  const { effect } = operation;
  switch (effect.kind) {
    case "create":
      return code`${collection}.insert(${id}, ${insertedText(effect.set, operation)});`;
    case "update":
      return updateText(effect.set, operation, entity, contract, collection);
    case "upsert":
      return code`if (${collection}.has(${id})) {
  ${updateText(effect.set, operation, entity, contract, collection)}
} else {
  ${collection}.insert(${id}, ${insertedText(effect.set, operation)});
}`;
    case "remove":
      return code`${collection}.delete(${id});`;
    case "legacy_upsert":
      return code`${collection}.put(${id}, ${operation.args[1]!.local});`;
    case "legacy_delete":
      return code`${collection}.discard(${id});`;
    case "custom":
      return nothing;
  }
}

/** The fields of a new entity; an absent optional argument leaves its field out. */
function insertedText(set: readonly Assignment[], operation: OperationView): Code {
  const lines = set
    .filter((assignment) => assignment.value.kind !== "unset")
    .map(({ field, value }) => {
      const source = value.kind === "argument" ? argument(value.name, operation) : undefined;
      return propertyOf(field, insertedValue(value, operation), source);
    });
  return lines.length === 0 ? code`{}` : code`{ ${join(lines, ", ")} }`;
}

function insertedValue(value: ValueExpression, operation: OperationView): Code {
  switch (value.kind) {
    case "increment":
      return valueText(value.by, operation);
    case "append":
      return code`[${valueText(value.value, operation)}]`;
    case "without":
      return code`[]`;
    case "argument":
      return value.fallback === undefined
        ? valueText(value, operation)
        : code`${valueText(value, operation)} === undefined ? ${literal(value.fallback)} : ${valueText(value, operation)}`;
    default:
      return valueText(value, operation);
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
      propertyOf(field, updatedValue(value, field, operation, entity, contract, current), undefined),
    );
  const fixed = lines.length === 0 ? code`{}` : code`{ ${join(lines, ", ")} }`;
  const reads = set.some(({ value }) => ["increment", "append", "without"].includes(value.kind));
  const read = reads && code`const current = ${collection}.require(${id});\n`;
  const conditional = set.filter(isConditional);
  if (conditional.length === 0) return code`${read}${collection}.update(${id}, ${fixed});`;
  const fields = importedType(entity.names.fields, { file: entityFile(entity) });
  const steps = conditional.map(
    ({ field, value }) =>
      code`if (${conditionOf(value, operation)} !== undefined) fields${member(field)} = ${updatedValue(value, field, operation, entity, contract, current)};`,
  );
  return code`${read}const fields: Partial<${fields}> = ${fixed};
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
  const canBeAbsent = entity.fields.some(
    (candidate) =>
      candidate.name === field &&
      (isOptionalOut(candidate.node, contract.definitionNodes) || takesNull(candidate.node)),
  );
  const held = code`${current}${member(field)}`;
  switch (value.kind) {
    case "increment":
      return code`${canBeAbsent ? code`(${held} ?? 0)` : held} + ${operand(value.by, operation)}`;
    case "append":
      return code`[...${canBeAbsent ? code`(${held} ?? [])` : held}, ${valueText(value.value, operation)}]`;
    case "without":
      return code`${canBeAbsent ? code`(${held} ?? [])` : held}.filter((item) => item !== ${valueText(value.value, operation)})`;
    default:
      return valueText(value, operation);
  }
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
function conditionOf(value: ValueExpression, operation: OperationView): ArgumentView["local"] | undefined {
  const source =
    value.kind === "increment"
      ? value.by
      : value.kind === "append" || value.kind === "without"
        ? value.value
        : value;
  if (source.kind !== "argument") return undefined;
  const arg = argument(source.name, operation);
  return arg.canBeAbsent ? arg.local : undefined;
}

function argument(name: string, operation: OperationView): ArgumentView {
  const found = operation.args.find((arg) => arg.name === name);
  if (!found) throw new TypeError(`${operation.name} has no argument ${name}`);
  return found;
}

/** `title`, `"first-name": firstName`; spread where the type forbids an undefined value. */
export function propertyOf(name: string, text: Code, source: ArgumentView | undefined): Code {
  const isShorthand = plainText(text) === name && name !== "__proto__";
  const property = isShorthand ? text : code`${literalKey(name)}: ${text}`;
  return source?.node.kind === "optional" && source.node.exact
    ? code`...(${source.local} !== undefined && { ${property} })`
    : property;
}

function takesNull(node: EntityView["fields"][number]["node"]): boolean {
  return node.kind === "nullable" || ("inner" in node && takesNull(node.inner));
}
