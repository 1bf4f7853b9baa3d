import type { ClientRecord, ClientStorage, StateChange } from "../storage/client-storage.js";

/** Writes changes to storage in order: one write at a time, and whatever came meanwhile in the next one. */
export interface StorageWriter {
  readonly write: (change: StateChange) => void;
  /** Tries again what could not be written. */
  readonly retry: () => void;
  /** Resolves when nothing is being written; what could not be written is still held. */
  readonly settle: () => Promise<void>;
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

  const run = async (): Promise<void> => {
    while (held.length > 0) {
      const batch = held;
      held = [];
      try {
        await storage.write(batch);
      } catch (cause) {
        held = [...batch, ...held];
        failing = true;
        onFailed(cause);
        return;
      }
      failing = false;
      written = batch.at(-1)!.record;
      onStored(written);
    }
  };
  const start = (): void => {
    running ??= run().finally(() => {
      running = undefined;
    });
  };

  return {
    write: (change) => {
      const { record, ...rest } = change;
      if (record === written && held.length === 0 && Object.keys(rest).length === 0) return;
      held.push(change);
      start();
    },
    retry: () => {
      if (failing) start();
    },
    settle: async () => {
      await running;
    },
    isFailing: () => failing,
  };
}
