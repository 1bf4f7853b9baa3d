import { MemoryStorage, type SyncError } from "kalphite-gen/client";
import { createClient, type Client } from "../../todo/generated/client.gen.js";
import type { SessionIdentity } from "./data-folder.js";
import { describeOperation } from "./describe-operation.js";
import type { Failure, FailureJournal } from "./failure-journal.js";
import { PatientStorage } from "./patient-storage.js";
import type { Reach, TodoSession } from "./todo-session.js";

export interface ModernSessionOptions extends SessionIdentity {
  /** Undefined for a session that leaves nothing behind, and needs no folder of its own. */
  readonly folder?: string;
  /** Ask nobody, whether the server is there or not. */
  readonly offline: boolean;
  readonly journal: FailureJournal;
}

/** A session on the generated client: typed operations, a queue and entities on disk. */
export async function openModernSession(options: ModernSessionOptions): Promise<TodoSession> {
  const { server, room, user, folder, offline, journal } = options;
  const storage = folder === undefined ? undefined : new PatientStorage(folder);
  const failures: Failure[] = [];
  let trouble: string | undefined = offline ? "--offline was given" : undefined;

  const client = createClient({
    url: server,
    roomId: room,
    userId: user,
    getAuthToken: () => user,
    storage: storage ?? new MemoryStorage(),
    ...(offline && { environment: { isOnline: () => false } }),
  });
  client.onError((error) => {
    if (error.kind === "request") {
      const { status, message } = error;
      trouble = status === undefined ? `${server} cannot be reached` : message;
    }
    if (error.kind !== "operation") return;
    const failure = failureOf(error, client);
    failures.push(failure);
    journal.add(failure);
  });
  await client.connect();
  if (storage?.failure !== undefined) {
    await client.disconnect();
    throw storage.failure;
  }

  const pendingIds = (): ReadonlySet<unknown> =>
    new Set(client.engine.pendingOperations.map(({ args }) => args[0]));

  return {
    todos: () => client.todo.all(),
    projects: () => client.project.all(),
    isPending: (entity) => {
      const ids = pendingIds();
      return ids.has(entity.id) || (entity.type === "todo" && ids.has(entity.data.projectId));
    },
    get pendingCount() {
      return client.engine.pendingOperations.length;
    },
    get online() {
      return client.status.online && client.status.lastSyncedAt !== undefined;
    },
    changes: client.mutate,
    failures,
    sync: (waitMs) => reachOf(client, () => trouble, waitMs),
    subscribe: (listener) => {
      const stops = [client.subscribe(listener), client.onStatus(listener)];
      return () => stops.forEach((stop) => stop());
    },
    close: async () => {
      await client.disconnect();
      if (storage?.failure !== undefined) throw storage.failure;
    },
  };
}

function reachOf(client: Client, trouble: () => string | undefined, waitMs: number): Promise<Reach> {
  return new Promise((resolve) => {
    const end = (reach: Reach): void => {
      clearTimeout(timeout);
      for (const stop of stops) stop();
      resolve(reach);
    };
    const look = (): void => {
      const { blocked, lastSyncedAt, pending } = client.status;
      const why = trouble();
      if (blocked !== undefined) end({ kind: "blocked", why: why ?? blocked });
      else if (lastSyncedAt !== undefined && pending === 0) end({ kind: "synced" });
      else if (why !== undefined) end({ kind: "offline", why });
    };
    const timeout = setTimeout(
      () => end({ kind: "offline", why: `no answer within ${waitMs / 1_000} s` }),
      waitMs,
    );
    const stops = [client.onStatus(look), client.onError(look)];
    look();
  });
}

function failureOf(error: Extract<SyncError, { readonly kind: "operation" }>, client: Client): Failure {
  const { operation, code, message } = error;
  const name = (id: string): string | undefined =>
    client.todo.get(id)?.data.title ?? client.project.get(id)?.data.name;
  return {
    at: new Date().toISOString(),
    what: describeOperation(operation.name, operation.args, name),
    code,
    message,
  };
}
