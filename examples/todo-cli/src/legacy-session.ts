import { WebSocket } from "ws";
import { NetworkSyncEngine, type LocalChange } from "kalphite-gen/client";
import type { Project } from "../../todo/generated/entities/project.gen.js";
import type { Todo } from "../../todo/generated/entities/todo.gen.js";
import { describeOperation } from "./describe-operation.js";
import type { Failure } from "./failure-journal.js";
import { legacyChanges } from "./legacy-changes.js";
import { LegacyStore } from "./legacy-store.js";
import type { ModernSessionOptions } from "./modern-session.js";
import type { Reach, TodoSession } from "./todo-session.js";

/** Sync-change does not say where the room's state ends: a client takes it that nothing more comes when nothing comes. */
const QUIET_MS = 500;

/**
 * A session as clients had it before there were operations: whole entities over one WebSocket. What had no answer when a
 * command ended is sent again by the next, whole as it was: unlike operations it may then overwrite what others did.
 */
export async function openLegacySession(options: ModernSessionOptions): Promise<TodoSession> {
  const { server, room, user, folder, offline, journal } = options;
  const store = folder === undefined ? undefined : new LegacyStore(folder);
  const stored = (await store?.load()) ?? { entities: [], outbox: [] };
  const entities = new Map<string, Todo | Project>(stored.entities.map((entity) => [entity.id, entity]));
  const outbox = new Map<number, LocalChange>();
  const failures: Failure[] = [];
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  const engine = new NetworkSyncEngine({
    wsUrl: `${server.replace(/^http/, "ws")}/sync/legacy`,
    roomId: room,
    userId: user,
    authToken: user,
    clientVersion: "todo-cli-legacy",
    maxReconnectAttempts: folder === undefined ? Infinity : 0,
    WebSocket,
  });
  engine.on("remoteChange", ({ type, entityId, entity }) => {
    if (type === "delete") entities.delete(entityId);
    else entities.set(entityId, entity);
    changed();
  });
  for (const event of ["connected", "disconnected"] as const) engine.on(event, changed);
  engine.onOperationConfirmed(({ id }) => {
    outbox.delete(id);
    changed();
  });
  engine.onOperationFailed(({ operation, code = "failed", error }) => {
    const what = describeOperation(operation.name, operation.args, (id) => nameOf(entities.get(id)));
    const failure = { at: new Date().toISOString(), what, code, message: error };
    failures.push(failure);
    journal.add(failure);
    outbox.delete(operation.id);
    changed();
  });

  const send = (change: LocalChange): void => {
    const { type, entityId, entity } = change;
    if (type === "delete") entities.delete(entityId);
    else entities.set(entityId, entity as Todo | Project);
    // The engine tells the number that it gives before `sendChange` returns.
    const number = ({ id }: { readonly id: number }): void => void outbox.set(id, change);
    engine.on("optimisticUpdate", number);
    void engine.sendChange(change);
    engine.off("optimisticUpdate", number);
    changed();
  };
  stored.outbox.forEach(send);

  const ofType = <Type extends "todo" | "project">(type: Type) =>
    [...entities.values()]
      .filter((entity): entity is Extract<Todo | Project, { type: Type }> => entity.type === type)
      .sort((left, right) => (left.id < right.id ? -1 : 1));

  return {
    todos: () => ofType("todo"),
    projects: () => ofType("project"),
    isPending: ({ id }) => [...outbox.values()].some(({ entityId }) => entityId === id),
    get pendingCount() {
      return outbox.size;
    },
    get online() {
      return engine.connected;
    },
    changes: legacyChanges(entities, send),
    failures,
    sync: async (waitMs) => {
      if (offline) return { kind: "offline", why: "--offline was given" };
      return reachOf(engine, server, waitMs);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => {
      await engine.disconnect();
      await store?.save({ entities: [...entities.values()], outbox: [...outbox.values()] });
      await store?.close();
    },
  };
}

async function reachOf(engine: NetworkSyncEngine, server: string, waitMs: number): Promise<Reach> {
  let late: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<Reach>((resolve) => {
    const why = `no answer within ${waitMs / 1_000} s`;
    late = setTimeout(() => resolve({ kind: "offline", why }), waitMs);
  });
  const reached = engine
    .connect()
    .then(async (): Promise<Reach> => {
      await Promise.all([quiet(engine), engine.flush()]);
      return { kind: "synced" };
    })
    .catch((): Reach => ({ kind: "offline", why: `${server} cannot be reached` }));
  const reach = await Promise.race([reached, tooLate]);
  clearTimeout(late);
  return reach;
}

function quiet(engine: NetworkSyncEngine): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, QUIET_MS);
    engine.on("remoteChange", () => void timer.refresh());
  });
}

const nameOf = (entity: Todo | Project | undefined): string | undefined =>
  entity?.type === "todo" ? entity.data.title : entity?.data.name;
