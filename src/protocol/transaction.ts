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

/** What transactions inherit from; it inherits from nothing itself, so that a name that is no type finds nothing. */
interface TransactionPrototype {
  [STATE]?: TransactionState;
}

/** Getters by type, made once for the entities of a contract: a transaction costs nothing for the types it does not touch. */
const prototypes = new WeakMap<RuntimeContract["entities"], TransactionPrototype>();

function prototypeFor({ entities }: RuntimeContract): TransactionPrototype {
  const known = prototypes.get(entities);
  if (known !== undefined) return known;
  const prototype = Object.create(null) as TransactionPrototype;
  for (const [type, model] of Object.entries(entities)) {
    Object.defineProperty(prototype, type, {
      enumerable: true,
      get(this: TransactionPrototype) {
        const { collections, view, now } = this[STATE]!;
        let collection = collections.get(type);
        if (collection === undefined) {
          collection = new EntityCollection(model, view, now);
          collections.set(type, collection);
        }
        return collection;
      },
    });
  }
  prototypes.set(entities, prototype);
  return prototype;
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
  const transaction = Object.create(prototypeFor(contract)) as TransactionPrototype;
  transaction[STATE] = { view, now: context.now, collections: new Map() };
  return transaction as Transaction;
}
