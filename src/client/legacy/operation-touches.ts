import type { Mutation } from "../mutation.js";
import type { ViewChange } from "../view-change.js";

export interface TouchedEntity {
  readonly type: string;
  readonly id: string;
}

/** Names an entity among others. */
export const touchKey = ({ type, id }: TouchedEntity): string => JSON.stringify([type, id]);

interface Named {
  readonly name: string;
  readonly args: readonly unknown[];
}

/** Which entities operations change: what an upsert or a delete names, and what the view showed of any other. */
export class OperationTouches {
  readonly #seen = new Map<Mutation, TouchedEntity[]>();

  /** An operation has changed the view so. @param named what its maker says that it changes */
  saw(mutation: Mutation, changes: readonly ViewChange[], named?: TouchedEntity): void {
    const touched: TouchedEntity[] = changes.flatMap((change) =>
      [...change].flatMap(([type, ids]) => [...ids].map((id) => ({ type, id }))),
    );
    if (named !== undefined) touched.push(named);
    if (touched.length > 0) this.#seen.set(mutation, touched);
  }

  of(operation: Named & { readonly id: number }): readonly TouchedEntity[] {
    return [...legacyTouchOf(operation), ...(this.#byNumber().get(operation.id) ?? [])];
  }

  /** Of each entity, by type and id, the last of these operations that changes it. */
  lastOf<Operation extends Named & { readonly id: number }>(
    operations: readonly Operation[],
  ): ReadonlyMap<string, Operation> {
    const seen = this.#byNumber();
    const last = new Map<string, Operation>();
    for (const operation of operations) {
      for (const touched of [...legacyTouchOf(operation), ...(seen.get(operation.id) ?? [])]) {
        last.set(touchKey(touched), operation);
      }
    }
    return last;
  }

  #byNumber(): ReadonlyMap<number, readonly TouchedEntity[]> {
    return new Map(
      [...this.#seen].flatMap(([{ id }, touched]) => (id === 0 ? [] : [[id, touched] as const])),
    );
  }

  /** Forgets the operations that are not held any more. */
  keep(held: readonly { readonly id: number }[]): void {
    if (this.#seen.size === 0) return;
    const ids = new Set(held.map(({ id }) => id));
    for (const mutation of this.#seen.keys()) if (!ids.has(mutation.id)) this.#seen.delete(mutation);
  }
}

/** What an operation names that stands for a change of a whole entity (P31). */
function legacyTouchOf({ name, args }: Named): readonly TouchedEntity[] {
  const [, type] = /^(?:upsert|delete)(.+)$/su.exec(name) ?? [];
  const [id] = args;
  if (type === undefined || typeof id !== "string") return [];
  return args.length === 1 || args.length === 2 ? [{ type, id }] : [];
}
