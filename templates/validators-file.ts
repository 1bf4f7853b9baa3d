import {
  type Code,
  code,
  type CodeValue,
  imported,
  importedDefault,
  importedType,
  join,
} from "./code/index.js";
import { definitionValidatorsFile, typesFile } from "./modules.js";
import { typeContext } from "./types-file.js";
import { typeText } from "./type-text.js";
import { renderDefinitions, renderValidator, ValidatorScope } from "./validators/index.js";
import type { ContractView, EntityView, OperationView } from "./views.js";

/** A file's body with the names that it turned out to declare. */
export interface RenderedFile {
  readonly body: Code;
  readonly declared: Iterable<string>;
}

/** `validators/<entity>.gen.ts`: the entity's validator, and one for the arguments of each of its operations. */
export function validatorsFileBody(entity: EntityView, contract: ContractView): RenderedFile {
  const scope = createScope(contract, [
    entity.names.validator,
    ...entity.operations.map((operation) => operation.names.validator),
  ]);
  const type = importedType(entity.names.type, { file: typesFile(entity) });
  const validators = [
    renderValidator(
      {
        name: entity.names.validator,
        node: entity.node,
        output: type,
        input: inputOf(entity, type, contract),
        doc: `Any value → {@link ${entity.names.type}}`,
      },
      scope,
    ),
    ...entity.operations.map((operation) => operationValidator(operation, entity, contract, scope)),
  ];
  return { body: join(validators, "\n\n"), declared: scope.declared };
}

/** `validators/definitions.gen.ts`: the functions that check and copy the named types. */
export function definitionValidatorsBody(contract: ContractView): RenderedFile {
  const scope = createScope(
    contract,
    contract.definitions.flatMap(({ names }) => [names.check, names.copy]),
    true,
  );
  const items = contract.definitions.map(({ name, node, names }) => ({
    name,
    node,
    check: names.check,
    copy: names.copy,
  }));
  return { body: renderDefinitions(items, scope), declared: scope.declared };
}

function operationValidator(
  operation: OperationView,
  entity: EntityView,
  contract: ContractView,
  scope: ValidatorScope,
): Code {
  const args = importedType(operation.names.args, { file: typesFile(entity) });
  return renderValidator(
    {
      name: operation.names.validator,
      node: { kind: "tuple", items: operation.args.map((arg) => arg.node) },
      itemNames: operation.args.map((arg) => arg.local),
      output: parsedArguments(operation, entity, contract),
      input: args,
    },
    scope,
  );
}

/** The arguments as the validator yields them: the callers' tuple, unless defaults make it another. */
export function parsedArguments(
  operation: OperationView,
  entity: EntityView,
  contract: ContractView,
): CodeValue {
  const args = importedType(operation.names.args, { file: typesFile(entity) });
  if (!operation.hasDefaults || operation.origin === "legacy") return args;
  const context = typeContext(contract, "output");
  const labels = operation.args.map(
    (arg) => code`${arg.local}${arg.canBeAbsent && code`?`}: ${typeText(arg.node, context)}`,
  );
  return code`[${join(labels, ", ")}]`;
}

function inputOf(entity: EntityView, type: CodeValue, contract: ContractView): CodeValue {
  return entity.hasDefaults ? typeText(entity.node, typeContext(contract, "input")) : type;
}

function createScope(
  contract: ContractView,
  declared: readonly string[],
  isDefinitions = false,
): ValidatorScope {
  return new ValidatorScope({
    definitions: contract.definitionNodes,
    definitionFunctions: (name) => {
      const { names } = contract.definitions.find((definition) => definition.name === name)!;
      return isDefinitions
        ? names
        : {
            check: imported(names.check, { file: definitionValidatorsFile }),
            copy: imported(names.copy, { file: definitionValidatorsFile }),
          };
    },
    schema: importedDefault("schema", { file: contract.schemaFile }),
    declared,
  });
}
