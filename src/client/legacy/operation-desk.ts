import { plainOperationOf } from "../../protocol/index.js";
import type { ClientEngine } from "../engine/client-engine.js";
import type { SyncError } from "../sync-error.js";
import type { ViewChange } from "../view-change.js";
import type { LocalChange, OperationFailure, PendingOperation, SyncChange } from "./engine-types.js";
import { HeldOperations } from "./held-operations.js";
import type { ModernSyncConfig } from "./modern-sync-config.js";
import type { OpenContract } from "./open-contract.js";
import { demandArguments } from "./operation-input.js";
import type { OperationTouches, TouchedEntity } from "./operation-touches.js";
import type { StateTeller } from "./state-teller.js";

const DEFAULT_QUEUE_LIMIT = 1_000;

export interface OperationDeskHost {
  readonly core: () => ClientEngine;
  readonly openContract: OpenContract | undefined;
  readonly touches: OperationTouches;
  readonly teller: StateTeller;
  readonly isOnline: () => boolean;
  /** How many operations of the core wait for the server. */
  readonly waiting: () => number;
  /** An operation was queued; resolves when it has its verdict, or cannot have it soon. */
  readonly queued: (verdict: Promise<unknown>) => Promise<void>;
  readonly emit: (event: string, value: unknown) => void;
}

/** Takes an application's operations: into the queue, or back to the application with what is wrong with them. */
export class OperationDesk {
  readonly #config: ModernSyncConfig;
  readonly #host: OperationDeskHost;
  readonly #held: HeldOperations;
  readonly #limit: number;
  /** What the operation that is being executed does to the view, and why it was not queued. */
  #ownChanges: ViewChange[] | undefined;
  #refusal: Extract<SyncError, { readonly kind: "operation" }> | undefined;

  constructor(config: ModernSyncConfig, host: OperationDeskHost) {
    this.#config = config;
    this.#host = host;
    this.#limit = config.offlineQueueLimit ?? DEFAULT_QUEUE_LIMIT;
    this.#held = new HeldOperations(this.#limit, (warning) => {
      host.emit("warning", warning);
      this.#undoHeld(warning.operation);
    });
  }

  /** Operations that are not even queued, since the engine drops its oldest. */
  held(): readonly PendingOperation[] {
    return this.#held.all();
  }

  /** The operation as the application is told of it: before the storage is read the core does not know its own name. */
  named(operation: { readonly id: number }): PendingOperation {
    const { clientId } = this.#config;
    return { ...(operation as PendingOperation), ...(operation.id === 0 && { clientId }) };
  }

  /** The view has changed: whether that was the operation that is being executed. */
  isOwn(change: ViewChange): boolean {
    this.#ownChanges?.push(change);
    return this.#ownChanges !== undefined;
  }

  /** An operation could not be queued. */
  refuse(refusal: Extract<SyncError, { readonly kind: "operation" }>): void {
    this.#refusal = refusal;
  }

  /** Takes a change as the operation that it is (P31). Never rejects: what fails is told. */
  async change(change: LocalChange): Promise<void> {
    const { toOperation = plainOperationOf } = this.#config;
    const touched = { type: change.entityType, id: change.entityId };
    const plain = plainOperationOf(change);
    let operation = plain;
    try {
      operation = toOperation(change as SyncChange);
    } catch (cause) {
      const { code = "invalid_arguments", message: error = String(cause) } = Object(
        cause,
      ) as Partial<SyncError>;
      this.#refused({ operation: this.#operation(plain.name, plain.args), error, code }, touched);
      return;
    }
    await this.execute(operation.name, operation.args, touched).catch(() => {});
  }

  /** @throws what keeps the operation from being queued */
  async execute(name: string, args: readonly unknown[], touched?: TouchedEntity): Promise<void> {
    const { isOnline, waiting, emit } = this.#host;
    try {
      demandArguments(name, args);
    } catch (error) {
      emit("error", error);
      throw error;
    }
    const operation = this.#operation(name, args);
    if (this.#config.offlineQueueOverflow === "drop-oldest" && !isOnline()) {
      this.#held.add(operation, waiting());
      return;
    }
    const count = waiting() + this.#held.all().length;
    this.queueHeld();
    if (count >= this.#limit) {
      const error = `${this.#limit} operations are waiting`;
      throw this.#refused({ operation, error, code: "queue_full" }, touched);
    }
    await this.#queue(name, args, touched);
  }

  /** Queues what was held while there was no network. */
  queueHeld(): void {
    if (!this.#host.isOnline()) return;
    for (const { name, args } of this.#held.take()) void this.#queue(name, args).catch(() => {});
  }

  async #queue(name: string, args: readonly unknown[], touched?: TouchedEntity): Promise<void> {
    const { core, openContract, touches, queued, emit } = this.#host;
    openContract?.learn(name, args);
    this.#refusal = undefined;
    const changes: ViewChange[] = (this.#ownChanges = []);
    const mutation = core().executeOperation(name, args);
    this.#ownChanges = undefined;
    const refusal = this.#refusal as SyncError | undefined;
    this.#refusal = undefined;
    const operation = this.named(mutation.operation);
    if (refusal?.kind === "operation") {
      const { message: error, code, issues } = refusal;
      throw this.#refused({ operation, error, code, ...(issues && { issues }) }, touched);
    }
    touches.saw(mutation, changes, touched);
    emit("optimisticUpdate", operation);
    await queued(mutation.confirmed);
  }

  #operation(name: string, args: readonly unknown[]): PendingOperation {
    return this.named({ name, args: [...args], id: 0, timestamp: Date.now() } as Omit<
      PendingOperation,
      "clientId"
    >);
  }

  /** Tells what was not queued, and the entity that it was to change as it stands. */
  #refused(failure: OperationFailure, touched?: TouchedEntity): Error {
    const { teller, emit } = this.#host;
    const { operation, error, code } = failure;
    emit("operationFailed", failure);
    if (touched !== undefined) teller.concern([touched]);
    teller.tell();
    const text = error.startsWith(`${operation.name}: `) ? error : `${operation.name}: ${error}`;
    return Object.assign(new Error(text), { code });
  }

  /** An operation that never was in the view: its entity is shown as it stands, if no later one is held of it. */
  #undoHeld(operation: PendingOperation): void {
    const { teller, touches } = this.#host;
    const held = this.#held.all().flatMap((other) => touches.of(other));
    teller.concern(touches.of(operation).filter(({ id }) => !held.some((other) => other.id === id)));
    teller.tell();
  }
}
