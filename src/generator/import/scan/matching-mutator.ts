import type { Node } from "ts-morph";
import type { Contract, EntityModel, OperationModel } from "../../../contract/contract.js";
import { yieldsNull } from "../../../contract/nullability.js";
import type { TypeNode } from "../../../contract/type-node.js";
import type { LegacyChange, Unreadable } from "./legacy-change.js";
import { declaredOperations } from "../../../contract/declared-operations.js";

/** An operation that does the same, with its arguments as they are written. */
export interface MatchingMutator {
  readonly operation: OperationModel;
  readonly args: readonly (Node | undefined)[];
}

/** The operations of an entity that are mutators: what the contract has for every type is not. */
export function mutatorsOf(contract: Contract, entity: string): OperationModel[] {
  return declaredOperations(contract).filter((one) => one.entity === entity);
}

/**
 * The one operation that does what a legacy call does, to the last field: where there are several, or none, a person
 * decides. `isNew`: the entity cannot be there yet, so that adding and upserting are the same.
 */
export function matchingMutator(
  contract: Contract,
  entity: EntityModel,
  change: LegacyChange,
  isNew: boolean,
): MatchingMutator | Unreadable {
  const operations = mutatorsOf(contract, entity.type);
  if (change.kind === "delete") {
    const removing = operations.filter(({ effect }) => effect.kind === "remove");
    const [operation] = removing;
    if (operation === undefined || removing.length > 1)
      return countReason(removing.length, `removes a ${entity.type}`);
    return { operation, args: [change.id] };
  }
  const matches = operations.flatMap((operation) => {
    const args = argumentsFor(operation, entity, change, isNew);
    return args === undefined ? [] : [{ operation, args }];
  });
  const [match] = matches;
  if (match !== undefined && matches.length === 1) return match;
  if (matches.length > 1) return countReason(matches.length, "does this");
  return {
    reason: isNew
      ? `no operation adds a ${entity.type} with just these fields`
      : `whether the ${entity.type} is there already is not known here`,
  };
}

function countReason(count: number, what: string): Unreadable {
  return { reason: count === 0 ? `no operation ${what}` : `more than one operation ${what}` };
}

/** `undefined` where the operation would do something else. */
function argumentsFor(
  operation: OperationModel,
  entity: EntityModel,
  change: LegacyChange & { readonly kind: "put" },
  isNew: boolean,
): readonly (Node | undefined)[] | undefined {
  const { effect } = operation;
  if (!(effect.kind === "create" && isNew) && effect.kind !== "upsert") return undefined;
  const targets = new Map<string, string>();
  for (const { field, value } of effect.set) {
    const model = entity.fields.find(({ name }) => name === field);
    if (value.kind === "argument" && value.name !== "id" && !targets.has(value.name))
      targets.set(value.name, field);
    else if (value.kind === "now" && /^(created|updated)At$/.test(field) && entity.shape === "flat") continue;
    else if (change.fields.has(field) || !(value.kind === "literal" && isDefault(model?.node, value.value)))
      return undefined;
  }
  const covered = new Set(targets.values());
  if ([...change.fields.keys()].some((field) => !covered.has(field))) return undefined;
  // An upsert of an entity that is there leaves what it is not given; a legacy one replaced the whole.
  if (!isNew && entity.fields.some(({ name }) => !change.fields.has(name) || !covered.has(name)))
    return undefined;
  return positional(operation, targets, change);
}

function positional(
  operation: OperationModel,
  targets: ReadonlyMap<string, string>,
  change: LegacyChange & { readonly kind: "put" },
): readonly (Node | undefined)[] | undefined {
  const args: (Node | undefined)[] = [];
  for (const [index, argument] of operation.args.entries()) {
    const field = targets.get(argument.name);
    const value = index === 0 ? change.id : field === undefined ? undefined : change.fields.get(field);
    if (value === undefined && !argument.optional) return undefined;
    args.push(value);
  }
  while (args.length > 0 && args.at(-1) === undefined) args.pop();
  // An argument that is left out before another one travels as null.
  const gaps = operation.args.slice(0, args.length).filter((_, index) => args[index] === undefined);
  return gaps.some(({ node }) => yieldsNull(node)) ? undefined : args;
}

function isDefault(node: TypeNode | undefined, value: unknown): boolean {
  if (node === undefined) return false;
  if (
    (node.kind === "default" || node.kind === "prefault") &&
    JSON.stringify(node.value) === JSON.stringify(value)
  )
    return true;
  return "inner" in node && isDefault(node.inner, value);
}
