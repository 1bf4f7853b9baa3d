import { once } from "node:events";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { createSyncServer, MemoryServerStore, startNodeServer } from "../../../src/server/index.js";
import { send } from "../http-client.js";
import { todoContract } from "../todo-contract.js";
import { openSocket } from "./exchange.js";

const start = () =>
  startNodeServer(
    createSyncServer({
      contract: todoContract,
      store: new MemoryServerStore(),
      allowAnonymous: true,
      log: () => {},
    }),
  );

it("P30 survives sockets that are opened and dropped, whatever they were saying", async () => {
  const server = await start();
  const upgrade =
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
  const beginnings = [
    "",
    "GET /sync/notify HTTP/1.1\r\n",
    "GET /sync/notify HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n",
    `GET /sync/notify HTTP/1.1\r\nHost: x\r\n${upgrade}`,
    `GET /sync/notify HTTP/1.1\r\nHost: x\r\nOrigin: https://evil.test\r\n${upgrade}`,
    `GET /sync/nothing HTTP/1.1\r\nHost: x\r\n${upgrade}`,
    "CONNECT evil.test:443 HTTP/1.1\r\nHost: x\r\n\r\n",
    "POST /sync/operations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n[",
    "\u0000\u0001 nonsense\r\n\r\n",
  ];
  for (let round = 0; round < 50; round++) {
    await Promise.all(
      beginnings.map(async (text) => {
        const socket = await openSocket(server.url);
        socket.write(text, () => (round % 2 === 0 ? socket.destroy() : socket.resetAndDestroy()));
        await once(socket, "close");
      }),
    );
  }
  const health = async () => (await send(`${server.url}/sync/health`, { method: "GET" })).json;
  while (((await health()) as { streams: number }).streams > 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await health()).toEqual({ status: "ok", streams: 0 });
  await server.close();
});

it.each([
  ["what is not HTTP", "GARBAGE\r\n\r\n"],
  [
    "an upgrade for nobody",
    "GET /sync/nothing HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n",
  ],
  [
    "a body that is too large",
    "POST /sync/state HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9999999\r\n\r\n",
  ],
])("P30 lets go of a client that was refused for %s and never closes", async (_what, text) => {
  const server = await start();
  const socket = connect({ port: server.port, host: "127.0.0.1", allowHalfOpen: true });
  socket.write(text);
  await once(socket, "data");
  // Waits for every connection.
  await server.close();
  socket.destroy();
});
