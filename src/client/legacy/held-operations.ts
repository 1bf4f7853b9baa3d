import type { EngineWarning, PendingOperation } from "./engine-types.js";

/**
 * Operations of an engine that drops its oldest, while it is offline: they have no number yet, so that one that goes leaves no
 * gap (P4, P7). Every loss is told.
 */
export class HeldOperations {
  readonly #limit: number;
  readonly #warn: (warning: EngineWarning) => void;
  #operations: PendingOperation[] = [];

  constructor(limit: number, warn: (warning: EngineWarning) => void) {
    this.#limit = limit;
    this.#warn = warn;
  }

  all(): readonly PendingOperation[] {
    return this.#operations;
  }

  /** @param others how many operations wait elsewhere, which count but cannot go */
  add(operation: PendingOperation, others: number): void {
    this.#operations.push(operation);
    while (this.#operations.length > 1 && this.#operations.length + others > this.#limit) {
      const dropped = this.#operations.shift()!;
      const message = `${dropped.name} was dropped: more than ${this.#limit} operations wait`;
      this.#warn({ code: "operation_dropped", message, operation: dropped });
    }
  }

  /** Gives up all, to be queued in order. */
  take(): readonly PendingOperation[] {
    const taken = this.#operations;
    this.#operations = [];
    return taken;
  }
}
