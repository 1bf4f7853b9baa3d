import type { Entity } from "./entity.js";
import type { EntityFields } from "./entity-assembly.js";
import { EntityCollection } from "./entity-collection.js";
import type { EntityView } from "./entity-view.js";
import type { RuntimeContract, TransactionCollection } from "./runtime-contract.js";

/** What a mutator reads and writes through: one collection per entity type, by type. */
export interface Transaction {
  readonly [type: string]: TransactionCollection<Entity, EntityFields>;
}

const STATE = Symbol("transaction");

interface TransactionState {
  readonly view: EntityView;
  readonly now: number;
  readonly collections: Map<string, EntityCollection>;
}

type TransactionConstructor = new (state: TransactionState) => object;

/** Getters by type, made once for the entities of a contract: a transaction costs nothing for the types it does not touch. */
const constructors = new WeakMap<RuntimeContract["entities"], TransactionConstructor>();

function constructorFor({ entities }: RuntimeContract): TransactionConstructor {
  const known = constructors.get(entities);
  if (known !== undefined) return known;
  class ContractTransaction {
    readonly [STATE]: TransactionState;

    constructor(state: TransactionState) {
      this[STATE] = state;
    }
  }
  const { prototype } = ContractTransaction;
  Reflect.deleteProperty(prototype, "constructor");
  Object.setPrototypeOf(prototype, null);
  for (const [type, model] of Object.entries(entities)) {
    Object.defineProperty(prototype, type, {
      enumerable: true,
      get(this: ContractTransaction) {
        const state = this[STATE];
        let collection = state.collections.get(type);
        if (collection === undefined) {
          collection = new EntityCollection(model, state.view, state.now);
          state.collections.set(type, collection);
        }
        return collection;
      },
    });
  }
  constructors.set(entities, ContractTransaction);
  return ContractTransaction;
}

/**
 * The synchronous transaction that mutators run in, on either side. It assembles and stamps entities, and raises
 * `already_exists`, `not_found` and `entity_type_conflict` (P18). Rolling back is the view's business: what was
 * written before a throw is in the view.
 */
export function createTransaction(
  contract: RuntimeContract,
  view: EntityView,
  context: { readonly now: number },
): Transaction {
  const ContractTransaction = constructorFor(contract);
  return new ContractTransaction({ view, now: context.now, collections: new Map() }) as Transaction;
}
