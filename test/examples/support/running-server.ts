import { MemoryServerStore, startNodeServer, type SyncServer } from "../../../src/server/index.js";
import type { OperationConfirmation } from "../../../src/protocol/index.js";

export interface RunningServer {
  readonly url: string;
  /** Sends one operation as a client of its own would, unchecked, and gives the server's verdict. */
  readonly push: (name: string, args: readonly unknown[]) => Promise<OperationConfirmation>;
  readonly close: () => Promise<void>;
}

/** Serves a generated contract over HTTP on loopback, from memory; whoever asks is `somebody`. */
export async function startServer(
  createServer: (options: {
    store: MemoryServerStore;
    authenticate: () => { id: string };
    clock: () => number;
  }) => SyncServer,
  clock: () => number = Date.now,
): Promise<RunningServer> {
  const store = new MemoryServerStore();
  const server = await startNodeServer(
    createServer({ store, authenticate: () => ({ id: "somebody" }), clock }),
  );
  let lastId = 0;
  return {
    url: server.url,
    push: async (name, args) => {
      lastId += 1;
      const operation = { name, args, id: lastId, clientId: "raw", timestamp: 0 };
      const response = await fetch(`${server.url}/sync/operations`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ operations: [operation] }),
      });
      const answer = (await response.json()) as { readonly confirmations?: readonly OperationConfirmation[] };
      const confirmation = answer.confirmations?.[0];
      if (!confirmation) throw new Error(`${response.status}: ${JSON.stringify(answer)}`);
      return confirmation;
    },
    close: () => server.close(),
  };
}
