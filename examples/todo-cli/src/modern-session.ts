import { MemoryStorage, type SyncError } from "kalphite-gen/client";
import { createClient, type Client } from "../../todo/generated/client.gen.js";
import type { SessionIdentity } from "./data-folder.js";
import { describeOperation, describeRefusal } from "./describe-operation.js";
import type { Failure, FailureJournal } from "./failure-journal.js";
import { PatientStorage } from "./patient-storage.js";
import { refusalOf, type Reach } from "./reach.js";
import type { TodoChanges, TodoSession } from "./todo-session.js";

/** How soon a session that stays finds out that the server is gone. */
const POLL_MS = 2_000;

export interface SessionOptions extends SessionIdentity {
  /** Undefined for a session that stays, leaves nothing behind, and needs no folder of its own. */
  readonly folder?: string;
  /** Ask nobody, whether the server is there or not. */
  readonly offline: boolean;
  readonly journal: FailureJournal;
}

/** A session on the generated client: typed operations, a queue and entities on disk. */
export async function openModernSession(options: SessionOptions): Promise<TodoSession> {
  const { server, room, user, folder, offline, journal } = options;
  const storage = folder === undefined ? undefined : new PatientStorage(folder);
  const failures: Failure[] = [];
  let trouble: Reach | undefined = offline ? { kind: "offline", why: "--offline was given" } : undefined;

  const client = createClient({
    url: server,
    roomId: room,
    userId: user,
    getAuthToken: () => encodeURIComponent(user),
    storage: storage ?? new MemoryStorage(),
    ...(storage === undefined && { pollIntervalMs: POLL_MS }),
    ...(offline && { environment: { isOnline: () => false } }),
  });
  /** What entities were called when they were changed: one that was deleted has no name any more. */
  const names = new Map<string, string>();
  const nameOf = (id: string): string | undefined =>
    client.todo.get(id)?.data.title ?? client.project.get(id)?.data.name ?? names.get(id);
  client.onError((error) => {
    if (error.kind === "request") {
      const { status, message } = error;
      trouble =
        status === undefined
          ? { kind: "offline", why: `${server} cannot be reached` }
          : refusalOf(server, user, status, message);
    }
    if (error.kind !== "operation") return;
    const failure = failureOf(error, nameOf);
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
    changes: noting(client.mutate, (id) => {
      const name = nameOf(id);
      if (name !== undefined) names.set(id, name);
    }),
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

/** The same operations, each telling first what it is about to change. */
function noting(mutate: Client["mutate"], note: (id: string) => void): TodoChanges {
  const operations = Object.entries(mutate).map(([name, operation]) => [
    name,
    (...args: readonly unknown[]) => {
      note(String(args[0]));
      return (operation as (...args: readonly unknown[]) => unknown)(...args);
    },
  ]);
  return Object.fromEntries(operations) as TodoChanges;
}

function reachOf(client: Client, trouble: () => Reach | undefined, waitMs: number): Promise<Reach> {
  return new Promise((resolve) => {
    const end = (reach: Reach): void => {
      clearTimeout(timeout);
      for (const stop of stops) stop();
      resolve(reach);
    };
    const look = (): void => {
      const { blocked, lastSyncedAt, pending } = client.status;
      const known = trouble();
      if (blocked !== undefined) end(known ?? { kind: "refused", why: blocked });
      else if (lastSyncedAt !== undefined && pending === 0) end({ kind: "synced" });
      else if (known !== undefined) end(known);
    };
    const timeout = setTimeout(
      () => end({ kind: "offline", why: `no answer within ${waitMs / 1_000} s` }),
      waitMs,
    );
    const stops = [client.onStatus(look), client.onError(look)];
    look();
  });
}

function failureOf(
  { operation, code, message, issues }: Extract<SyncError, { readonly kind: "operation" }>,
  nameOf: (id: string) => string | undefined,
): Failure {
  return {
    at: new Date().toISOString(),
    what: describeOperation(operation.name, operation.args, nameOf),
    id: String(operation.args[0]),
    code,
    message: describeRefusal(message, issues),
  };
}
