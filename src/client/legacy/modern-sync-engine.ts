import {
  legacyDeleteName,
  legacyUpsertName,
  type Entity,
  type LegacyOperation,
} from "../../protocol/index.js";
import type { ClientEngine } from "../engine/client-engine.js";
import { createClientEngine } from "../engine/create-client-engine.js";
import { platformEnvironment, type Environment } from "../engine/environment.js";
import type { SyncEvent } from "../state/sync-event.js";
import { MemoryStorage } from "../storage/memory-storage.js";
import type { SyncError } from "../sync-error.js";
import { createEngineEnvironment, retryDelayOf } from "./engine-environment.js";
import { openEngineHints } from "./engine-hints.js";
import { EngineTransport } from "./engine-transport.js";
import type {
  LocalChange,
  OperationFailure,
  PendingOperation,
  PresenceInfo,
  SyncChange,
} from "./engine-types.js";
import { HeldOperations } from "./held-operations.js";
import { HttpClient } from "./http-client.js";
import { JournalStorage } from "./journal-storage.js";
import type { ModernSyncConfig } from "./modern-sync-config.js";
import { NetworkSyncEngine } from "./network-sync-engine.js";
import { OpenContract } from "./open-contract.js";
import { createPresence } from "./presence.js";
import { StateTeller } from "./state-teller.js";
import { VerdictLedger } from "./verdict-ledger.js";
import { Waiters } from "./waiters.js";

const DEFAULT_BATCH_SIZE = 10;
const DEFAULT_QUEUE_LIMIT = 1_000;
const DEFAULT_RETRY_ATTEMPTS = 3;

/**
 * Sends operations over HTTP and takes the server's state over HTTP, with hints by WebSocket or event stream: the client
 * engine under the names and events that code for earlier versions uses. Without `connect` it sends what it is given, and
 * asks for nothing unless it is told to.
 */
export class ModernSyncEngine extends NetworkSyncEngine {
  /** Anything that has `post` will do. */
  httpClient: Pick<HttpClient, "post">;
  protected readonly modernConfig: ModernSyncConfig;
  readonly #ownHttpClient: HttpClient;
  readonly #openContract: OpenContract | undefined;
  readonly #core: ClientEngine;
  readonly #environment: Environment;
  readonly #presence: NetworkSyncEngine | undefined;
  readonly #transport: EngineTransport;
  readonly #teller: StateTeller;
  readonly #held: HeldOperations;
  readonly #verdicts: VerdictLedger;
  /** Of operations, of `flush` and of `syncState`. */
  readonly #attempts = new Waiters();
  readonly #flushes = new Waiters();
  readonly #syncs = new Waiters();
  /** Between `connect` and `disconnect`. */
  #isLive = false;
  #isReachable = false;
  #hasStoredEntities = false;
  #failures = 0;
  #wakeProbe: () => void = () => {};
  #refusal: Extract<SyncError, { readonly kind: "operation" }> | undefined;
  #onlineMayHaveChanged: () => void = () => {};

  constructor(config: ModernSyncConfig) {
    const { notificationUrl, roomId, userId, clientId, storage } = config;
    super({ wsUrl: notificationUrl ?? "", roomId: roomId ?? "default", userId });
    this.modernConfig = config;
    this.#ownHttpClient = new HttpClient(config);
    this.httpClient = this.#ownHttpClient;
    this.#presence = createPresence(config);
    this.#presence?.on("presenceUpdate", (presence) => this.emit("presenceUpdate", presence));
    this.#openContract = config.contract === undefined ? new OpenContract() : undefined;
    this.#verdicts = new VerdictLedger((event, value) => this.emit(event, value));
    this.#teller = new StateTeller((event, value) => this.emit(event, value));
    this.#held = new HeldOperations(config.offlineQueueLimit ?? DEFAULT_QUEUE_LIMIT, (warning) =>
      this.emit("warning", warning),
    );
    this.#transport = new EngineTransport({
      httpClient: () => this.httpClient,
      operationsEndpoint: config.operationsEndpoint ?? "/sync/operations",
      stateEndpoint: config.stateEndpoint ?? "/sync/state",
      mayPull: () => this.#mayPull(),
      stateVersion: () => this.#core.stateVersion,
      onPush: (operations) => this.#verdicts.sent(operations),
      openHints: (id, listener) => openEngineHints(config, id, listener),
    });
    this.#environment = createEngineEnvironment(config, {
      isOnline: () => this.isOnline(),
      follow: (ask) => (this.#onlineMayHaveChanged = ask),
      onlineChanged: () => this.#onOnlineChanged(),
    });
    const journal = new JournalStorage(storage ?? new MemoryStorage(), clientId, {
      lastOperationId: () => this.#lastOperationId(),
      onLoaded: (stored) => {
        for (const { operation } of stored.queue) this.#openContract?.learn(operation.name, operation.args);
        const { record, entities } = stored;
        if (record.lastId > 0) this.#transport.doubt();
        this.#hasStoredEntities = entities.length > 0;
        if (this.#hasStoredEntities) this.#teller.tell({ record, put: entities });
      },
      onChanged: (change) => {
        if (change.put || change.delete || change.reset) this.#teller.tell(change);
      },
    });
    this.#core = createClientEngine(config.contract ?? this.#openContract!, this.#transport, {
      ...(roomId !== undefined && { roomId }),
      userId,
      storage: journal,
      batchSize: config.batchSize ?? DEFAULT_BATCH_SIZE,
      // The engine's own limit counts what waits for the server, and not what the view still holds.
      offlineQueueLimit: Infinity,
      ...(config.pollIntervalMs !== undefined && { pollIntervalMs: config.pollIntervalMs }),
      environment: this.#environment,
      onError: (error) => this.#onError(error),
      onEvent: (event) => this.#onEvent(event),
    });
  }

  /** HTTP needs no connection: whether there is a network. */
  override get connected(): boolean {
    return this.isOnline();
  }

  /** Whether requests have a chance. Applications override it. */
  isOnline(): boolean {
    return (this.modernConfig.environment?.isOnline ?? platformEnvironment.isOnline)();
  }

  /**
   * Sends what is queued, takes the server's state, and follows it from here on. Rejects where the server cannot be reached;
   * the engine keeps trying. Offline it resolves, and begins once there is a network.
   */
  override async connect(): Promise<void> {
    this.#isLive = true;
    this.#transport.setListening(true);
    // Presence is what it is: without it everything else works.
    void this.#presence?.connect().catch(() => {});
    this.#onlineMayHaveChanged();
    this.#queueHeld();
    if (!this.isOnline()) return void this.#core.connect();
    await this.syncState();
  }

  /** Ends all that goes on: no timer, socket or request is left. What is queued stays queued. */
  override async disconnect(): Promise<void> {
    this.#isLive = false;
    this.#transport.setListening(false);
    await super.disconnect();
    await this.#presence?.disconnect();
    const disconnected = this.#core.disconnect();
    this.#wakeProbe();
    await disconnected;
    this.#settleAll(new Error("The engine was disconnected"));
    this.#tellReachable(false);
  }

  /** The change as the operation that it is (P31). */
  override async sendChange(change: LocalChange): Promise<void> {
    const { name, args } = this.#operationOf(change);
    await this.executeOperation(name, [...args]);
  }

  override async updatePresence(presence: Partial<PresenceInfo>): Promise<void> {
    await this.#presence?.updatePresence(presence);
  }

  /**
   * Shows an operation at once, as far as the contract says what it does, and sends it. Resolves once it has its verdict, which
   * `operationConfirmed` or `operationFailed` tell, or when it is queued because the server cannot be reached, which
   * `error` tells. Rejects where it was not queued at all: `queue_full`, or arguments that the contract refuses.
   */
  override async executeOperation(name: string, args: any[]): Promise<void> {
    this.#onlineMayHaveChanged();
    const { clientId, offlineQueueLimit = DEFAULT_QUEUE_LIMIT, offlineQueueOverflow } = this.modernConfig;
    const waiting = this.getPendingOperations().length;
    const operation: PendingOperation = { name, args, id: 0, clientId, timestamp: Date.now() };
    if (offlineQueueOverflow === "drop-oldest" && !this.isOnline()) {
      this.#held.add(operation, waiting - this.#held.all().length);
      return;
    }
    this.#queueHeld();
    if (waiting >= offlineQueueLimit) {
      const error = `${offlineQueueLimit} operations are waiting`;
      throw this.#refused({ operation, error, code: "queue_full" });
    }
    await this.#execute(name, args);
  }

  /** Sends what is queued. Offline it resolves at once. @throws what a request fails with; the queue is as it was */
  override async flush(): Promise<void> {
    this.#onlineMayHaveChanged();
    if (!this.isOnline()) return;
    this.#queueHeld();
    if (this.getPendingOperations().length === 0) return;
    await this.#flushes.wait(() => void this.#core.connect());
  }

  /** Takes the server's state. @throws what the request fails with */
  async syncState(): Promise<void> {
    this.#onlineMayHaveChanged();
    if (!this.isOnline()) {
      const error = new Error("There is no network");
      this.emit("error", error);
      throw error;
    }
    // A pull that is on its way may have been answered before what the caller wants to see.
    await this.#syncs.wait(() => void this.#core.connect(), this.#transport.pulls);
  }

  /** Operations without a verdict, in order. */
  getPendingOperations(): PendingOperation[] {
    const { pendingOperations } = this.#core;
    const undecided = pendingOperations.filter((operation) => this.#verdicts.isUndecided(operation));
    return [...(undecided as PendingOperation[]), ...this.#held.all()];
  }

  /** Operations that wait to be sent, in order. */
  getQueuedOperations(): PendingOperation[] {
    const onTheirWay = new Set(this.#transport.inFlight.map(({ id }) => id));
    return this.getPendingOperations().filter(({ id }) => !onTheirWay.has(id));
  }

  /** The server's version of the state that this client holds; empty before the first. */
  getCurrentStateVersion(): string {
    return this.#core.stateVersion ?? "";
  }

  /** The entity as this client sees it: the server's state with its own pending operations on top. */
  getOptimisticState(entityId: string): Entity | undefined {
    const { entities } = this.modernConfig.contract ?? this.#openContract!;
    for (const type of new Set([...Object.keys(entities), ...this.#teller.types()])) {
      const entity = this.#core.get(type, entityId);
      if (entity !== undefined) return entity;
    }
    return undefined;
  }

  /**
   * Where an application has replaced the way to the server and does not connect, as tests do, nobody is asked for a state
   * unless by `syncState`, or to replace entities that were stored under another contract.
   */
  #mayPull(): boolean {
    const isReplacing = this.#hasStoredEntities && this.#core.stateVersion === undefined;
    const isOwn = this.httpClient === this.#ownHttpClient;
    return this.#isLive || this.#syncs.size > 0 || isOwn || isReplacing;
  }

  #operationOf(change: LocalChange): LegacyOperation {
    const { toOperation } = this.modernConfig;
    if (toOperation !== undefined) return toOperation(change as SyncChange);
    const { type, entityType, entityId, entity } = change;
    return type === "upsert"
      ? { name: legacyUpsertName(entityType), args: [entityId, entity] }
      : { name: legacyDeleteName(entityType), args: [entityId] };
  }

  async #execute(name: string, args: readonly unknown[]): Promise<void> {
    this.#openContract?.learn(name, args);
    this.#refusal = undefined;
    const mutation = this.#core.executeOperation(name, args);
    const refusal = this.#refusal as SyncError | undefined;
    this.#refusal = undefined;
    const operation = mutation.operation as PendingOperation;
    if (refusal?.kind === "operation") {
      const { message: error, code, issues } = refusal;
      throw this.#refused({ operation, error, code, ...(issues && { issues }) });
    }
    this.emit("optimisticUpdate", operation);
    const { connected, blocked } = this.#core.status;
    if (!connected || blocked !== undefined) void this.#core.connect();
    if (!this.isOnline()) return;
    await this.#attempts.waitUnless(mutation.confirmed);
  }

  #queueHeld(): void {
    if (!this.isOnline()) return;
    for (const { name, args } of this.#held.take()) void this.#execute(name, args).catch(() => {});
  }

  #refused(failure: OperationFailure): Error {
    this.emit("operationFailed", failure);
    return Object.assign(new Error(`${failure.operation.name}: ${failure.error}`), { code: failure.code });
  }

  /**
   * Where an application has replaced the way to the server and does not connect, as tests do, nobody is asked: then the
   * first operation is number 1.
   */
  async #lastOperationId(): Promise<number> {
    if (!this.#isLive && this.httpClient !== this.#ownHttpClient) return 0;
    const { setTimer } = this.#environment;
    while (this.#core.status.connected) {
      try {
        if (this.isOnline()) return await this.#transport.lastOperationId(this.modernConfig.clientId);
      } catch (error) {
        this.#onAttemptFailed(error);
      }
      await new Promise<void>((resolve) => {
        const stop = setTimer(resolve, retryDelayOf(this.modernConfig));
        this.#wakeProbe = () => {
          stop();
          resolve();
        };
      });
    }
    throw new Error("The engine was disconnected before it knew which numbers it had given");
  }

  #onOnlineChanged(): void {
    this.#wakeProbe();
    this.#queueHeld();
    if (!this.isOnline()) this.#settleAll(new Error("There is no network"));
  }

  #onError(error: SyncError): void {
    if (error.kind === "storage" && this.#core.status.connected) {
      this.emit("error", new Error(`${error.code}: ${error.message}`));
    }
    // The number 0: it was never queued. What the server refuses is told with its confirmation.
    if (error.kind === "operation" && error.operation.id === 0) this.#refusal = error;
  }

  #onEvent(event: SyncEvent): void {
    switch (event.kind) {
      case "pushed":
        this.#failures = 0;
        for (const confirmation of event.response.confirmations) this.#verdicts.decide(confirmation);
        if (event.response.confirmations.length === 0) {
          this.#onAttemptFailed(new Error("The server confirmed nothing that was sent"));
        }
        break;
      case "confirmed":
        for (const confirmation of event.confirmations) this.#verdicts.decide(confirmation);
        break;
      case "pulled":
        // Whether pushes succeed it does not say.
        if (this.getPendingOperations().length === 0) this.#failures = 0;
        this.#onPulled(event);
        break;
      case "failed":
        this.#onAttemptFailed(
          event.failure.code === "timeout" ? new Error(event.failure.message) : this.#transport.error,
        );
        break;
      default:
        this.#verdicts.pulled(this.#core);
    }
    this.#verdicts.follow(this.#core);
    if (this.getPendingOperations().length > 0) return;
    this.#flushes.resolve();
    const isOver = event.kind === "pulled" && event.response.hasMore !== true;
    // Nothing is left to do, and nobody has asked for more: no timer shall keep the process.
    if (isOver && !this.#isLive && this.#syncs.size === 0) void this.#core.disconnect();
  }

  #onPulled({ response }: Extract<SyncEvent, { readonly kind: "pulled" }>): void {
    this.#verdicts.pulled(this.#core);
    const pull = this.#transport.pullOf(response);
    if (response.hasMore === true || pull === undefined) return;
    this.#syncs.resolve(pull);
    if (this.#syncs.size > 0) this.#core.pull();
    if (this.#isLive) this.#tellReachable(true);
  }

  #tellReachable(isReachable: boolean): void {
    if (isReachable === this.#isReachable) return;
    this.#isReachable = isReachable;
    this.emit(isReachable ? "connected" : "disconnected");
  }

  #onAttemptFailed(error: unknown): void {
    this.#failures++;
    this.#tellReachable(false);
    this.emit("error", error);
    this.#settleAll(error);
    const { retryAttempts = DEFAULT_RETRY_ATTEMPTS } = this.modernConfig;
    if (this.#isLive || this.#failures < retryAttempts) return this.emit("reconnecting", this.#failures);
    this.#failures = 0;
    void this.#core.disconnect();
    this.#wakeProbe();
    this.emit("reconnectionFailed");
  }

  #settleAll(error: unknown): void {
    this.#attempts.resolve();
    this.#flushes.reject(error);
    this.#syncs.reject(error);
  }
}
