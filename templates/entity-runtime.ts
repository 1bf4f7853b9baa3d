import {
  type Code,
  code,
  imported,
  importedType,
  join,
  key,
  literal,
  literalKey,
  member,
} from "./code/index.js";
import { isExact, propertyOf } from "./entity-effects.js";
import { parsedArguments } from "./entity-validators.js";
import { protocolModule, transactionFile } from "./modules.js";
import type { ContractView, EntityView, OperationView } from "./views.js";

const legacyOperations = imported("legacyOperations", protocolModule);
const mutationContext = importedType("MutationContext", protocolModule);
const runtimeEntity = importedType("RuntimeEntity", protocolModule);
const runtimeOperations = importedType("RuntimeOperations", protocolModule);
const transaction = importedType("Transaction", { file: transactionFile });

/** What the running contract is put together from. */
export function entityRuntime(entity: EntityView, contract: ContractView): Code {
  const isCustom = (operation: OperationView) => operation.effect.kind === "custom";
  const custom = entity.operations.filter(isCustom);
  return join(
    [
      runtimeEntityText(entity),
      runtimeOperationsText(entity, contract),
      ...(custom.length > 0
        ? [mutatorsText(entity, custom), customOperationsText(entity, custom, contract)]
        : []),
    ],
    "\n\n",
  );
}

function runtimeEntityText(entity: EntityView): Code {
  return code`export const ${entity.names.runtimeEntity}: ${runtimeEntity} = {
  type: ${literal(entity.type)},
  shape: ${literal(entity.shape)},
  ${entity.createdAt !== undefined && code`createdAt: ${literal(entity.createdAt)},\n`}${entity.updatedAt !== undefined && code`updatedAt: ${literal(entity.updatedAt)},\n`}validator: ${entity.names.validator},
};`;
}

function runtimeOperationsText(entity: EntityView, contract: ContractView): Code {
  const declared = entity.operations.filter((operation) => operation.effect.kind !== "custom");
  const operations = declared.map((operation) => runtimeOperationText(operation, contract));
  return code`export const ${entity.names.runtimeOperations}: ${runtimeOperations} = {
  ${join(operations, "\n")}
  ...${legacyOperations}(${entity.names.runtimeEntity}),
};`;
}

/** The mutators of custom operations come from the user's handler files, which only the contract imports. */
function mutatorsText(entity: EntityView, custom: readonly OperationView[]): Code {
  const lines = custom.map((operation) => code`readonly ${key(operation.name)}: ${operation.names.mutator};`);
  return code`/** What the handler files hold for the custom operations of {@link ${entity.names.type}}. */
export interface ${entity.names.mutators} {
  ${join(lines, "\n")}
}`;
}

function customOperationsText(
  entity: EntityView,
  custom: readonly OperationView[],
  contract: ContractView,
): Code {
  const operations = custom.map((operation) => runtimeOperationText(operation, contract));
  return code`export function ${entity.names.customOperations}(mutators: ${entity.names.mutators}): ${runtimeOperations} {
  return {
    ${join(operations, "\n")}
  };
}`;
}

function runtimeOperationText(operation: OperationView, contract: ContractView): Code {
  return code`${literalKey(operation.name)}: {
  name: ${literal(operation.name)},
  touches: ${literal(operation.touches)},
  argumentNames: ${literal(operation.args.map((arg) => arg.name))},
  ${operation.nullIsAbsent.length > 0 && code`nullIsAbsent: ${literal(operation.nullIsAbsent)},\n`}args: ${operation.names.validator},
  mutate: ${mutateText(operation, contract)},
},`;
}

/** A custom operation's mutator gets its arguments by name. */
function mutateText(operation: OperationView, contract: ContractView): Code {
  if (operation.effect.kind !== "custom") return code`${operation.names.apply}`;
  const locals = operation.args.map((arg) => arg.local);
  const properties = operation.args.map((arg) =>
    propertyOf(arg.name, code`${arg.local}`, isExact(arg.node) ? arg.local : undefined),
  );
  return code`(tx: ${transaction}, [${join(locals, ", ")}]: ${parsedArguments(operation, contract)}, context: ${mutationContext}): void => {
  mutators${member(operation.name)}(tx, { ${join(properties, ", ")} }, context);
}`;
}
