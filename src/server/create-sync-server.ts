import {
  type OperationConfirmation,
  type PendingOperation,
  type StateSyncRequest,
} from "../protocol/index.js";
import { isPending, settle, wait, type Awaitable, type Steps } from "./awaitable.js";
import { admit } from "./core/admission.js";
import { applyBatch, type BatchEnvironment, type BatchOutcome } from "./core/apply-batch.js";
import { InFlight } from "./core/in-flight.js";
import {
  prepareOperations,
  type PreparationOptions,
  type PreparedOperation,
} from "./core/prepared-operation.js";
import { compactRequestAt, createMaintenance, type Maintenance } from "./core/maintenance.js";
import { pullState, type StateAnswer } from "./core/pull.js";
import { RateLimiter } from "./core/rate-limiter.js";
import { RequestError } from "./core/request-error.js";
import { createFetchHandler } from "./http/fetch-handler.js";
import type { LegacyClients } from "./legacy/legacy-gateway.js";
import { isLegacyClientId } from "./legacy/legacy-identity.js";
import { LegacyService, withRevisions, type LegacyPush } from "./legacy/legacy-service.js";
import { DEFAULT_LIMITS, type Limits } from "./limits.js";
import { consoleLog, type Log } from "./log.js";
import type { NotificationStream } from "./notify/notification-stream.js";
import { RoomBatch } from "./notify/room-batch.js";
import { NotifyHub } from "./notify/notify-hub.js";
import type { AccessContext, SyncServerOptions } from "./server-options.js";
import type { ServerRequest } from "./server-request.js";
import type { CompactResult, TransactRequest } from "./store/server-store.js";
import { loadOpenTelemetry } from "./telemetry/open-telemetry.js";
import { NO_TELEMETRY, type Telemetry } from "./telemetry/telemetry.js";
import { SYSTEM_TIMERS, type Timers } from "./timers.js";
import { TransientFailure } from "./transient-failure.js";
import type { HealthAnswer, PushAnswer, SyncServer } from "./sync-server.js";

const DRAIN_RETRY_MS = 1_000;

class CoreSyncServer implements SyncServer {
  readonly options: SyncServerOptions;
  readonly limits: Limits;
  readonly log: Log;
  readonly legacy: LegacyClients;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly #clock: () => number;
  readonly #hub: NotifyHub;
  readonly #environment: BatchEnvironment;
  readonly #legacy: LegacyService;
  readonly #preparation: PreparationOptions;
  readonly #unsupportedContracts: ReadonlySet<string>;
  readonly #maintenance: Maintenance;
  readonly #clientRate: RateLimiter;
  readonly #roomRate: RateLimiter;
  readonly #waker: RoomBatch;
  readonly #timers: readonly (() => void)[];
  #telemetry: Telemetry;
  readonly #inFlight = new InFlight();
  #closing: Promise<void> | undefined;

  constructor(options: SyncServerOptions) {
    this.options = options;
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.log = options.log ?? consoleLog;
    this.#clock = options.clock ?? Date.now;
    this.#maintenance = createMaintenance(options.maintenance);
    const timers = options.timers ?? SYSTEM_TIMERS;
    this.#hub = new NotifyHub({
      clock: this.#clock,
      timers,
      entityTypes: Object.keys(options.contract.entities).sort(),
      // What one user may see another may not, and a hint is made once for all of them.
      maxPatchLength: options.visible === undefined ? this.limits.maxPatchLength : 0,
      maxStreamAgeMs: this.limits.maxStreamAgeMs,
    });
    this.#unsupportedContracts = new Set(options.unsupportedContracts);
    this.#environment = {
      contract: options.contract,
      handlers: options.handlers ?? {},
      handlerTimeoutMs: this.limits.handlerTimeoutMs,
      timers,
      checkEntities: options.checkEntities ?? false,
      maxRoomEntities: this.limits.maxRoomEntities,
      log: this.log,
    };
    this.#legacy = new LegacyService(options, {
      limits: this.limits,
      log: this.log,
      clock: this.#clock,
      timers,
      telemetry: () => this.#telemetry,
      admit: (request) => this.admit(request),
      refuseStreamBeyondLimit: (roomId) => this.#refuseStreamBeyondLimit(roomId),
      refuseStreamBeyondRoomLimit: (roomId) => this.#refuseStreamBeyondRoomLimit(roomId),
      push: (operations, access, push) => this.#measuredPush(operations, access, push),
    });
    this.legacy = this.#legacy.clients;
    this.#preparation = {
      contract: options.contract,
      evolution: options.evolution,
      authorize: options.authorize,
      maxArgumentDepth: this.limits.maxArgumentDepth,
      log: this.log,
      checkName: this.#legacy.checkName,
    };
    this.fetch = createFetchHandler(this);
    this.#telemetry = options.telemetry ?? NO_TELEMETRY;
    if (options.telemetry === undefined) {
      void loadOpenTelemetry().then((telemetry) => (this.#telemetry = telemetry ?? NO_TELEMETRY));
    }
    this.#clientRate = new RateLimiter(this.limits.clientRate);
    this.#roomRate = new RateLimiter(this.limits.roomRate);
    this.#timers = this.#startTimers(timers);
    this.#waker = new RoomBatch((roomIds) => Promise.all(roomIds.map((roomId) => this.#tellOfRoom(roomId))));
    const subscribed = options.notifier?.subscribe((roomId, userId) => {
      if (roomId !== undefined && userId !== undefined) this.#hub.endOf(roomId, userId);
      this.#wake(roomId);
    });
    if (isPending(subscribed)) {
      subscribed.then(undefined, (error: unknown) =>
        this.log({ level: "error", event: "notifier_failed", error }),
      );
    }
  }

  admit(request: ServerRequest): Promise<AccessContext> {
    return admit(this.options, this.#unsupportedContracts, request);
  }

  async push(operations: readonly PendingOperation[], access: AccessContext): Promise<PushAnswer> {
    for (const { clientId } of operations) {
      if (isLegacyClientId(clientId)) throw this.#counted(new RequestError("client_not_yours"));
    }
    const pushing = this.#measuredPush(operations, access);
    const answer = isPending(pushing) ? await pushing : pushing;
    this.#legacy.countOperations(operations, answer.confirmations, access);
    this.#legacy.clients.wake(access.roomId);
    return answer;
  }

  /** @throws as the promise that it gives rejects */
  #measuredPush(
    operations: readonly PendingOperation[],
    access: AccessContext,
    legacy?: LegacyPush,
  ): Awaitable<PushAnswer> {
    return settle(this.#measured(operations, access, legacy));
  }

  *#measured(
    operations: readonly PendingOperation[],
    access: AccessContext,
    legacy: LegacyPush | undefined,
  ): Steps<PushAnswer> {
    const startedAt = performance.now();
    try {
      const answer = yield* this.#push(operations, access, legacy);
      this.#countOperations(answer.confirmations);
      return answer;
    } catch (error) {
      throw this.#counted(error);
    } finally {
      this.#telemetry.recordPush(performance.now() - startedAt);
    }
  }

  #countOperations(confirmations: readonly OperationConfirmation[]): void {
    let succeeded = 0;
    for (const { success } of confirmations) if (success) succeeded++;
    if (succeeded > 0) this.#telemetry.countOperations(succeeded, "ok");
    if (succeeded === confirmations.length) return;
    for (const { success, code = "failed" } of confirmations) {
      if (!success) this.#telemetry.countOperations(1, code);
    }
  }

  *#push(
    operations: readonly PendingOperation[],
    access: AccessContext,
    legacy: LegacyPush | undefined,
  ): Steps<PushAnswer> {
    // What a legacy client has sent it does not send again: it is still applied.
    if (legacy === undefined) this.#refuseWhileClosing();
    if (operations.length > this.limits.maxOperations) throw new RequestError("too_many_operations");
    if (operations.length === 0) return { confirmations: [] };
    if (this.#inFlight.count >= this.limits.maxConcurrentPushes) {
      throw new RequestError("overloaded", undefined, { retryAfterMs: DRAIN_RETRY_MS });
    }
    this.#limitRate(operations, access, legacy?.rateKey);
    const outcome = yield* this.#apply(operations, access, legacy);
    const { confirmations, expectedOperationId, epoch, version, changes } = outcome;
    if (changes !== undefined) {
      this.options.notifier?.publish(access.roomId);
      yield* wait(this.#hub.changed(access.roomId, epoch, version, changes));
    }
    this.#hub.confirmed(access, confirmations);
    return { confirmations, ...(expectedOperationId !== undefined && { expectedOperationId }) };
  }

  async pull(request: StateSyncRequest, access: AccessContext): Promise<StateAnswer> {
    const startedAt = performance.now();
    try {
      this.#refuseWhileClosing();
      const { options } = this;
      return await pullState(options, options.store, request, access, this.limits, this.#clock());
    } catch (error) {
      throw this.#counted(this.#storeFailure(error, access));
    } finally {
      this.#telemetry.recordPull(performance.now() - startedAt);
    }
  }

  subscribe(stream: NotificationStream): () => void {
    this.#refuseStreamBeyondLimit(stream.roomId);
    const leave = this.#hub.add(stream);
    this.#telemetry.changeStreams(1);
    return () => {
      if (leave()) this.#telemetry.changeStreams(-1);
    };
  }

  #refuseStreamBeyondLimit(roomId?: string): void {
    this.#refuseWhileClosing();
    if (this.#hub.size + this.legacy.size >= this.limits.maxStreams) throw overloaded();
    if (roomId !== undefined) this.#refuseStreamBeyondRoomLimit(roomId);
  }

  #refuseStreamBeyondRoomLimit(roomId: string): void {
    const size = this.#hub.sizeOf(roomId) + this.#legacy.clients.sizeOf(roomId);
    if (size >= this.limits.maxRoomStreams) throw overloaded();
  }

  async health(): Promise<HealthAnswer> {
    const streams = this.#hub.size + this.legacy.size;
    if (this.#closing !== undefined) return { status: "draining", streams };
    try {
      await this.options.store.check();
      return { status: "ok", streams };
    } catch (error) {
      this.log({ level: "error", event: "store_failed", error });
      return { status: "failing", streams };
    }
  }

  async invalidate(roomId: string, userId: string): Promise<void> {
    await this.options.store.invalidate(roomId, userId);
    this.#hub.endOf(roomId, userId);
    this.options.notifier?.publish(roomId, userId);
    this.#legacy.clients.wake(roomId);
    await this.#tellOfRoom(roomId);
  }

  async maintain(): Promise<CompactResult> {
    const removed = await this.options.store.compact(compactRequestAt(this.#maintenance, this.#clock()));
    this.log({ level: "info", event: "maintained", detail: { ...removed } });
    return removed;
  }

  close(): Promise<void> {
    this.#closing ??= this.#drain();
    return this.#closing;
  }

  /** Another process changed a room, or any of them (P27). */
  #wake(roomId: string | undefined): void {
    this.#legacy.clients.wake(roomId);
    const woken = roomId === undefined ? this.#hub.roomIds() : this.#hub.has(roomId) ? [roomId] : [];
    for (const each of woken) this.#waker.add(each);
  }

  /** Tells a room's streams of its version, where what changed in it is not known. */
  async #tellOfRoom(roomId: string): Promise<void> {
    const nothing = { clientId: undefined, userId: undefined, position: undefined, entityTypes: [] };
    const { epoch, version } = await this.options.store.pull({ roomId, ...nothing, limit: 1, maxLength: 1 });
    void this.#hub.changed(roomId, epoch, version);
  }

  #startTimers(timers: Timers): readonly (() => void)[] {
    const maintain = () =>
      this.maintain().catch((error: unknown) => this.log({ level: "error", event: "store_failed", error }));
    const { intervalMs } = this.#maintenance;
    return [
      timers.every(() => this.#beat(), this.limits.heartbeatIntervalMs),
      ...(intervalMs > 0 ? [timers.every(() => void maintain(), intervalMs)] : []),
    ];
  }

  #beat(): void {
    this.#hub.ping();
    this.#legacy.clients.heartbeat();
    // A wake that was lost makes legacy clients late, as modern ones are until they poll (P27).
    this.#legacy.clients.wake(undefined);
  }

  #limitRate(
    operations: readonly PendingOperation[],
    { roomId, user }: AccessContext,
    anonymousKey: string | undefined,
  ): void {
    const now = this.#clock();
    // Clients of two rooms are two; the length keeps the parts apart.
    const key = user?.id ?? `${roomId.length}:${roomId}:${anonymousKey ?? operations[0]?.clientId}`;
    const retryAfterMs =
      this.#clientRate.take(key, operations.length, now) ??
      this.#roomRate.take(roomId, operations.length, now);
    if (retryAfterMs !== undefined) throw new RequestError("rate_limited", undefined, { retryAfterMs });
  }

  async #drain(): Promise<void> {
    for (const end of this.#timers) end();
    await this.#legacy.clients.drain();
    await this.#inFlight.idle();
    this.#hub.end();
    await this.options.notifier?.close();
    await this.options.store.close();
  }

  *#apply(
    operations: readonly PendingOperation[],
    access: AccessContext,
    legacy: LegacyPush | undefined,
  ): Steps<BatchOutcome> {
    this.#inFlight.begin();
    try {
      const prepared = yield* wait(prepareOperations(this.#preparation, operations, access));
      const batch = legacy === undefined ? prepared : withRevisions(prepared, legacy.revisions);
      return yield* this.#transact(operations, access, batch);
    } finally {
      this.#inFlight.end();
    }
  }

  *#transact(
    operations: readonly PendingOperation[],
    access: AccessContext,
    batch: readonly PreparedOperation[],
  ): Steps<BatchOutcome> {
    const origin = { roomId: access.roomId, user: access.user, now: this.#clock() };
    try {
      return yield* wait(
        this.options.store.transact(this.#transactRequest(operations, access), (room) =>
          settle(applyBatch(this.#environment, origin, batch, room)),
        ),
      );
    } catch (error) {
      throw this.#storeFailure(error, access);
    }
  }

  #transactRequest(operations: readonly PendingOperation[], { roomId }: AccessContext): TransactRequest {
    const clientIds: string[] = [];
    const likelyIds: string[] = [];
    let isRepeatable = true;
    for (const { clientId, name, args } of operations) {
      if (clientId !== clientIds.at(-1)) clientIds.push(clientId);
      // The first argument of most operations is the id of what they write.
      const [id] = args;
      if (typeof id === "string" && id !== likelyIds.at(-1)) likelyIds.push(id);
      if (Object.hasOwn(this.#environment.handlers, name)) isRepeatable = false;
    }
    return { roomId, clientIds, likelyIds, isRepeatable };
  }

  #refuseWhileClosing(): void {
    if (this.#closing !== undefined) {
      throw new RequestError("shutting_down", undefined, { retryAfterMs: DRAIN_RETRY_MS });
    }
  }

  #counted(error: unknown): unknown {
    this.#telemetry.countRequestError(error instanceof RequestError ? error.code : "internal");
    return error;
  }

  /** What a store throws keeps its text to itself (P9). */
  #storeFailure(error: unknown, access: AccessContext): unknown {
    if (error instanceof RequestError) return error;
    this.log({ level: "error", event: "store_failed", roomId: access.roomId, error });
    const retryAfterMs = error instanceof TransientFailure ? error.retryAfterMs : DRAIN_RETRY_MS;
    return new RequestError("store_unavailable", undefined, { retryAfterMs });
  }
}

const overloaded = () => new RequestError("overloaded", undefined, { retryAfterMs: DRAIN_RETRY_MS });

/** Makes a server; nothing listens yet: see `fetch`, `createNodeHandler` and `startNodeServer`. */
export function createSyncServer(options: SyncServerOptions): SyncServer {
  return new CoreSyncServer(options);
}
