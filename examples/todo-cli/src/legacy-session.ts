import { WebSocket } from "ws";
import { NetworkSyncEngine } from "kalphite-gen/client";
import { describeRefusal } from "./describe-operation.js";
import type { Failure } from "./failure-journal.js";
import { LegacyLedger } from "./legacy-ledger.js";
import { quiet, reachOf } from "./legacy-reach.js";
import { LegacyStore, type KeptChange } from "./legacy-store.js";
import type { SessionOptions } from "./modern-session.js";
import type { Reach } from "./reach.js";
import type { TodoChanges, TodoSession } from "./todo-session.js";

/**
 * A session as clients had it before there were operations: whole entities over one WebSocket. A change is made from what
 * the disk holds, and kept there; where the server can be reached, it is made anew once the room has arrived, and only
 * then sent. What had no answer when a command ended is sent again by the next, and applied once.
 */
export async function openLegacySession(options: SessionOptions): Promise<TodoSession> {
  const { server, room, user, folder, offline, journal } = options;
  const store = folder === undefined ? undefined : new LegacyStore(folder);
  const stored = (await store?.load()) ?? { entities: [], outbox: [] };
  const ledger = new LegacyLedger(stored, (state) => store?.save(state));
  const handedOver = new Map<number, KeptChange>();
  const failures: Failure[] = [];
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const fail = (about: Pick<Failure, "what" | "id" | "code" | "message">): void => {
    const failure: Failure = { at: new Date().toISOString(), ...about };
    failures.push(failure);
    journal.add(failure);
  };

  const engine = new NetworkSyncEngine({
    wsUrl: `${server.replace(/^http/, "ws")}/sync/legacy`,
    roomId: room,
    userId: user,
    authToken: encodeURIComponent(user),
    clientVersion: "todo-cli-legacy",
    maxReconnectAttempts: folder === undefined ? Infinity : 0,
    WebSocket,
  });
  let arrival = Promise.resolve();
  let hasArrived = false;
  engine.on("connected", () => {
    if (hasArrived) return changed();
    arrival = quiet(engine).then(() => {
      hasArrived = engine.connected;
      changed();
    });
  });
  engine.on("disconnected", changed);
  engine.on("remoteChange", (change) => {
    ledger.receive(change);
    changed();
  });
  engine.onOperationConfirmed(({ id }) => {
    const kept = handedOver.get(id);
    if (kept !== undefined) ledger.settle(kept);
    changed();
  });
  engine.onOperationFailed(({ operation, code = "failed", error, issues }) => {
    const kept = handedOver.get(operation.id);
    if (kept === undefined) return;
    const { what, id } = kept;
    // Before the change is forgotten: what is told twice is better than what is not told.
    fail({ what, id, code, message: describeRefusal(error, issues) });
    ledger.settle(kept);
    changed();
  });

  const handOver = (kept: KeptChange): void => {
    // The engine tells the number that it gives before `sendChange` returns.
    const number = ({ id }: { readonly id: number }): void => void handedOver.set(id, kept);
    engine.on("optimisticUpdate", number);
    void engine.sendChange(kept.change, { operationId: kept.operationId });
    engine.off("optimisticUpdate", number);
  };
  stored.outbox.forEach(handOver);
  const sendDrafts = (): void => {
    if (!engine.connected || !hasArrived) return;
    const { made, vanished } = ledger.redraft();
    for (const { what, id } of vanished) {
      fail({ what, id, code: "not_found", message: "Somebody deleted it meanwhile" });
    }
    made.forEach(handOver);
  };

  let reach: Reach | undefined;
  return {
    todos: () => ledger.ofType("todo"),
    projects: () => ledger.ofType("project"),
    isPending: ({ id }) => [...ledger.outbox].some(({ change }) => change.entityId === id),
    get pendingCount() {
      return ledger.outbox.size;
    },
    get online() {
      return engine.connected && hasArrived;
    },
    changes: operationsOn(ledger, () => {
      sendDrafts();
      changed();
    }),
    failures,
    sync: async (waitMs) => {
      if (offline) return { kind: "offline", why: "--offline was given" };
      // A server that was not there a moment ago is not waited for again.
      if (reach === undefined || reach.kind === "synced") {
        const arrived = (): Promise<void> => arrival.then(sendDrafts);
        reach = await reachOf(engine, { server, user, waitMs, arrived });
      }
      return reach;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => {
      await engine.disconnect();
      ledger.save();
      await store?.close();
    },
  };
}

/** The operations of the modern client as drafts. */
function operationsOn(ledger: LegacyLedger, drafted: () => void): TodoChanges {
  const operations = ledger.operations.map((name) => [
    name,
    (...args: readonly unknown[]) => {
      ledger.draft(name, args);
      drafted();
    },
  ]);
  return Object.fromEntries(operations) as TodoChanges;
}
