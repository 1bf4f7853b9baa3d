import fc from "fast-check";
import { connect } from "node:net";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ERROR_CODES, parseErrorBody } from "../../src/protocol/index.js";
import {
  createSyncServer,
  MemoryServerStore,
  startNodeServer,
  type RunningNodeServer,
} from "../../src/server/index.js";
import { send } from "./http-client.js";
import { operation } from "./pushing.js";
import { todoContract } from "./todo-contract.js";

let server: RunningNodeServer;
beforeAll(async () => {
  server = await startNodeServer(
    createSyncServer({
      contract: todoContract,
      store: new MemoryServerStore(),
      allowAnonymous: true,
      limits: { maxBodyBytes: 20_000 },
      log: () => {},
    }),
  );
});
afterAll(() => server.close());

/** A valid batch with some value in it replaced by something else. */
const nearlyValid = fc
  .tuple(
    fc.constantFrom("id", "name", "args", "clientId", "timestamp", "operations", ""),
    fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(-1, 0, 1.5, 1e308, "__proto__", "constructor", "\u0000", "\ud800"),
    ),
  )
  .map(([key, value]) => {
    const one = operation(1, "addTodo", ["a", "A"], "fuzz");
    if (key === "") return value;
    return key === "operations" ? { operations: value } : { operations: [{ ...one, [key]: value }] };
  });

describe("P36 hostile input", () => {
  it("answers every body with its result or a coded error, and tells nothing of its inside", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("/sync/operations", "/sync/state"),
        fc.oneof(
          nearlyValid.map((value) => JSON.stringify(value)),
          fc.json(),
          fc.string(),
          fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
        ),
        async (path, body) => {
          const reply = await send(`${server.url}${path}`, { body });
          expect(reply.text).not.toMatch(/\bat .*:\d+:\d+|node_modules|TypeError|SQL/);
          if (reply.status === 200) return;
          const parsed = parseErrorBody(reply.json);
          expect(parsed.ok && ERROR_CODES).toHaveProperty(parsed.ok ? parsed.value.error.code : "");
          expect([400, 409, 413]).toContain(reply.status);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ["deep arrays", "[".repeat(9_000) + "]".repeat(9_000)],
    [
      "deep arrays as arguments",
      `[{"id":1,"name":"addTodo","clientId":"deep","timestamp":0,"args":[${"[".repeat(8_000)}${"]".repeat(8_000)}]}]`,
    ],
    ["deep objects", '{"a":'.repeat(3_000) + "1" + "}".repeat(3_000)],
  ])("survives %s", async (_what, body) => {
    const reply = await send(`${server.url}/sync/operations`, { body });
    expect([200, 400]).toContain(reply.status);
    expect(reply.text).not.toContain("RangeError");
  });

  it("survives sockets that are opened and dropped, whatever they were saying", async () => {
    const { hostname, port } = new URL(server.url);
    const beginnings = [
      "",
      "GET /sync/notify HTTP/1.1\r\n",
      "GET /sync/notify HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n",
      "GET /sync/notify HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
      "POST /sync/operations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n[",
      "\u0000\u0001 nonsense\r\n\r\n",
    ];
    for (let round = 0; round < 50; round++) {
      await Promise.all(
        beginnings.map(async (text) => {
          const socket = connect(Number(port), hostname);
          socket.on("error", () => {});
          await once(socket, "connect");
          socket.write(text, () => socket.destroy());
          await once(socket, "close");
        }),
      );
    }
    const streams = async () =>
      ((await send(`${server.url}/sync/health`, { method: "GET" })).json as { streams: number }).streams;
    while ((await streams()) > 0) await new Promise((resolve) => setImmediate(resolve));
  });
});
