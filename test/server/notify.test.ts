import { get, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { parseNotification, type Notification } from "../../src/protocol/index.js";
import {
  bearerToken,
  createNotificationFrame,
  createSyncServer,
  MemoryServerStore,
  startNodeServer,
  type LogEntry,
  type RunningNodeServer,
  type SyncServer,
  type SyncServerOptions,
} from "../../src/server/index.js";
import { send } from "./http-client.js";
import { operation } from "./pushing.js";
import { todoContract } from "./todo-contract.js";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function start(options: Partial<SyncServerOptions> = {}) {
  const log: LogEntry[] = [];
  const server = createSyncServer({
    contract: todoContract,
    store: new MemoryServerStore(),
    allowAnonymous: true,
    log: (entry) => log.push(entry),
    ...options,
  } as SyncServerOptions);
  const node: RunningNodeServer = await startNodeServer(server);
  closing.push(() => node.close());
  return { server, url: node.url, log, node };
}

/** What arrives on a stream, one at a time. */
class Inbox {
  readonly #arrived: Notification[] = [];
  #wake: (() => void) | undefined;

  push(text: string): void {
    const parsed = parseNotification(JSON.parse(text));
    if (!parsed.ok) throw new Error(`Not a notification: ${text}`);
    this.#arrived.push(parsed.value);
    this.#wake?.();
  }

  async next(): Promise<Notification> {
    for (;;) {
      const notification = this.#arrived.shift();
      if (notification !== undefined) return notification;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  get waiting(): number {
    return this.#arrived.length;
  }
}

async function openSocket(
  url: string,
  path: string,
  options: object = {},
): Promise<{ inbox: Inbox; socket: WebSocket }> {
  const socket = new WebSocket(`${url.replace("http", "ws")}${path}`, options);
  const inbox = new Inbox();
  socket.on("message", (data) => inbox.push(String(data)));
  closing.push(() => socket.terminate());
  await once(socket, "open");
  return { inbox, socket };
}

async function openEvents(url: string, path: string): Promise<{ inbox: Inbox; response: IncomingMessage }> {
  const request = get(`${url}${path}`, { headers: { accept: "text/event-stream" }, agent: false });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  closing.push(() => request.destroy());
  response.on("error", () => {});
  const inbox = new Inbox();
  let text = "";
  response.on("data", (chunk: Buffer) => {
    const blocks = (text + chunk.toString()).split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) if (block.startsWith("data: ")) inbox.push(block.slice(6));
  });
  return { inbox, response };
}

const push = (server: SyncServer, id: number, clientId = "c1", roomId = "default", user?: { id: string }) =>
  server.push([operation(id, "addTodo", [`${clientId}-${id}`, "x"], clientId)], { roomId, user });

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function statusOfUpgrade(url: string, path: string, headers: object = {}): Promise<number> {
  const socket = new WebSocket(`${url.replace("http", "ws")}${path}`, { headers: { ...headers } });
  socket.on("error", () => {});
  const [, response] = (await once(socket, "unexpected-response")) as [unknown, IncomingMessage];
  socket.terminate();
  return response.statusCode ?? 0;
}

describe.each([
  ["a WebSocket", (url: string, path: string) => openSocket(url, path).then(({ inbox }) => inbox)],
  ["an event stream", (url: string, path: string) => openEvents(url, path).then(({ inbox }) => inbox)],
])("notifications over %s", (_name, open) => {
  it("P28 carries the new version and the types, in this room alone", async () => {
    const { server, url } = await start();
    const inbox = await open(url, "/sync/notify");
    const elsewhere = await open(url, "/sync/notify?roomId=other");
    await push(server, 1);
    const notification = await inbox.next();
    expect(notification).toMatchObject({ type: "state_changed", data: { entityTypes: ["todo"] } });
    const { stateVersion } = (await server.pull({}, { roomId: "default", user: undefined })).head;
    expect(notification).toMatchObject({ data: { stateVersion } });
    await push(server, 1, "c1", "other");
    await elsewhere.next();
    expect([inbox.waiting, elsewhere.waiting]).toEqual([0, 0]);
  });

  it("P28 makes one hint of what is committed in one turn", async () => {
    const { server, url } = await start();
    const inbox = await open(url, "/sync/notify");
    await Promise.all(Array.from({ length: 20 }, (_, index) => push(server, 1, `c${index}`)));
    const { stateVersion } = (await server.pull({}, { roomId: "default", user: undefined })).head;
    expect(await inbox.next()).toMatchObject({ data: { stateVersion } });
    await push(server, 2, "c1");
    await inbox.next();
    expect(inbox.waiting).toBe(0);
  });

  it("P29 tells a confirmation to that client alone", async () => {
    const { server, url } = await start();
    const mine = await open(url, "/sync/notify?clientId=c1");
    const other = await open(url, "/sync/notify?clientId=c2");
    await push(server, 1, "c1");
    const seen = [await mine.next(), await mine.next()].map(({ type }) => type).sort();
    expect(seen).toEqual(["operation_confirmed", "state_changed"]);
    await other.next();
    expect(other.waiting).toBe(0);
  });
});

describe("GET /sync/notify", () => {
  it("P29 P10 tells no confirmation to another user that names the same client", async () => {
    const { server, url } = await start({
      allowAnonymous: false,
      authenticate: (request) => {
        const id = bearerToken(request);
        return id === undefined ? undefined : { id };
      },
    });
    const { inbox } = await openSocket(url, "/sync/notify?clientId=c1&access_token=mallory");
    await push(server, 1, "c1", "default", { id: "ann" });
    expect((await inbox.next()).type).toBe("state_changed");
    expect(inbox.waiting).toBe(0);
  });

  it("refuses an upgrade as it refuses a request", async () => {
    const { url } = await start({
      allowAnonymous: false,
      authenticate: (request) => (bearerToken(request) === "t" ? { id: "ann" } : undefined),
    });
    expect(await statusOfUpgrade(url, "/sync/notify")).toBe(401);
    expect(await statusOfUpgrade(url, "/sync/notify?access_token=t", { origin: "https://evil.test" })).toBe(
      403,
    );
    expect(await statusOfUpgrade(url, "/sync/elsewhere?access_token=t")).toBe(404);
    expect(
      (await send(`${url}/sync/notify`, { method: "GET", headers: { accept: "text/event-stream" } })).status,
    ).toBe(401);
  });

  it("P30 drops a socket that answers no pings", async () => {
    const { server, url } = await start({ limits: { heartbeatIntervalMs: 20 } });
    const { socket } = await openSocket(url, "/sync/notify", { autoPong: false });
    await once(socket, "close");
    while ((await server.health()).streams > 0) await turn();
  });

  it("P30 keeps a socket that answers, and sends comments to an event stream", async () => {
    const { server, url } = await start({ limits: { heartbeatIntervalMs: 300 } });
    const { socket } = await openSocket(url, "/sync/notify");
    const { response } = await openEvents(url, "/sync/notify");
    for (let beats = 0; beats < 2; beats++) await once(socket, "ping");
    await new Promise<void>((resolve) => {
      response.on("data", (chunk: Buffer) => void (chunk.toString().startsWith(":") && resolve()));
    });
    expect((await server.health()).streams).toBe(2);
  });

  it("P30 drops a slow consumer instead of buffering without bound", async () => {
    const { server, url, log } = await start({
      limits: { maxStreamBufferBytes: 4_096 },
      handlers: { addTodo: (_tx, _args, { reject }) => reject("long", "x".repeat(500_000)) },
    });
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    closing.push(() => socket.destroy());
    socket.write("GET /sync/notify?clientId=c1 HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n");
    await once(socket, "data");
    socket.pause();
    let id = 0;
    while ((await server.health()).streams > 0) {
      await push(server, ++id);
      await turn();
    }
    expect(log.some(({ event }) => event === "slow_stream_dropped")).toBe(true);
  });

  it("P30 closes a socket that sends more than pongs", async () => {
    const { url } = await start();
    const { socket } = await openSocket(url, "/sync/notify");
    socket.on("error", () => {});
    socket.send("x".repeat(5_000));
    const [code] = (await once(socket, "close")) as [number];
    expect(code).toBe(1009);
  });

  it("refuses more streams than the limit", async () => {
    const { url } = await start({ limits: { maxStreams: 1 } });
    await openSocket(url, "/sync/notify");
    const reply = await send(`${url}/sync/notify`, {
      method: "GET",
      headers: { accept: "text/event-stream" },
    });
    expect([reply.status, reply.headers["retry-after"]]).toEqual([503, "1"]);
  });

  it("P30 tells sockets to come back when the server closes", async () => {
    const { node, url } = await start();
    const { socket } = await openSocket(url, "/sync/notify");
    const { response } = await openEvents(url, "/sync/notify");
    const ended = once(response, "end");
    const closed = once(socket, "close");
    await node.close();
    expect((await closed)[0]).toBe(1012);
    await ended;
  });

  it("streams events from fetch, until the reader leaves", async () => {
    const { server } = await start();
    const response = await server.fetch(
      new Request("http://sync.test/sync/notify", { headers: { accept: "text/event-stream" } }),
    );
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe("retry: 2000\n\n");
    await push(server, 1);
    expect(new TextDecoder().decode((await reader.read()).value)).toContain('"state_changed"');
    expect((await server.health()).streams).toBe(1);
    await reader.cancel();
    expect((await server.health()).streams).toBe(0);
  });

  it.each([1, 125, 126, 65_535, 65_536, 70_000])("frames %i bytes as one WebSocket message", (length) => {
    const { webSocket } = createNotificationFrame("x".repeat(length));
    const lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
    expect(webSocket.length).toBe(2 + lengthBytes + length);
    const view = new DataView(webSocket.buffer);
    const stated =
      lengthBytes === 0 ? webSocket[1] : lengthBytes === 2 ? view.getUint16(2) : Number(view.getBigUint64(2));
    expect([webSocket[0], stated]).toEqual([0x81, length]);
  });
});
