import type { Socket } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createSyncServer,
  MemoryServerStore,
  startNodeServer,
  type Limits,
  type RunningNodeServer,
} from "../../../src/server/index.js";
import { send } from "../http-client.js";
import { todoContract } from "../todo-contract.js";
import { expectCoded } from "./coded-error.js";
import { exchange, openSocket, readReply } from "./exchange.js";

const MIB = 1024 * 1024;
/** What a request may take to arrive, in milliseconds. */
const SLOW_MS = 400;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Bytes of what is alive: values and buffers. */
function heldBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Resolves when no more than this is alive: Node gives buffers back a little after nobody has them. */
async function heldIsBelow(bytes: number): Promise<void> {
  while (heldBytes() >= bytes) await new Promise((resolve) => setImmediate(resolve));
}

const running: RunningNodeServer[] = [];
afterAll(() => Promise.all(running.map((each) => each.close())));

async function start(limits: Partial<Limits> = {}): Promise<string> {
  const server = await startNodeServer(
    createSyncServer({
      contract: todoContract,
      store: new MemoryServerStore(),
      allowAnonymous: true,
      limits,
      log: () => {},
    }),
  );
  running.push(server);
  return server.url;
}

const head = (framing: string) =>
  `POST /sync/operations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${framing}\r\n\r\n`;
const isHealthy = async (url: string) => (await send(`${url}/sync/health`, { method: "GET" })).status === 200;

/** Writes the same piece again and again, as fast as it is taken, until it is enough or nobody listens. */
async function pour(
  socket: Socket,
  piece: Buffer,
  bytes: number,
  onPiece: (written: number) => void,
): Promise<void> {
  for (let written = piece.length; written <= bytes && socket.writable; written += piece.length) {
    const isTaken = socket.write(piece);
    await new Promise<void>((resolve) => {
      if (isTaken) setImmediate(resolve);
      else socket.once("drain", resolve).once("close", () => resolve());
    });
    onPiece(written);
  }
}

describe("P11 P36 bodies of 100 MiB", () => {
  const spaces = Buffer.alloc(64 * 1024, " ");
  const chunk = Buffer.concat([Buffer.from("10000\r\n"), spaces, Buffer.from("\r\n")]);
  it.each([
    ["that say so", `Content-Length: ${100 * MIB}`, spaces],
    ["that come in chunks", "Transfer-Encoding: chunked", chunk],
  ])("%s are refused without being held", async (_what, framing, piece) => {
    const url = await start();
    let most = 0;
    const attack = () =>
      Promise.all(
        Array.from({ length: 4 }, async () => {
          const socket = await openSocket(url);
          const reply = readReply(socket);
          socket.write(head(framing));
          const onPiece = (written: number) => {
            if (written === piece.length || written % (8 * MIB) < piece.length)
              most = Math.max(most, heldBytes());
          };
          await Promise.all([
            pour(socket, piece, 100 * MIB, onPiece),
            reply.then((answer) => expect(expectCoded(answer)).toBe("body_too_large")),
          ]);
        }),
      );
    await attack();
    const before = heldBytes();
    most = 0;
    await attack();
    expect(most).toBeGreaterThan(0);
    // Four at once, each up to the limit of 1 MiB, and what Node has not yet given back; by far not 400 MiB.
    expect(most - before).toBeLessThan(64 * MIB);
    await heldIsBelow(before + 8 * MIB);
    expect(await isHealthy(url)).toBe(true);
  });

  it("that lie about their length are held to what they say", async () => {
    const short = `${head("Content-Length: 2\r\nConnection: close")}{}{"operations":[]}`;
    expect(expectCoded(await exchange(await start(), short))).toBe("invalid_http");
  });
});

describe("P36 slow requests", () => {
  let url: string;
  beforeAll(async () => {
    url = await start({ bodyTimeoutMs: SLOW_MS });
  });

  /** Sends a byte every few milliseconds until the connection is closed. */
  async function drip(text: string, more: string): Promise<string | undefined> {
    const socket = await openSocket(url);
    const reply = readReply(socket);
    socket.write(text);
    const timer = setInterval(() => socket.writable && socket.write(more), 10);
    try {
      return expectCoded(await reply);
    } finally {
      clearInterval(timer);
    }
  }

  it.each([
    ["a body that drips", head("Content-Length: 900"), " "],
    ["a body in chunks that drips", head("Transfer-Encoding: chunked"), "1\r\n \r\n"],
    ["a body that never begins", head("Content-Length: 9"), ""],
    ["headers that drip", "POST /sync/operations HTTP/1.1\r\nHost: x\r\n", "X-A: b\r\n"],
    ["a first line that never ends", "POST /sync/", "x"],
  ])("%s is given up", async (_what, text, more) => {
    expect(await drip(text, more)).toBe("body_timeout");
  });

  it("hold nobody else up, and leave nothing behind", async () => {
    await drip(head("Content-Length: 900000"), " ");
    const before = heldBytes();
    const slow = Array.from({ length: 200 }, () => drip(head("Content-Length: 900000"), " "));
    for (let round = 0; round < 20; round++) {
      const body = JSON.stringify([]);
      expect((await send(`${url}/sync/operations`, { body })).status).toBe(200);
    }
    expect(new Set(await Promise.all(slow))).toEqual(new Set(["body_timeout"]));
    await heldIsBelow(before + 8 * MIB);
  });
});
