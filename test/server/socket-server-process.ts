import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { createSyncServer, MemoryServerStore, startNodeServer } from "../../src/server/index.js";
import { todoContract } from "./todo-contract.js";

/**
 * A server of sockets in a process of its own, so that its memory is its own: `server`, or `bare` for `ws` and
 * `node:http` that keep nothing. Tells its parent its port, and what it holds when asked; collects garbage before it does.
 */
async function startServer(): Promise<{ port: number; open: () => Promise<number> }> {
  const server = createSyncServer({
    contract: todoContract,
    store: new MemoryServerStore(),
    allowAnonymous: true,
    log: () => {},
  });
  const { port } = await startNodeServer(server);
  return { port, open: async () => (await server.health()).streams };
}

async function startBare(): Promise<{ port: number; open: () => Promise<number> }> {
  let count = 0;
  const http = createServer((_request, response) => {
    count++;
    response.once("close", () => count--);
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(": hello\n\n");
  });
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false, clientTracking: false });
  sockets.on("connection", (socket) => {
    count++;
    socket.on("error", () => {}).on("close", () => count--);
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return { port: (http.address() as AddressInfo).port, open: () => Promise.resolve(count) };
}

const { port, open } = await (process.argv[2] === "bare" ? startBare() : startServer());
process.on("message", async () => {
  while ((await open()) > 0) await new Promise((resolve) => setImmediate(resolve));
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const { heapUsed, external } = process.memoryUsage();
  process.send?.({ bytes: heapUsed + external });
});
process.on("disconnect", () => process.exit(0));
process.send?.({ port });
