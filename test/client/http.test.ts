import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import {
  createHttpTransport,
  createSyncClient,
  type HttpTransportOptions,
  type SyncClientOptions,
  type SyncError,
  type TransportError,
} from "../../src/client/index.js";
import { retryAfterMs } from "../../src/client/transport/http-transport.js";
import {
  bearerToken,
  createSyncServer,
  MemoryServerStore,
  startNodeServer,
  type SyncServerOptions,
} from "../../src/server/index.js";
import type { SampleClient } from "./sample-client.js";
import { sampleContract } from "./sample-contract.js";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanups.splice(0).reverse()) await cleanUp();
});

async function startServer(options: Partial<SyncServerOptions> = {}): Promise<string> {
  const access = options.authenticate === undefined ? { allowAnonymous: true } : {};
  const server = createSyncServer({
    contract: sampleContract,
    store: new MemoryServerStore(),
    log: () => {},
    ...access,
    ...options,
  } as SyncServerOptions);
  const running = await startNodeServer(server);
  cleanups.push(() => running.close());
  return running.url;
}

async function startRaw(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function createClient(
  url: string,
  options: Partial<SyncClientOptions> = {},
  http: Partial<HttpTransportOptions> = {},
): { readonly client: SampleClient; readonly errors: SyncError[] } {
  const errors: SyncError[] = [];
  const transport = createHttpTransport({
    url,
    roomId: options.roomId ?? "default",
    fingerprint: sampleContract.fingerprint,
    getAuthToken: options.getAuthToken,
    ...http,
  });
  const client = createSyncClient<SampleClient>(sampleContract, {
    transport,
    onError: (error) => errors.push(error),
    ...options,
  });
  cleanups.push(() => client.disconnect());
  return { client, errors };
}

/** Until the client shows the todo. */
function shows(client: SampleClient, id: string): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (client.todo.get(id) === undefined) return;
      stop();
      resolve();
    };
    const stop = client.subscribe(check);
    check();
  });
}

const transportOptions = (url: string, more: Partial<HttpTransportOptions> = {}): HttpTransportOptions => ({
  url,
  roomId: "r",
  fingerprint: "f",
  ...more,
});
const never = new AbortController().signal;

describe("a client and a server over HTTP", () => {
  it("needs a url and nothing else", async () => {
    const client = createSyncClient<SampleClient>(sampleContract, { url: `${await startServer()}/` });
    cleanups.push(() => client.disconnect());
    await client.connect();
    const mutation = client.mutate.addTodo("a", "milk");
    expect(client.todo.get("a")?.data.title).toBe("milk");
    expect(await mutation.confirmed).toEqual({ ok: true });
    expect(await client.flush()).toEqual({ ok: true });
    expect(client.status).toMatchObject({ online: true, pending: 0, leader: true });
    expect(() => createSyncClient(sampleContract, {})).toThrow(TypeError);
  });

  it.each([
    ["WebSocket", { WebSocket }],
    ["Server-Sent Events", { hints: "event_stream" as const }],
  ])("sees what another client does through a hint by %s (P27, P28)", async (_name, http) => {
    const url = await startServer();
    const writer = createClient(url, {}, { hints: "none" });
    const reader = createClient(url, {}, http);
    await writer.client.connect();
    await reader.client.connect();
    writer.client.mutate.addTodo("a", "1");
    await shows(reader.client, "a");
    writer.client.mutate.addTodo("b", "2");
    await shows(reader.client, "b");
    expect(await writer.client.flush()).toEqual({ ok: true });
    expect(reader.client.todo.all()).toEqual(writer.client.todo.all());
    expect([...reader.errors, ...writer.errors]).toEqual([]);
  });

  it("keeps rooms apart (P1)", async () => {
    const url = await startServer();
    const one = createClient(url, { roomId: "one & only" });
    const two = createClient(url, { roomId: "two" });
    await one.client.connect();
    await two.client.connect();
    await one.client.mutate.addTodo("a", "1").confirmed;
    await two.client.mutate.addTodo("b", "2").confirmed;
    expect(await two.client.flush()).toEqual({ ok: true });
    expect(two.client.todo.all().map(({ id }) => id)).toEqual(["b"]);
  });

  it("tells what the server refused, with its code and issues (P8, P36)", async () => {
    const { client } = createClient(await startServer());
    await client.connect();
    await client.mutate.addTodo("a", "1").confirmed;
    const [twice, refused, next] = [
      client.mutate.addTodo("a", "2"),
      client.mutate.rejectOnServer("b"),
      client.mutate.addTodo("c", "3"),
    ];
    expect(await twice.confirmed).toMatchObject({ ok: false, code: "already_exists" });
    expect(await refused.confirmed).toEqual({
      ok: false,
      code: "no_thanks",
      message: "The server does not want this",
    });
    expect(await next.confirmed).toEqual({ ok: true });
  });

  it("sends many operations in batches and converges (P11, P20)", async () => {
    const url = await startServer();
    const { client } = createClient(url, { batchSize: 200 });
    for (let index = 0; index < 450; index++) client.mutate.addTodo(`t${index}`, "x");
    await client.connect();
    expect(await client.flush()).toEqual({ ok: true });
    const other = createClient(url);
    await other.client.connect();
    await shows(other.client, "t449");
    expect(other.client.todo.all()).toEqual(client.todo.all());
  });

  it("refreshes the token once after a 401 (P24)", async () => {
    const url = await startServer({
      authenticate: (request) => (bearerToken(request) === "new" ? { id: "ann" } : undefined),
    });
    const asked: boolean[] = [];
    const { client } = createClient(
      url,
      {
        getAuthToken: async ({ refresh }) => {
          asked.push(refresh);
          return refresh ? "new" : "old";
        },
      },
      { hints: "none" },
    );
    await client.connect();
    expect(await client.mutate.addTodo("a", "1").confirmed).toEqual({ ok: true });
    expect(asked.slice(0, 2)).toEqual([false, true]);
  });

  it("is told of a 401 that a new token does not mend, and keeps its queue (P24)", async () => {
    const url = await startServer({ authenticate: () => undefined });
    const { client, errors } = createClient(url, { getAuthToken: () => "bad" });
    client.mutate.addTodo("a", "1");
    await client.connect();
    expect(await client.flush()).toMatchObject({ ok: false, code: "unauthenticated" });
    expect(errors).toMatchObject([{ kind: "request", status: 401, willRetry: false }]);
    expect(client.status.pending).toBe(1);
  });

  it("keeps its queue when the server does not take its contract (P35)", async () => {
    const url = await startServer({ unsupportedContracts: [sampleContract.fingerprint] });
    const { client } = createClient(url);
    client.mutate.addTodo("a", "1");
    await client.connect();
    expect(await client.flush()).toMatchObject({ ok: false, code: "contract_unsupported" });
    expect(client.status).toMatchObject({ blocked: "contract_unsupported", pending: 1 });
  });
});

describe("createHttpTransport", () => {
  it("reads codes, details and Retry-After from an error (P9, P36)", async () => {
    const url = await startRaw((_request, response) => {
      response.writeHead(503, { "Retry-After": "7" });
      response.end(JSON.stringify({ error: { code: "overloaded", message: "busy" } }));
    });
    const failure = await createHttpTransport(transportOptions(url))
      .pull({}, never)
      .catch((error: TransportError) => error);
    expect(failure).toMatchObject({ code: "overloaded", message: "busy", status: 503, retryAfterMs: 7000 });
  });

  it.each([
    ["not JSON", "<html>"],
    ["the wrong shape", `{"stateVersion":1}`],
  ])("takes no answer that is %s", async (_name, body) => {
    const url = await startRaw((_request, response) => response.end(body));
    const failure = await createHttpTransport(transportOptions(url))
      .pull({}, never)
      .catch((error: TransportError) => error);
    expect(failure).toMatchObject({ code: "invalid_response", status: 200 });
  });

  it("names room, contract, protocol and token (P1, P3, P35)", async () => {
    const seen: unknown[] = [];
    const url = await startRaw((request, response) => {
      const { "content-type": type, authorization } = request.headers;
      seen.push(request.url, type, authorization);
      seen.push(request.headers["kalphite-contract"], request.headers["kalphite-protocol"]);
      response.end(`{"confirmations":[]}`);
    });
    const transport = createHttpTransport(transportOptions(`${url}/api/`, { getAuthToken: () => "t" }));
    await transport.push([], never);
    expect(seen).toEqual(["/api/sync/operations?roomId=r", "application/json", "Bearer t", "f", "1"]);
  });

  it("is ended by its signal", async () => {
    const url = await startRaw(() => {});
    const controller = new AbortController();
    const pull = createHttpTransport(transportOptions(url)).pull({}, controller.signal);
    controller.abort();
    await expect(pull).rejects.toThrow();
  });

  it.each([
    [null, undefined],
    ["3", 3000],
    ["soon", undefined],
    ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
  ])("reads Retry-After %s as %s", (header, expected) => {
    expect(retryAfterMs(header)).toBe(expected);
  });

  it("opens a WebSocket again when it closes, with the token in its address (P27, P29)", async () => {
    const sockets = new WebSocketServer({ host: "127.0.0.1", port: 0 });
    await once(sockets, "listening");
    cleanups.push(() => new Promise((resolve) => sockets.close(resolve)));
    const addresses: (string | undefined)[] = [];
    sockets.on("connection", (socket, { url }) => {
      addresses.push(url);
      socket.send("not a notification");
      const data = { stateVersion: `v${addresses.length}`, entityTypes: [] };
      socket.send(JSON.stringify({ type: "state_changed", timestamp: 0, data }), () => socket.close());
    });
    const url = `http://127.0.0.1:${(sockets.address() as AddressInfo).port}`;
    const transport = createHttpTransport(transportOptions(url, { WebSocket, getAuthToken: () => "t&1" }));
    const told: string[] = [];
    await new Promise<void>((resolve) => {
      const stop = transport.listen!("me", {
        onOpen: () => told.push("open"),
        onNotification: (notification) => {
          if (notification.type === "state_changed") told.push(notification.data.stateVersion);
          if (told.length < 4) return;
          stop();
          resolve();
        },
      });
    });
    expect(told).toEqual(["open", "v1", "open", "v2"]);
    expect(addresses[1]).toBe("/sync/notify?roomId=r&clientId=me&access_token=t%261");
    await vi.waitFor(() => expect(sockets.clients.size, "no socket is left").toBe(0));
  });

  it("holds on to no socket that has closed, however often it opens another", async () => {
    const added = vi.spyOn(AbortSignal.prototype, "addEventListener");
    const removed = vi.spyOn(AbortSignal.prototype, "removeEventListener");
    cleanups.push(async () => {
      added.mockRestore();
      removed.mockRestore();
    });
    let opened = 0;
    await new Promise<void>((resolve) => {
      class ClosingSocket {
        onopen = null;
        onmessage = null;
        onerror = null;
        onclose: (() => void) | null = null;

        constructor() {
          queueMicrotask(() => (++opened === 20 ? resolve() : this.onclose?.()));
        }

        close(): void {}
      }
      const setTimer = (callback: () => void): (() => void) => {
        queueMicrotask(callback);
        return () => {};
      };
      const environment = { setTimer, random: () => 0 };
      const transport = createHttpTransport(
        transportOptions("http://nowhere", { WebSocket: ClosingSocket, environment }),
      );
      transport.listen!("c", { onOpen: () => {}, onNotification: () => {} });
    });
    expect(added.mock.calls.length - removed.mock.calls.length).toBe(1);
  });

  it("opens a stream of hints again when it ends (P27)", async () => {
    let opened = 0;
    const url = await startRaw((_request, response) => {
      opened++;
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      const data = { stateVersion: `v${opened}`, entityTypes: [] };
      response.write(": hello\n\n");
      response.end(`data: ${JSON.stringify({ type: "state_changed", timestamp: 0, data })}\n\n`);
    });
    const transport = createHttpTransport(transportOptions(url, { hints: "event_stream" }));
    const versions: string[] = [];
    await new Promise<void>((resolve) => {
      const stop = transport.listen!("c", {
        onOpen: () => versions.push("open"),
        onNotification: (notification) => {
          if (notification.type === "state_changed") versions.push(notification.data.stateVersion);
          if (versions.length < 4) return;
          stop();
          resolve();
        },
      });
    });
    expect(versions).toEqual(["open", "v1", "open", "v2"]);
  });
});
