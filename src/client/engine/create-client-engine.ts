import {
  DEFAULT_MAX_OPERATIONS,
  DEFAULT_POLL_INTERVAL_MS,
  DEFAULT_ROOM,
  type RuntimeContract,
} from "../../protocol/index.js";
import type { Outcome } from "../mutation.js";
import { reduce } from "../state/reduce.js";
import type { SyncEffect } from "../state/sync-effect.js";
import type { SyncEvent } from "../state/sync-event.js";
import type { SyncSettings } from "../state/sync-settings.js";
import { flushOutcomeOf, statusOf } from "../state/status-of.js";
import { initialState, viewOf } from "../state/sync-state.js";
import type { ClientStorage } from "../storage/client-storage.js";
import { MemoryStorage } from "../storage/memory-storage.js";
import { operationError, type SyncError } from "../sync-error.js";
import type { SyncStatus } from "../sync-status.js";
import type { TabMembership } from "../tabs/tab-channel.js";
import type { SyncTransport } from "../transport/sync-transport.js";
import { backoffMs } from "./backoff.js";
import type { ClientEngineOptions } from "./client-engine-options.js";
import type { ClientEngine } from "./client-engine.js";
import { platformEnvironment, type Environment } from "./environment.js";
import { createHintStream } from "./hint-stream.js";
import { callListeners, listen } from "./listeners.js";
import { createMutations } from "./mutations.js";
import { refusal, takeIn } from "./operation-intake.js";
import { createRequester } from "./requester.js";
import { createStorageWriter } from "./storage-writer.js";
import { createSubscriptions } from "./subscriptions.js";
import { createTimer } from "./timer.js";
import { createTypeSnapshots } from "./type-snapshots.js";

const DEFAULT_REQUEST_TIMEOUT_MS = 30_000;
const DEFAULT_QUEUE_LIMIT = 10_000;
/** Leaves room for the rest of the request in what servers take by default (P11). */
const DEFAULT_OPERATION_BYTES = 1_000_000;

/** Drives the reducer: hands it what happens, and does in the world what it asks for. */
export function createClientEngine(
  contract: RuntimeContract,
  transport: SyncTransport,
  options: ClientEngineOptions,
): ClientEngine {
  const environment: Environment = { ...platformEnvironment, ...options.environment };
  const roomId = options.roomId ?? DEFAULT_ROOM;
  const keyPrefix = environment.createId();
  const settings: SyncSettings = {
    ...options,
    contract,
    roomId,
    origin: keyPrefix,
    batchSize: options.batchSize ?? DEFAULT_MAX_OPERATIONS,
  };
  const queueLimit = options.offlineQueueLimit ?? DEFAULT_QUEUE_LIMIT;
  const storage: ClientStorage = options.storage ?? new MemoryStorage();

  let state = initialState(settings, environment.createId(), environment.isOnline());
  let status = statusOf(state);
  let keys = 0;
  const snapshots = createTypeSnapshots(() => viewOf(state));
  const subscriptions = createSubscriptions();
  const statusListeners = new Set<(status: SyncStatus) => void>();
  const errorListeners = new Set<(error: SyncError) => void>();
  if (options.onError) errorListeners.add(options.onError);
  const mutations = createMutations();
  const flushes = new Set<(outcome: Outcome) => void>();
  const requester = createRequester(
    transport,
    environment,
    options.requestTimeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS,
    dispatch,
  );
  const writer = createStorageWriter(
    storage,
    ({ clientId, sentId = 0 }) => {
      storageFailures = 0;
      dispatch({ kind: "stored", clientId, id: sentId });
    },
    (cause) => {
      tellStorageError("storage_failed", cause);
      retryStorage(writer.retry);
    },
  );

  let storageFailures = 0;
  let loading: Promise<void> | undefined;
  let closing: Promise<void> | undefined;
  let membership: TabMembership | undefined;
  let stopOnlineSignal: (() => void) | undefined;
  const retryTimer = createTimer(environment);
  const pollTimer = createTimer(environment);
  const storageTimer = createTimer(environment);
  const followHints = createHintStream(transport, environment.now, dispatch);

  const effects: SyncEffect[] = [];
  let isDraining = false;

  function dispatch(event: SyncEvent): void {
    const { state: next, effects: more } = reduce(settings, state, event);
    state = next;
    for (const effect of more) {
      // What can be read is new at once, the rest comes in order.
      if (effect.kind === "numbered") mutations.number(effect.queued);
      if (effect.kind === "changed") snapshots.invalidate(effect.change);
      effects.push(effect);
    }
    if (event.kind === "pulled") {
      pollTimer.start(() => dispatch({ kind: "hinted" }), options.pollIntervalMs ?? DEFAULT_POLL_INTERVAL_MS);
    }
    drain();
    options.onEvent?.(event);
  }

  /** In order even where a listener causes the next event: what it causes is done after what it was told of. */
  function drain(): void {
    if (isDraining) return;
    isDraining = true;
    try {
      for (let effect = effects.shift(); effect !== undefined; effect = effects.shift()) perform(effect);
    } finally {
      isDraining = false;
    }
    followHints(state);
    tellStatus();
    endFlushes();
  }

  function perform(effect: SyncEffect): void {
    switch (effect.kind) {
      case "commit":
        writer.write(effect.change);
        membership?.tell(effect.change, effect.settled, state.lastSyncedAt);
        return;
      case "offer":
        return membership?.offer(effect.queued);
      case "request":
        return requester.send(effect.request);
      case "abort":
        return requester.abort();
      case "wait":
        retryTimer.start(
          () => dispatch({ kind: "retry_due" }),
          backoffMs(effect.failures, environment.random, effect.retryAfterMs),
        );
        return;
      case "stop_waiting":
        return retryTimer.stop();
      case "changed":
        return subscriptions.tell(effect.change);
      case "settled":
        return mutations.settle(effect.settled);
      case "error":
        return callListeners(errorListeners, effect.error);
    }
  }

  function tellStatus(): void {
    const known = status;
    status = statusOf(state, known);
    if (status !== known) callListeners(statusListeners, status);
  }

  function endFlushes(): void {
    if (flushes.size === 0) return;
    const outcome =
      flushOutcomeOf(state) ??
      (writer.isFailing() ? refusal("storage_failed", "The storage cannot be written") : undefined);
    if (outcome === undefined) return;
    for (const end of flushes) end(outcome);
    flushes.clear();
  }

  function tellStorageError(code: string, cause: unknown): void {
    callListeners(errorListeners, { kind: "storage", code, message: String(cause), cause });
  }

  function retryStorage(attempt: () => void): void {
    storageFailures++;
    if (!state.connected) return;
    storageTimer.start(attempt, backoffMs(storageFailures, environment.random));
    endFlushes();
  }

  async function lead(): Promise<void> {
    try {
      const stored = await storage.load();
      // Another attempt may have been quicker.
      if (!state.connected || state.role === "leading") return;
      if (stored?.repaired !== undefined) tellStorageError("storage_repaired", stored.repaired);
      dispatch({ kind: "loaded", stored });
      membership?.announce();
    } catch (cause) {
      tellStorageError("storage_failed", cause);
      retryStorage(() => void lead());
    }
  }

  async function join(): Promise<void> {
    if (options.tabs === undefined) return state.role === "loading" ? lead() : undefined;
    membership ??= options.tabs.join(`${storage.name ?? ""}/${roomId}`, {
      id: environment.createId(),
      lead: () => void lead(),
      dispatch,
      describe: () => ({
        record: state.record,
        queue: state.entries.filter(({ draft }) => !draft).map(({ key, operation }) => ({ key, operation })),
        entities: Object.keys(contract.entities).flatMap((type) => [...state.base.values(type)]),
      }),
    });
  }

  async function close(): Promise<void> {
    await loading;
    await writer.settle();
    await storage.close();
    if (membership === undefined) return;
    // Not to be written over what the next leader makes of the storage.
    dispatch({ kind: "resigned", unwritten: writer.discard() });
    // Not before all is on disk: the next leader reads it.
    membership.leave();
    membership = undefined;
  }

  return {
    roomId,
    get clientId() {
      return state.record.clientId;
    },
    get stateVersion() {
      return state.record.stateVersion;
    },
    get pendingOperations() {
      return state.entries.map(({ operation, draft }) => (draft ? { ...operation, id: 0 } : operation));
    },
    get status() {
      return status;
    },
    executeOperation: (name, args) => {
      const timestamp = environment.now();
      const intake = takeIn(contract, name, args, options.maxOperationBytes ?? DEFAULT_OPERATION_BYTES);
      const refused =
        state.entries.length >= queueLimit
          ? refusal("queue_full", `${queueLimit} operations are pending`)
          : intake.refused;
      const operation = { name, args: intake.wire, id: 0, clientId: state.record.clientId, timestamp };
      const key = `${keyPrefix}-${++keys}`;
      const mutation = mutations.open(key, operation);
      if (refused === undefined) dispatch({ kind: "mutated", key, operation, args: intake.args });
      else {
        mutations.settle([{ key, outcome: refused }]);
        callListeners(errorListeners, operationError(operation, refused));
      }
      return mutation;
    },
    get: (type, id) => {
      const entity = viewOf(state).find(id);
      return entity?.type === type ? entity : undefined;
    },
    all: snapshots.all,
    pull: () => dispatch({ kind: "hinted" }),
    connect: () => {
      stopOnlineSignal ??= environment.onOnlineChange(() =>
        dispatch({ kind: "online", online: environment.isOnline() }),
      );
      dispatch({ kind: "online", online: environment.isOnline() });
      dispatch({ kind: "connected" });
      writer.retry();
      loading ??= Promise.resolve(closing)
        .then(join)
        .finally(() => {
          loading = undefined;
        });
      return loading;
    },
    disconnect: () => {
      stopOnlineSignal?.();
      stopOnlineSignal = undefined;
      pollTimer.stop();
      storageTimer.stop();
      dispatch({ kind: "disconnected", resigned: membership !== undefined });
      closing ??= close().finally(() => {
        closing = undefined;
      });
      return closing;
    },
    flush: () =>
      new Promise((resolve) => {
        flushes.add(resolve);
        endFlushes();
      }),
    subscribe: subscriptions.add,
    onStatus: (listener) => listen(statusListeners, listener),
    onError: (listener) => listen(errorListeners, listener),
  };
}
