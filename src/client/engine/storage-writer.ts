import type { ClientRecord, ClientStorage, StateChange } from "../storage/client-storage.js";

/** Entities can be fetched again, operations cannot: a storage that is full of the ones still has to keep the others (P23). */
function withoutEntities({ record, append, remove }: StateChange): StateChange {
  const { stateVersion: _, ...unversioned } = record;
  return { record: unversioned, reset: true, append, remove };
}

/**
 * Writes changes to storage in order: one write at a time, and whatever came meanwhile in the next one. None begins
 * before the engine has told whatever else came of the same event: a verdict is heard before it is written (P23).
 */
export interface StorageWriter {
  readonly write: (change: StateChange) => void;
  /** Tries again what could not be written. */
  readonly retry: () => void;
  /** Resolves when nothing is being written; what could not be written is still held. */
  readonly settle: () => Promise<void>;
  /** Forgets what could not be written, for good, and says which operations were in it. */
  readonly discard: () => ReadonlySet<string>;
  /** The last write failed. */
  readonly isFailing: () => boolean;
}

export function createStorageWriter(
  storage: ClientStorage,
  onStored: (record: ClientRecord) => void,
  onFailed: (cause: unknown) => void,
): StorageWriter {
  let held: StateChange[] = [];
  let running: Promise<void> | undefined;
  let written: ClientRecord | undefined;
  let failing = false;
  /** The storage holds no entities, so that it needs all of them before it can take changes to some. */
  let isBare = false;

  const run = async (): Promise<void> => {
    failing = false;
    while (held.length > 0) {
      const batch = held;
      held = [];
      if (batch.some(({ reset, put }) => reset && put)) isBare = false;
      try {
        await storage.write(isBare ? batch.map(withoutEntities) : batch);
      } catch (cause) {
        failing = await storage.write(batch.map(withoutEntities)).then(
          () => false,
          () => true,
        );
        isBare ||= !failing;
        if (failing) held = [...batch, ...held];
        onFailed(cause);
        if (failing) break;
      }
      written = batch.at(-1)!.record;
      onStored(written);
    }
    // Here and not when the promise has resolved: a change that comes in between must find nobody writing.
    running = undefined;
  };
  const start = (): void => {
    running ??= Promise.resolve().then(run);
  };

  return {
    write: (change) => {
      const { record, ...rest } = change;
      if (record === written && held.length === 0 && Object.keys(rest).length === 0) return;
      held.push(change);
      if (!failing) start();
    },
    retry: () => {
      if (failing) start();
    },
    settle: async () => {
      await running;
    },
    discard: () => {
      const keys = held.flatMap(({ append = [] }) => append.map(({ key }) => key));
      held = [];
      failing = false;
      return new Set(keys);
    },
    isFailing: () => failing,
  };
}
