import { afterEach } from "vitest";
import { contract } from "../../../examples/todo/generated/contract.gen.js";
import type { Entity } from "../../../src/protocol/index.js";
import {
  createSyncServer,
  MemoryServerStore,
  startNodeServer,
  type LogEntry,
  type SyncServer,
  type SyncServerOptions,
} from "../../../src/server/index.js";
import { operation } from "../pushing.js";
import { FieldClient } from "./field-client.js";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

export const onEnd = (close: () => unknown): void => void closing.push(close);

export interface LegacyServer {
  readonly server: SyncServer;
  readonly url: string;
  readonly log: LogEntry[];
  readonly close: () => Promise<void>;
  /** A legacy client, connected. */
  readonly connect: (query?: string, options?: object) => Promise<FieldClient>;
  /** One operation of a modern client. */
  readonly modern: (name: string, ...args: readonly unknown[]) => Promise<void>;
  readonly state: (roomId?: string) => Promise<Entity[]>;
}

let clients = 0;

/** The todo example's server on a port, and ways to reach it. */
export async function startLegacyServer(options: Partial<SyncServerOptions> = {}): Promise<LegacyServer> {
  const log: LogEntry[] = [];
  const server = createSyncServer({
    contract,
    store: new MemoryServerStore(),
    allowAnonymous: true,
    log: (entry) => log.push(entry),
    ...options,
  } as SyncServerOptions);
  const node = await startNodeServer(server);
  onEnd(() => node.close());
  const clientId = `modern-${++clients}`;
  let lastId = 0;
  const user = options.authenticate === undefined ? undefined : { id: "modern" };
  return {
    server,
    url: node.url,
    log,
    close: () => node.close(),
    connect: async (query, socketOptions) => {
      const client = new FieldClient(node.url, query, socketOptions);
      onEnd(() => client.close());
      return client.opened();
    },
    modern: async (name, ...args) => {
      const { confirmations } = await server.push([operation(++lastId, name, args, clientId)], {
        roomId: "default",
        user,
      });
      const [confirmation] = confirmations;
      if (confirmation?.success !== true) throw new Error(JSON.stringify(confirmation));
    },
    state: async (roomId = "default") => {
      const { entities } = await server.pull({}, { roomId, user });
      return entities.map((json) => JSON.parse(json) as Entity).sort((a, b) => (a.id < b.id ? -1 : 1));
    },
  };
}

/** A todo as a legacy client holds it. */
export function todo(id: string, data: object = {}, stamps: object = {}) {
  return {
    id,
    type: "todo",
    data: { title: "Milk", status: "pending", tagIds: [], priority: 0, ...data },
    updatedAt: 1,
    createdAt: 1,
    ...stamps,
  };
}
