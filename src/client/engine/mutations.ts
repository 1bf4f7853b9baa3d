import type { PendingOperation } from "../../protocol/index.js";
import type { Mutation, Outcome } from "../mutation.js";
import type { Settlement } from "../state/sync-effect.js";
import type { QueuedOperation } from "../storage/client-storage.js";

/** The mutations that callers still wait for, by key. */
export interface Mutations {
  /** @param operation with 0 for its number: it has none yet */
  readonly open: (key: string, operation: PendingOperation) => Mutation;
  readonly number: (queued: readonly QueuedOperation[]) => void;
  readonly settle: (settled: readonly Pick<Settlement, "key" | "outcome">[]) => void;
}

export function createMutations(): Mutations {
  const opened = new Map<
    string,
    { settle: (outcome: Outcome) => void; number: (operation: PendingOperation) => void }
  >();
  return {
    open: (key, operation) => {
      let current = operation;
      const confirmed = new Promise<Outcome>((settle) => {
        opened.set(key, { settle, number: (numbered) => (current = numbered) });
      });
      return {
        get id() {
          return current.id;
        },
        get operation() {
          return current;
        },
        confirmed,
      };
    },
    number: (queued) => {
      for (const { key, operation } of queued) opened.get(key)?.number(operation);
    },
    settle: (settled) => {
      for (const { key, outcome } of settled) {
        opened.get(key)?.settle(outcome);
        opened.delete(key);
      }
    },
  };
}
