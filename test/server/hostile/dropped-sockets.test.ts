import { once } from "node:events";
import { expect, it } from "vitest";
import { createSyncServer, MemoryServerStore, startNodeServer } from "../../../src/server/index.js";
import { send } from "../http-client.js";
import { todoContract } from "../todo-contract.js";
import { openSocket } from "./exchange.js";

it("P30 survives sockets that are opened and dropped, whatever they were saying", async () => {
  const server = await startNodeServer(
    createSyncServer({
      contract: todoContract,
      store: new MemoryServerStore(),
      allowAnonymous: true,
      log: () => {},
    }),
  );
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
