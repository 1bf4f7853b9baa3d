/**
 * A server of notification sockets, in a process of its own so that its memory and its CPU are its own: `server`, the
 * package's; `pre-framed` and `not framed`, `ws` by hand; `events`, event streams by hand. Told what to do by its parent.
 */
import { createServer } from "node:http";
import { createSyncServer, MemoryServerStore, startNodeServer } from "kalphite-gen/server";
import { Sender, WebSocketServer } from "ws";
import { batchOf, contract } from "./sample-contract.js";

const NO_LIMIT = { perSecond: 1e12, burst: 1e12 };
const ACCESS = { roomId: "default", user: undefined };
const turn = () => new Promise((resolve) => setImmediate(resolve));

async function startServer() {
  const server = createSyncServer({
    contract,
    store: new MemoryServerStore(),
    allowAnonymous: true,
    limits: { clientRate: NO_LIMIT, roomRate: NO_LIMIT },
  });
  const { port } = await startNodeServer(server);
  let made = 0;
  const commit = () => server.push(batchOf("writer", ++made, 1), ACCESS);
  return { port, commit };
}

/** The least that a server of sockets does: it keeps them, and writes to each. */
async function startByHand(kind) {
  const http = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("retry: 2000\n\n");
    open.add(response);
    response.once("close", () => open.delete(response));
  });
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, clientTracking: false });
  const open = new Set();
  http.on("upgrade", (request, transport, head) =>
    sockets.handleUpgrade(request, transport, head, (socket) => {
      const member = kind === "pre-framed" ? transport : socket;
      open.add(member);
      socket.on("close", () => open.delete(member));
    }),
  );
  await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
  let version = 0;
  const commit = () => {
    const [{ args }] = batchOf("writer", ++version, 1);
    const [id, title] = args;
    const patch = {
      from: `an-epoch.${version - 1}`,
      deletedEntityIds: [],
      entities: [{ id, type: "todo", data: { title }, updatedAt: Date.now(), createdAt: Date.now() }],
    };
    const data = { stateVersion: `an-epoch.${version}`, entityTypes: ["todo"], patch };
    const text = JSON.stringify({ type: "state_changed", data, timestamp: Date.now() });
    if (kind === "not framed") {
      for (const socket of open) socket.send(text);
      return;
    }
    if (kind === "events") {
      const event = Buffer.from(`data: ${text}\n\n`);
      for (const response of open) response.write(event);
      return;
    }
    const options = { fin: true, opcode: 1, mask: false, readOnly: true, rsv1: false };
    const frame = Buffer.concat(Sender.frame(Buffer.from(text), options));
    for (const transport of open) transport.write(frame);
  };
  return { port: http.address().port, commit };
}

const kind = process.argv[2];
const { port, commit } = await (kind === "server" ? startServer() : startByHand(kind));

process.on("message", async ({ commits }) => {
  if (commits === undefined) {
    globalThis.gc();
    await turn();
    globalThis.gc();
    return process.send({ rss: process.memoryUsage.rss() });
  }
  const before = process.cpuUsage();
  for (let made = 0; made < commits; made++) {
    await commit();
    await turn();
  }
  // Until what was written has left.
  await turn();
  const { user, system } = process.cpuUsage(before);
  process.send({ cpuUs: user + system });
});
process.send({ port });
