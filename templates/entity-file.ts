import { type Code, join, nothing } from "./code/index.js";
import { entityEffects } from "./entity-effects.js";
import { entityRuntime } from "./entity-runtime.js";
import { definitionTypes, entityTypes } from "./entity-types.js";
import { createValidatorScope, definitionValidators, entityValidators } from "./entity-validators.js";
import type { ContractView, EntityView } from "./views.js";

/** A file's body with the names that it declares, so that nothing imported takes one of them. */
export interface RenderedFile {
  readonly body: Code;
  readonly declared: Iterable<string>;
}

/** `entities/<entity>.gen.ts`: all of one entity. Pure: it imports no handler and nothing of another entity. */
export function entityFileBody(entity: EntityView, contract: ContractView): RenderedFile {
  const { names, operations } = entity;
  const effects = operations.some((operation) => operation.effect.kind !== "custom");
  const scope = createValidatorScope(contract, [
    ...Object.values(names),
    ...operations.flatMap((operation) => Object.values(operation.names)),
  ]);
  const body = join(
    [
      entityTypes(entity, contract),
      effects ? entityEffects(entity, contract) : nothing,
      entityValidators(entity, contract, scope),
      entityRuntime(entity, contract),
    ],
    "\n\n",
  );
  return { body, declared: scope.declared };
}

/** `definitions.gen.ts`: the named types that entities and arguments share, with what checks and copies them. */
export function definitionsFileBody(contract: ContractView): RenderedFile {
  const scope = createValidatorScope(
    contract,
    contract.definitions.flatMap(({ names }) => Object.values(names)),
  );
  const body = join([definitionTypes(contract), definitionValidators(contract, scope)], "\n\n");
  return { body, declared: scope.declared };
}
