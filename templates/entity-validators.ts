import {
  type Code,
  code,
  type CodeValue,
  imported,
  importedDefault,
  importedType,
  join,
} from "./code/index.js";
import { definitionsFile, entityFile } from "./modules.js";
import { typeContext } from "./entity-types.js";
import { typeText } from "./type-text.js";
import { renderDefinitions, renderValidator, ValidatorScope } from "./validators/index.js";
import type { ContractView, EntityView, OperationView } from "./views.js";

/** The entity's validator, and one for the arguments of each of its operations. */
export function entityValidators(entity: EntityView, contract: ContractView, scope: ValidatorScope): Code {
  const validators = [
    renderValidator(
      {
        name: entity.names.validator,
        node: entity.node,
        output: entity.names.type,
        input: inputOf(entity, contract),
        doc: `Any value → {@link ${entity.names.type}}`,
      },
      scope,
    ),
    ...entity.operations.map((operation) => operationValidator(operation, contract, scope)),
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

function operationValidator(operation: OperationView, contract: ContractView, scope: ValidatorScope): Code {
  return renderValidator(
    {
      name: operation.names.validator,
      node: { kind: "tuple", items: operation.args.map((arg) => arg.node) },
      itemNames: operation.args.map((arg) => arg.local),
      output: parsedArguments(operation, contract),
      input: operation.names.args,
    },
    scope,
  );
}

/** The arguments as the validator yields them: the callers' tuple, unless defaults make it another. */
export function parsedArguments(operation: OperationView, contract: ContractView): CodeValue {
  if (!operation.hasDefaults || operation.origin === "legacy") return operation.names.args;
  const context = typeContext(contract, "output");
  const labels = operation.args.map(
    (arg) => code`${arg.local}${arg.canBeAbsent && code`?`}: ${typeText(arg.node, context)}`,
  );
  return code`[${join(labels, ", ")}]`;
}

function inputOf(entity: EntityView, contract: ContractView): CodeValue {
  return entity.hasDefaults ? typeText(entity.node, typeContext(contract, "input")) : entity.names.type;
}
