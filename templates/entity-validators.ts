import { type Code, code, type CodeValue, imported, importedDefault, join } from "./code/index.js";
import { definitionsFile } from "./modules.js";
import { typeContext } from "./entity-types.js";
import { typeText } from "./type-text.js";
import { renderDefinitions, renderValidator, ValidatorScope } from "./validators/index.js";
import type { TypeNode } from "../src/contract/type-node.js";
import type { ContractView, EntityView, OperationView } from "./views.js";

/** The entity's validator, and one for the arguments of each of its operations. */
export function entityValidators(entity: EntityView, contract: ContractView, scope: ValidatorScope): Code {
  const tuples = new Map<string, TypeNode>();
  const validators = [
    renderValidator(
      {
        name: entity.names.validator,
        node: entity.node,
        output: entity.names.type,
        input: entity.hasDefaults ? code`unknown` : entity.names.type,
        doc: `Checks any value, and yields a {@link ${entity.names.type}}.`,
      },
      scope,
    ),
    ...entity.operations.map((operation) => operationValidator(operation, contract, scope, tuples)),
  ];
  return join(validators, "\n\n");
}

/** The functions that check and copy the named types. */
export function definitionValidators(contract: ContractView, scope: ValidatorScope): Code {
  const items = contract.definitions.map(({ name, node, names }) => ({
    name,
    node,
    check: names.check,
    copy: names.copy,
  }));
  return renderDefinitions(items, scope);
}

/** @param declared what the file declares besides what its validators need */
export function createValidatorScope(contract: ContractView, declared: readonly string[]): ValidatorScope {
  return new ValidatorScope({
    definitions: contract.definitionNodes,
    definitionFunctions: (name) => {
      const { names } = contract.definitions.find((definition) => definition.name === name)!;
      return {
        check: imported(names.check, { file: definitionsFile }),
        copy: imported(names.copy, { file: definitionsFile }),
      };
    },
    schema: importedDefault("schema", { file: contract.schemaFile }),
    declared,
  });
}

function operationValidator(
  operation: OperationView,
  contract: ContractView,
  scope: ValidatorScope,
  tuples: Map<string, TypeNode>,
): Code {
  return renderValidator(
    {
      name: operation.names.validator,
      node: tupleOf(operation, tuples),
      itemNames: operation.args.map((arg) => arg.local),
      output: parsedArguments(operation, contract),
      input: operation.names.args,
    },
    scope,
  );
}

/** The arguments as the validator yields them: the callers' tuple, unless defaults make it another. */
export function parsedArguments(operation: OperationView, contract: ContractView): CodeValue {
  if (!operation.hasDefaults) return operation.names.args;
  const context = typeContext(contract, "output");
  const labels = operation.args.map(
    (arg) => code`${arg.local}${arg.canBeAbsent && code`?`}: ${typeText(arg.node, context)}`,
  );
  return code`[${join(labels, ", ")}]`;
}

/** Operations that take the same arguments share one check: of all that take an id alone, for example. */
function tupleOf(operation: OperationView, tuples: Map<string, TypeNode>): TypeNode {
  const tuple: TypeNode = { kind: "tuple", items: operation.args.map((arg) => arg.node) };
  const text = JSON.stringify(tuple);
  const known = tuples.get(text);
  if (!known) tuples.set(text, tuple);
  return known ?? tuple;
}
