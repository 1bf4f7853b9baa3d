import { afterEach } from "vitest";
import { WebSocket } from "ws";
import { contract } from "../../examples/todo/generated/contract.gen.js";
import type { Todo } from "../../examples/todo/generated/entities/todo.gen.js";
import { toOperation } from "../../examples/todo/generated/legacy.gen.js";
import { ModernSyncEngine, NetworkSyncEngine, type OperationFailure } from "../../src/client/index.js";
import {
  createSyncServer,
  MemoryServerStore,
  startNodeServer,
  type RunningNodeServer,
} from "../../src/server/index.js";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A server that can be stopped and started again, on the same port and the same store. */
export interface RestartableServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** The ids of upserted todos, once for each time that an upsert was applied. */
  readonly applied: readonly string[];
}

export async function startServer(): Promise<RestartableServer> {
  const applied: string[] = [];
  const store = new MemoryServerStore();
  // It outlives the server that is stopped.
  store.close = async () => {};
  const open = (port?: number) =>
    startNodeServer(
      createSyncServer({
        contract,
        store,
        allowAnonymous: true,
        log: () => {},
        handlers: {
          upserttodo: (async (tx: any, { entityId, entity }: any, context: any) => {
            if (entity.data.title.startsWith("forbidden")) context.reject("no", "Nobody may call it so");
            applied.push(entityId);
            await tx.todo.put(entityId, entity);
          }) as never,
        },
      }),
      port === undefined ? {} : { port },
    );
  let running: RunningNodeServer | undefined = await open();
  const { url, port } = running;
  const stop = async (): Promise<void> => {
    await running?.close();
    running = undefined;
  };
  closing.push(stop);
  return { url, stop, applied, start: async () => void (running = await open(port)) };
}

const socketUrl = (url: string, path: string): string => `${url.replace("http", "ws")}${path}`;
let clients = 0;

/** Every engine that applications know by `SyncEngine`, as they would configure it. */
export const engineKinds = {
  NetworkSyncEngine: (url: string, userId: string) =>
    new NetworkSyncEngine({
      wsUrl: socketUrl(url, "/sync/legacy"),
      roomId: "default",
      userId,
      reconnectDelay: 10,
      maxReconnectAttempts: Infinity,
      WebSocket,
    }),
  "ModernSyncEngine with the generated contract": (url: string, userId: string) =>
    new ModernSyncEngine({
      baseUrl: url,
      notificationUrl: socketUrl(url, "/sync/notify"),
      clientId: `${userId}-${++clients}`,
      userId,
      retryDelay: 10,
      contract,
      toOperation,
      WebSocket,
    }),
  "ModernSyncEngine by itself, over an event stream": (url: string, userId: string) =>
    new ModernSyncEngine({
      baseUrl: url,
      notificationUrl: `${url}/sync/notify`,
      clientId: `${userId}-${++clients}`,
      userId,
      retryDelay: 10,
    }),
};
export type EngineKind = keyof typeof engineKinds;

/** An application over an engine, as the field has them: it shows what it did and what it is told, the last as the truth. */
export class Application {
  readonly engine: NetworkSyncEngine;
  readonly failures: OperationFailure[] = [];
  readonly confirmed: string[] = [];
  readonly #todos = new Map<string, Todo>();

  constructor(kind: EngineKind, url: string, userId: string) {
    this.engine = engineKinds[kind](url, userId);
    this.engine.on("remoteChange", ({ type, entityId, entity }) => {
      if (type === "delete") this.#todos.delete(entityId);
      else this.#todos.set(entityId, entity);
    });
    this.engine.onOperationFailed((failure) => this.failures.push(failure));
    this.engine.onOperationConfirmed(({ name }) => this.confirmed.push(name));
    closing.push(() => this.engine.disconnect());
  }

  put(id: string, title: string): Promise<void> {
    const data: Todo["data"] = { title, status: "pending", tagIds: [], priority: 0 };
    const entity: Todo = { id, type: "todo", data, updatedAt: 1, createdAt: 1 };
    this.#todos.set(id, entity);
    return this.engine.sendChange({ type: "upsert", entityType: "todo", entityId: id, entity });
  }

  remove(id: string): Promise<void> {
    this.#todos.delete(id);
    return this.engine.sendChange({ type: "delete", entityType: "todo", entityId: id });
  }

  /** Ids and titles. */
  shown(): readonly string[] {
    return [...this.#todos.values()].map(({ id, data }) => `${id} ${data.title}`).sort();
  }
}
