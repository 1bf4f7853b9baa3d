import type { OperationConfirmation } from "../../protocol/index.js";
import type { ClientEngine } from "../engine/client-engine.js";
import type { OperationFailure, PendingOperation, SyncAck } from "./engine-types.js";

/** What became of the operations that an engine sent, and which of them the state does not show yet. */
export class VerdictLedger {
  readonly #emit: (event: string, value: unknown) => void;
  /** By number. */
  readonly #sent = new Map<number, PendingOperation>();
  /** Succeeded, and not in the state yet. */
  readonly #unseen = new Map<number, PendingOperation>();
  #clientId = "";

  constructor(emit: (event: string, value: unknown) => void) {
    this.#emit = emit;
  }

  isUndecided({ id }: Pick<PendingOperation, "id">): boolean {
    return !this.#unseen.has(id);
  }

  sent(operations: Iterable<unknown>): void {
    for (const operation of operations as Iterable<PendingOperation>) this.#sent.set(operation.id, operation);
  }

  /** Tells a verdict. It counts for what this engine sent, and for nothing else. */
  decide(confirmation: OperationConfirmation): void {
    const { operationId, clientId, success, serverTimestamp, error, code, issues } = confirmation;
    const operation = this.#sent.get(operationId);
    if (operation === undefined || operation.clientId !== clientId) return;
    this.#sent.delete(operationId);
    if (success) {
      this.#unseen.set(operationId, operation);
      this.#emit("operationConfirmed", { ...operation, serverTimestamp });
      const ack = ackOf(operation, serverTimestamp);
      if (ack !== undefined) this.#emit("syncAck", ack);
      return;
    }
    const failure: OperationFailure = {
      operation,
      error: error ?? "Unknown error",
      ...(code !== undefined && { code }),
      ...(issues && { issues }),
    };
    this.#emit("operationFailed", failure);
  }

  /** A state was taken, or may have been. Gives the operations that it shows for the first time. */
  pulled({ pendingOperations }: ClientEngine): readonly PendingOperation[] {
    if (this.#unseen.size === 0) return [];
    const held = new Set(pendingOperations.map(({ id }) => id));
    const shown = [...this.#unseen.values()].filter(({ id }) => !held.has(id));
    for (const { id } of shown) this.#unseen.delete(id);
    return shown;
  }

  /** The numbers of a client that had to begin anew mean nothing any more (P7). */
  follow({ clientId }: ClientEngine): void {
    if (clientId === this.#clientId) return;
    if (this.#clientId !== "") {
      this.#unseen.clear();
      this.#sent.clear();
    }
    this.#clientId = clientId;
  }
}

/** What code that waits for its changes to be acknowledged is told, as before. */
function ackOf({ name, args, id }: PendingOperation, timestamp: number): SyncAck | undefined {
  const [, entityType] = /^(?:upsert|delete)(.+)$/su.exec(name) ?? [];
  if (entityType === undefined || typeof args[0] !== "string") return undefined;
  return { operationId: id, entityType, entityId: args[0], success: true, timestamp };
}
