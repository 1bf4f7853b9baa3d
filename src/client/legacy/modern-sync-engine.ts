import { ENDPOINTS, type Entity } from "../../protocol/index.js";
import type { ClientEngine } from "../engine/client-engine.js";
import { createClientEngine } from "../engine/create-client-engine.js";
import { platformEnvironment } from "../engine/environment.js";
import type { EventOf, SyncEvent } from "../state/sync-event.js";
import type { StoredState } from "../storage/client-storage.js";
import { MemoryStorage } from "../storage/memory-storage.js";
import type { SyncError } from "../sync-error.js";
import { createEngineEnvironment, retryDelayOf } from "./engine-environment.js";
import { openEngineHints } from "./engine-hints.js";
import { EngineTransport } from "./engine-transport.js";
import type { LocalChange, PendingOperation, PresenceInfo } from "./engine-types.js";
import { HttpClient } from "./http-client.js";
import { JournalStorage } from "./journal-storage.js";
import type { ModernSyncConfig } from "./modern-sync-config.js";
import { NetworkSyncEngine } from "./network-sync-engine.js";
import { NumberProbe, ProbeStopped } from "./number-probe.js";
import { OpenContract } from "./open-contract.js";
import { OperationDesk } from "./operation-desk.js";
import { harmless } from "./operation-input.js";
import { OperationTouches } from "./operation-touches.js";
import { Presence } from "./presence.js";
import { StateTeller } from "./state-teller.js";
import { VerdictLedger } from "./verdict-ledger.js";
import { EngineWaiters } from "./waiters.js";

const DEFAULT_BATCH_SIZE = 10;
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
  readonly #presence: Presence;
  readonly #transport: EngineTransport;
  readonly #touches = new OperationTouches();
  readonly #teller: StateTeller;
  readonly #probe: NumberProbe;
  readonly #desk: OperationDesk;
  readonly #verdicts: VerdictLedger;
  readonly #waiters = new EngineWaiters();
  /** Between `connect` and `disconnect`. */
  #isLive = false;
  #isReachable = false;
  #hasStoredEntities = false;
  #failures = 0;
  #unreadable: Error | undefined;
  #onlineMayHaveChanged: () => void = () => {};

  constructor(config: ModernSyncConfig) {
    const { notificationUrl, roomId, userId, clientId, storage } = config;
    super({ wsUrl: notificationUrl ?? "", roomId: roomId ?? "default", userId });
    this.modernConfig = config;
    this.#ownHttpClient = new HttpClient(config);
    this.httpClient = this.#ownHttpClient;
    this.#presence = new Presence(config, (event, value) => this.emit(event, value));
    this.#openContract = config.contract === undefined ? new OpenContract() : undefined;
    this.#verdicts = new VerdictLedger((event, value) => this.emit(event, value));
    const environment = createEngineEnvironment(config, {
      isOnline: () => this.isOnline(),
      follow: (ask) => (this.#onlineMayHaveChanged = ask),
      onlineChanged: () => this.#onOnlineChanged(),
    });
    this.#teller = new StateTeller({
      core: () => this.#core,
      touches: this.#touches,
      pending: () => this.getPendingOperations(),
      userId,
      now: environment.now,
      emit: (event, value) => this.emit(event, value),
    });
    this.on("operationFailed", ({ operation }) => this.#teller.concern(this.#touches.of(operation)));
    this.#desk = new OperationDesk(config, {
      core: () => this.#core,
      openContract: this.#openContract,
      touches: this.#touches,
      teller: this.#teller,
      isOnline: () => this.isOnline(),
      waiting: () => this.#undecided().length,
      queued: (verdict) => this.#queued(verdict),
      emit: (event, value) => this.emit(event, value),
    });
    this.#transport = new EngineTransport({
      httpClient: () => this.httpClient,
      operationsEndpoint: config.operationsEndpoint ?? ENDPOINTS.operations,
      stateEndpoint: config.stateEndpoint ?? ENDPOINTS.state,
      mayPull: () => this.#mayPull(),
      stateVersion: () => this.#core.stateVersion,
      onPush: (operations) => this.#verdicts.sent(operations),
      openHints: (id, listener) => openEngineHints(config, id, listener),
    });
    this.#probe = new NumberProbe({
      environment,
      offlineDelayMs: retryDelayOf(config),
      isWanted: () => this.#core.status.connected,
      isOnline: () => this.isOnline(),
      ask: (signal) => this.#transport.lastOperationId(clientId, signal),
      onFailed: (error, isBlocked) => this.#onAttemptFailed(error, isBlocked),
    });
    const journal = new JournalStorage(storage ?? new MemoryStorage(), clientId, {
      lastOperationId: () => this.#lastOperationId(),
      onLoaded: (stored) => this.#onLoaded(stored),
      onUnreadable: (error) => this.#onUnreadable(error),
    });
    this.#core = createClientEngine(config.contract ?? this.#openContract!, this.#transport, {
      ...(roomId !== undefined && { roomId }),
      userId,
      storage: journal,
      batchSize: config.batchSize ?? DEFAULT_BATCH_SIZE,
      // The engine's own limit counts what waits for the server, and not what the view still holds.
      offlineQueueLimit: Infinity,
      ...(config.pollIntervalMs !== undefined && { pollIntervalMs: config.pollIntervalMs }),
      environment,
      onError: (error) => this.#onError(error),
      onEvent: (event) => this.#onEvent(event),
    });
    this.#core.subscribe((change) => {
      if (!this.#desk.isOwn(change)) this.#teller.changed(change);
    });
  }

  /** HTTP needs no connection: whether there is a network. */
  override get connected(): boolean {
    return this.isOnline();
  }

  /** Operations that wait for the server. */
  override get queueLength(): number {
    return this.getPendingOperations().length;
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
    this.#presence.connect();
    this.#onlineMayHaveChanged();
    this.#desk.queueHeld();
    if (!this.isOnline()) return void this.#core.connect();
    await this.#requestState();
  }

  /** Ends all that goes on, at once: no timer, socket or request is left. What is queued stays queued. */
  override async disconnect(): Promise<void> {
    this.#isLive = false;
    this.#transport.setListening(false);
    const disconnected = this.#stop();
    // Before anything is awaited: who connects again meanwhile is not to be told this.
    this.#waiters.giveUp(new Error("The engine was disconnected"));
    this.#tellReachable(false);
    await super.disconnect();
    await this.#presence.disconnect();
    await disconnected;
  }

  /**
   * The change as the operation that it is (P31). Never rejects for what the change says or for a full queue:
   * `operationFailed` tells that, and the entity as it stands.
   */
  override async sendChange(change: LocalChange): Promise<void> {
    this.#onlineMayHaveChanged();
    await this.#desk.change(change);
  }

  /** Where there is a `presenceUrl`; otherwise there is nobody to tell, which is told as an `error`. */
  override async updatePresence(presence: Partial<PresenceInfo>): Promise<void> {
    await this.#presence.update(presence);
  }

  /**
   * Shows an operation at once, as far as the contract says what it does, and sends it. Resolves once it has its verdict, which
   * `operationConfirmed` or `operationFailed` tell, or when it is queued because the server cannot be reached, which
   * `error` tells. Rejects where it was not queued at all, `queue_full` or arguments that the contract refuses, and where
   * it is in memory only because the storage cannot be opened; unhandled by whoever does not look, it harms nobody.
   */
  override executeOperation(name: string, args: any[]): Promise<void> {
    this.#onlineMayHaveChanged();
    return harmless(this.#desk.execute(name, args));
  }

  /** Sends what is queued. Offline it resolves at once. @throws what a request fails with; the queue is as it was */
  override async flush(): Promise<void> {
    this.#onlineMayHaveChanged();
    if (!this.isOnline()) return;
    this.#desk.queueHeld();
    if (this.getPendingOperations().length === 0) return;
    await this.#waiters.flushes.wait(() => this.#begin());
  }

  /** Takes the server's state. @throws what the request fails with */
  async syncState(): Promise<void> {
    this.#onlineMayHaveChanged();
    if (!this.isOnline()) {
      const error = new Error("There is no network");
      this.emit("error", error);
      throw error;
    }
    await this.#requestState();
  }

  /** Operations without a verdict, in order. */
  getPendingOperations(): PendingOperation[] {
    return [...this.#undecided().map((operation) => this.#desk.named(operation)), ...this.#desk.held()];
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
    return this.#teller.find(entityId, Object.keys(entities));
  }

  /**
   * Where an application has replaced the way to the server and does not connect, as tests do, nobody is asked for a state
   * unless by `syncState`, or to replace entities that were stored under another contract.
   */
  #mayPull(): boolean {
    const isReplacing = this.#hasStoredEntities && this.#core.stateVersion === undefined;
    const isOwn = this.httpClient === this.#ownHttpClient;
    return this.#isLive || this.#waiters.syncs.size > 0 || isOwn || isReplacing;
  }

  #undecided(): ClientEngine["pendingOperations"] {
    return this.#core.pendingOperations.filter((operation) => this.#verdicts.isUndecided(operation));
  }

  /** A pull that is on its way may have been answered before what the caller wants to see. */
  #requestState(): Promise<void> {
    return this.#waiters.syncs.wait(() => this.#begin(), this.#transport.pulls);
  }

  /** Connects the core, and tries again what only the application could help. */
  #begin(): void {
    this.#probe.unblock();
    void this.#core.connect();
  }

  #stop(): Promise<void> {
    // In this order: a probe that is given up must find the engine disconnected.
    const disconnected = this.#core.disconnect();
    this.#probe.stop();
    return disconnected;
  }

  /** Resolves once an operation that was queued has its verdict, or is safe and cannot have it soon. */
  async #queued(verdict: Promise<unknown>): Promise<void> {
    const { connected, blocked } = this.#core.status;
    if (!connected || blocked !== undefined) void this.#core.connect();
    this.#probe.unblock();
    if (this.#unreadable !== undefined) throw this.#unreadable;
    if (this.isOnline()) await this.#waiters.operations.waitUnless(verdict);
  }

  /**
   * Where an application has replaced the way to the server and does not connect, as tests do, nobody is asked: then the
   * first operation is number 1.
   */
  async #lastOperationId(): Promise<number> {
    if (!this.#isLive && this.httpClient !== this.#ownHttpClient) return 0;
    return this.#probe.run();
  }

  #onLoaded({ record, queue, entities }: StoredState): void {
    this.#unreadable = undefined;
    for (const { operation } of queue) this.#openContract?.learn(operation.name, operation.args);
    if (record.lastId > 0) this.#transport.doubt();
    this.#hasStoredEntities = entities.length > 0;
    this.#teller.stored(entities);
  }

  /** Who waits is not left waiting; what is queued stays in memory until the storage can be opened. */
  #onUnreadable(error: Error): void {
    this.#unreadable = error;
    this.#waiters.operations.reject(error);
    this.#waiters.giveUp(error);
  }

  #onOnlineChanged(): void {
    this.#probe.wake();
    this.#desk.queueHeld();
    if (!this.isOnline()) this.#waiters.giveUp(new Error("There is no network"));
  }

  #onError(error: SyncError): void {
    if (error.kind === "storage" && this.#core.status.connected && !(error.cause instanceof ProbeStopped)) {
      this.emit("error", new Error(`${error.code}: ${error.message}`));
    }
    if (error.kind !== "operation") return;
    const { operation, message, code } = error;
    // The number 0: it was never queued. What the server refuses is told with its confirmation.
    if (operation.id === 0) this.#desk.refuse(error);
    else if (code === "outcome_unknown") this.emit("operationFailed", { operation, error: message, code });
  }

  #onEvent(event: SyncEvent): void {
    switch (event.kind) {
      case "pushed":
        this.#failures = 0;
        for (const confirmation of event.response.confirmations) this.#verdicts.decide(confirmation);
        if (event.response.confirmations.length === 0) {
          this.#onAttemptFailed(new Error("The server confirmed nothing that was sent"), false);
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
      case "patched":
        this.#teller.heard(event.patch);
        // Otherwise it is kept for the answer to a pull.
        if (event.stateVersion === this.#core.stateVersion) this.#arrived();
        break;
      case "failed":
        this.#onAttemptFailed(
          event.failure.code === "timeout" ? new Error(event.failure.message) : this.#transport.error,
          this.#core.status.blocked !== undefined,
        );
        break;
      default:
        this.#verdicts.pulled(this.#core);
    }
    if (event.kind !== "mutated") this.#teller.tell();
    this.#verdicts.follow(this.#core);
    if (this.getPendingOperations().length > 0) return;
    this.#waiters.flushes.resolve();
    const isOver = event.kind === "pulled" && event.response.hasMore !== true;
    // Nothing is left to do, and nobody has asked for more: no timer shall keep the process.
    if (isOver && !this.#isLive && this.#waiters.syncs.size === 0) void this.#core.disconnect();
  }

  #onPulled({ response }: EventOf<"pulled">): void {
    const pull = this.#transport.pullOf(response);
    // Of a state from nothing the view says itself what is gone.
    this.#teller.heard(response.reset === true ? { ...response, deletedEntityIds: [] } : response);
    if (response.hasMore === true) return;
    this.#arrived();
    if (pull === undefined) return;
    this.#waiters.syncs.resolve(pull);
    if (this.#waiters.syncs.size > 0) this.#core.pull();
    if (this.#isLive) this.#tellReachable(true);
  }

  #arrived(): void {
    this.#teller.arrived(this.#verdicts.pulled(this.#core));
    this.#touches.keep(this.#core.pendingOperations);
  }

  #tellReachable(isReachable: boolean): void {
    if (isReachable === this.#isReachable) return;
    this.#isReachable = isReachable;
    this.emit(isReachable ? "connected" : "disconnected");
  }

  /** @param isBlocked nothing is tried again before the application asks for it */
  #onAttemptFailed(error: unknown, isBlocked: boolean): void {
    this.#failures++;
    this.#tellReachable(false);
    this.emit("error", error);
    this.#waiters.giveUp(error);
    if (isBlocked) {
      if (!this.#isLive) void this.#stop();
      return;
    }
    const { retryAttempts = DEFAULT_RETRY_ATTEMPTS } = this.modernConfig;
    if (this.#isLive || this.#failures < retryAttempts) return this.emit("reconnecting", this.#failures);
    this.#failures = 0;
    void this.#stop();
    this.emit("reconnectionFailed");
  }
}
