import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterEach, describe, expect, it } from "vitest";
import {
  createSyncServer,
  MemoryServerStore,
  startNodeServer,
  type LogEntry,
  type SyncServer,
  type SyncServerOptions,
} from "../../src/server/index.js";
import { operation } from "./pushing.js";
import { todoContract } from "./todo-contract.js";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function start(options: Partial<SyncServerOptions> = {}) {
  const log: LogEntry[] = [];
  const server = createSyncServer({
    contract: todoContract,
    store: new MemoryServerStore(),
    allowAnonymous: true,
    log: (entry) => log.push(entry),
    ...options,
  } as SyncServerOptions);
  const node = await startNodeServer(server);
  closing.push(() => node.close());
  const { port, httpServer } = node;
  const connections = () =>
    new Promise<number>((resolve, fail) =>
      httpServer.getConnections((error, count) => (error ? fail(error) : resolve(count))),
    );
  return { server, port, log, connections };
}

const upgradeTo = (path: string, ...headers: readonly string[]) =>
  [
    `GET ${path} HTTP/1.1`,
    "Host: x",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    ...headers,
    "\r\n",
  ].join("\r\n");
const UPGRADE = upgradeTo("/sync/notify?clientId=c1");
const EVENTS = "GET /sync/notify?clientId=c1 HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n";

async function say(port: number, text: string | Buffer): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  closing.push(() => socket.destroy());
  await once(socket, "connect");
  socket.write(text);
  return socket;
}

/** A socket that has been let in, and the first bytes that it got. */
async function open(port: number, text = UPGRADE): Promise<{ socket: Socket; head: string }> {
  const socket = await say(port, text);
  const [head] = (await once(socket, "data")) as [Buffer];
  return { socket, head: head.toString("latin1") };
}

/** All that comes until the other side closes. */
async function rest(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(socket, "close");
  return Buffer.concat(chunks);
}

const streams = async (server: SyncServer): Promise<number> => (await server.health()).streams;

async function untilNone(server: SyncServer): Promise<void> {
  while ((await streams(server)) > 0) await turn();
}

/** A masked frame, as clients send them. */
function frame(first: number, payload: Buffer, statedLength = payload.length): Buffer {
  const length = Buffer.alloc(9);
  length[0] = 0x80 | 127;
  length.writeBigUInt64BE(BigInt(statedLength), 1);
  return Buffer.concat([Buffer.from([first]), length, Buffer.alloc(4), payload]);
}

describe("hostile sockets", () => {
  it.each([
    ["random bytes", Buffer.from("not a frame at all, but some text", "latin1"), 1002],
    ["a frame without a mask", Buffer.from([0x81, 0x02, 0x68, 0x69]), 1002],
    ["reserved bits", frame(0xf1, Buffer.from("x")), 1002],
    ["an unknown opcode", frame(0x83, Buffer.from("x")), 1002],
    ["a continuation of nothing", frame(0x80, Buffer.from("x")), 1002],
    ["a ping in pieces", frame(0x09, Buffer.from("x")), 1002],
    ["more than a pong has to say", frame(0x81, Buffer.alloc(2_000)), 1009],
    ["a length of 2^40", frame(0x81, Buffer.from("x"), 2 ** 40), 1009],
    ["a length beyond what numbers hold", frame(0x81, Buffer.from("x"), Number.MAX_SAFE_INTEGER + 1), 1009],
    [
      "much in small pieces",
      Buffer.concat(Array.from({ length: 40 }, () => frame(0x00, Buffer.alloc(100)))),
      1002,
    ],
    [
      "a message of pieces without end",
      Buffer.concat([
        frame(0x01, Buffer.alloc(100)),
        ...Array.from({ length: 40 }, () => frame(0x00, Buffer.alloc(100))),
      ]),
      1009,
    ],
  ])("P30 closes a socket that sends %s", async (_what, bytes, code) => {
    const { server, port } = await start();
    const { socket, head } = await open(port);
    expect(head).toContain(" 101 ");
    const answer = rest(socket);
    socket.write(bytes);
    const closed = await answer;
    expect([closed[0], closed.readUInt16BE(2)]).toEqual([0x88, code]);
    await untilNone(server);
  });

  it.each([
    ["a page of another origin", upgradeTo("/sync/notify", "Origin: https://evil.test"), 403],
    ["a user who is not known", upgradeTo("/sync/notify"), 401],
    ["a path that is not there", upgradeTo("/sync/elsewhere"), 404],
    ["a room without a name", upgradeTo("/sync/notify?roomId=&access_token=t"), 400],
    ["no key", upgradeTo("/sync/notify?access_token=t").replace(/Sec-WebSocket-Key.*\r\n/, ""), 426],
    ["another protocol", upgradeTo("/sync/notify?access_token=t").replace("websocket", "h2c"), 426],
    ["another version", upgradeTo("/sync/notify?access_token=t").replace("Version: 13", "Version: 7"), 426],
  ])("refuses %s, and keeps no socket of one that does not hang up", async (_what, request, status) => {
    const { server, port, connections } = await start({
      allowAnonymous: false,
      authenticate: ({ query }) => (query.get("access_token") === "t" ? { id: "ann" } : undefined),
    });
    const socket = await say(port, request);
    socket.allowHalfOpen = true;
    const chunks: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    await once(socket, "end");
    while ((await connections()) > 0) await turn();
    const answer = Buffer.concat(chunks);
    expect(answer.toString()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer.toString()).not.toMatch(/node_modules|\.js:/);
    expect(await streams(server)).toBe(0);
  });

  it("drops who leaves while it is being asked who it is", async () => {
    let admit = (): void => {};
    const asked = new Promise<void>((resolve) => (admit = resolve));
    let isAsked = (): void => {};
    const asking = new Promise<void>((resolve) => (isAsked = resolve));
    const { server, port, log } = await start({
      allowAnonymous: false,
      authenticate: async () => {
        isAsked();
        await asked;
        return { id: "ann" };
      },
    });
    const sockets = await Promise.all([say(port, UPGRADE), say(port, EVENTS)]);
    await asking;
    for (const socket of sockets) socket.resetAndDestroy();
    for (let turns = 0; turns < 20; turns++) await turn();
    admit();
    for (let turns = 0; turns < 20; turns++) await turn();
    expect([await streams(server), log]).toEqual([0, []]);
  });

  it.each([
    ["WebSocket", UPGRADE],
    ["event stream", EVENTS],
  ])("P30 drops a %s that does not read, with no more waiting than the limit", async (_kind, request) => {
    const maxStreamBufferBytes = 64 * 1024;
    const { server, port, log } = await start({
      limits: { maxStreamBufferBytes },
      handlers: { addTodo: (_tx, _args, { reject }) => reject("long", "x".repeat(100_000)) },
    });
    const { socket } = await open(port, request);
    socket.pause();
    let id = 0;
    while ((await streams(server)) > 0) {
      await server.push([operation(++id, "addTodo", ["a", "A"])], { roomId: "default", user: undefined });
      await turn();
      if (id > 1_000) throw new Error("It is not dropped");
    }
    expect(log).toMatchObject([{ event: "slow_stream_dropped" }]);
  });

  it("P30 drops a socket that asks for pongs and does not read them", async () => {
    const { server, port } = await start();
    const { socket } = await open(port);
    socket.pause();
    const pings = Buffer.concat(Array.from({ length: 5_000 }, () => frame(0x89, Buffer.alloc(125))));
    while ((await streams(server)) > 0) {
      if (!socket.destroyed) socket.write(pings);
      await turn();
    }
  });

  it("P30 drops a peer that has gone without a word", async () => {
    const { server, port } = await start({ limits: { heartbeatIntervalMs: 20 } });
    const { socket } = await open(port);
    socket.pause();
    await untilNone(server);
  });

  it("P30 cuts a socket that does not answer its close", async () => {
    const { server, port } = await start();
    const { socket } = await open(port);
    socket.removeAllListeners("data").pause();
    await server.close();
    await once(socket.resume(), "close");
  });
});

/** Opens and drops so many sockets, in every way in which one can be dropped. */
async function openAndDrop(port: number, count: number): Promise<void> {
  const width = 200;
  for (let made = 0; made < count; made += width) {
    await Promise.all(
      Array.from({ length: width }, async (_, index) => {
        const socket = connect(port, "127.0.0.1");
        socket.on("error", () => {});
        await once(socket, "connect");
        socket.write(index % 2 === 0 ? UPGRADE : EVENTS);
        if (index % 5 > 0) await once(socket, "data");
        if (index % 3 === 0) socket.resetAndDestroy();
        else if (index % 3 === 1) socket.destroy();
        else socket.end().resume();
        if (!socket.closed) await once(socket, "close");
      }),
    );
  }
}

describe("ten thousand sockets, opened and dropped", () => {
  const bundles = fileURLToPath(new URL("../../node_modules/.cache/kalphite-sockets/", import.meta.url));
  const bundle = join(bundles, `${process.pid}.mjs`);

  /** Bytes that are held on behalf of ten thousand sockets that are gone. */
  async function heldAfterDrops(kind: "server" | "bare"): Promise<number> {
    const child = fork(bundle, [kind], { execArgv: ["--expose-gc"] });
    closing.push(() => child.kill("SIGKILL"));
    const [{ port }] = (await once(child, "message")) as [{ port: number }];
    const held = async (): Promise<number> => {
      child.send("how much?");
      const [{ bytes }] = (await once(child, "message")) as [{ bytes: number }];
      return bytes;
    };
    await openAndDrop(port, 1_000);
    const before = await held();
    await openAndDrop(port, 10_000);
    return (await held()) - before;
  }

  it("leave no more behind than they do with ws and node:http alone", { timeout: 120_000 }, async () => {
    mkdirSync(bundles, { recursive: true });
    closing.push(() => rmSync(bundle, { force: true }));
    await build({
      entryPoints: [fileURLToPath(new URL("./socket-server-process.ts", import.meta.url))],
      outfile: bundle,
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
    });
    const bare = await heldAfterDrops("bare");
    const server = await heldAfterDrops("server");
    // A hundred bytes for each of them would be a leak: one object that is kept has more.
    expect(server).toBeLessThan(Math.max(bare, 0) + 1_000_000);
  });
});
