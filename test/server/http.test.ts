import { createServer as createHttpServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import {
  bearerToken,
  createNodeHandler,
  createSyncServer,
  MemoryServerStore,
  startNodeServer,
  type RunningNodeServer,
  type SyncServerOptions,
} from "../../src/server/index.js";
import { send, type HttpReply } from "./http-client.js";
import { operation } from "./pushing.js";
import { todoContract } from "./todo-contract.js";

const running: RunningNodeServer[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

function createServer(options: Partial<SyncServerOptions> = {}) {
  return createSyncServer({
    contract: todoContract,
    store: new MemoryServerStore(),
    allowAnonymous: true,
    log: () => {},
    ...options,
  } as SyncServerOptions);
}

async function start(options: Partial<SyncServerOptions> = {}): Promise<string> {
  const server = await startNodeServer(createServer(options));
  running.push(server);
  return server.url;
}

const codeOf = (reply: HttpReply) => (reply.json as { error?: { code?: string } } | undefined)?.error?.code;
const body = (value: unknown) => ({ body: JSON.stringify(value) });

/** The same requests through both adapters: over a loopback socket, and as web-standard ones. */
const adapters: readonly [string, (options?: Partial<SyncServerOptions>) => Promise<typeof send>][] = [
  [
    "node:http",
    async (options) => {
      const url = await start(options);
      return (path, request) => send(`${url}${path}`, request);
    },
  ],
  [
    "fetch",
    async (options) => {
      const server = createServer(options);
      return async (
        path,
        { method = "POST", headers = { "content-type": "application/json" }, body } = {},
      ) => {
        const response = await server.fetch(
          new Request(`http://sync.test${path}`, {
            method,
            headers,
            ...(body !== undefined && { body: body as BodyInit }),
          }),
        );
        const text = await response.text();
        return {
          status: response.status,
          headers: Object.fromEntries(response.headers),
          text,
          json: text === "" ? undefined : (JSON.parse(text) as unknown),
        };
      };
    },
  ],
];

describe.each(adapters)("over %s", (_name, open) => {
  it("P2 answers wrapped operations wrapped and bare ones bare", async () => {
    const ask = await open();
    const wrapped = await ask(
      "/sync/operations",
      body({ operations: [operation(1, "addTodo", ["a", "A"])] }),
    );
    expect([wrapped.status, wrapped.json]).toMatchObject([
      200,
      { confirmations: [{ operationId: 1, success: true }] },
    ]);
    const bare = await ask("/sync/operations", body([operation(2, "addTodo", ["b", "B"])]));
    expect([bare.status, bare.json]).toMatchObject([200, [{ operationId: 2, success: true }]]);
  });

  it("P1 keeps rooms apart by roomId, and calls the room of none default", async () => {
    const ask = await open();
    await ask("/sync/operations?roomId=one", body([operation(1, "addTodo", ["a", "A"])]));
    await ask("/sync/operations", body([operation(1, "addTodo", ["b", "B"])]));
    const idsIn = async (query: string) =>
      ((await ask(`/sync/state${query}`, body({}))).json as { entities: { id: string }[] }).entities.map(
        ({ id }) => id,
      );
    expect([
      await idsIn("?roomId=one"),
      await idsIn(""),
      await idsIn("?roomId=default"),
      await idsIn("?roomId=x"),
    ]).toEqual([["a"], ["b"], ["b"], []]);
    expect(codeOf(await ask("/sync/state?roomId=", body({})))).toBe("invalid_request");
    expect(codeOf(await ask(`/sync/state?roomId=${"r".repeat(300)}`, body({})))).toBe("invalid_request");
  });

  it("P7 answers 409 operation_gap with the number it waits for and what was confirmed", async () => {
    const ask = await open();
    const reply = await ask(
      "/sync/operations",
      body([operation(1, "addTodo", ["a", "A"]), operation(3, "addTodo", ["c", "C"])]),
    );
    expect([reply.status, reply.json]).toMatchObject([
      409,
      { error: { code: "operation_gap", expectedOperationId: 2, confirmations: [{ operationId: 1 }] } },
    ]);
  });

  it.each<[string, number, string, string, Parameters<typeof send>[1]]>([
    [
      "P3 another media type",
      415,
      "unsupported_media_type",
      "/sync/state",
      { headers: { "content-type": "text/plain" }, body: "{}" },
    ],
    [
      "P3 a lookalike media type",
      415,
      "unsupported_media_type",
      "/sync/state",
      { headers: { "content-type": "application/jsonp" }, body: "{}" },
    ],
    ["P3 a field of a wrong type", 400, "invalid_request", "/sync/state", body({ limit: "x" })],
    ["broken JSON", 400, "invalid_json", "/sync/operations", { body: '{"operations":[' }],
    ["no body", 400, "invalid_json", "/sync/operations", {}],
    ["another path", 404, "no_such_endpoint", "/sync/nothing", body({})],
    ["another method", 405, "method_not_allowed", "/sync/state", { method: "GET" }],
    [
      "P35 another protocol",
      409,
      "protocol_unsupported",
      "/sync/state",
      { headers: { "content-type": "application/json", "kalphite-protocol": "2" }, body: "{}" },
    ],
    [
      "P35 an incompatible contract",
      409,
      "contract_unsupported",
      "/sync/state",
      { headers: { "content-type": "application/json", "kalphite-contract": "bad" }, body: "{}" },
    ],
    [
      "a foreign origin",
      403,
      "origin_not_allowed",
      "/sync/state",
      { headers: { "content-type": "application/json", origin: "https://evil.test" }, body: "{}" },
    ],
    ["a plain GET of the stream", 426, "upgrade_required", "/sync/notify", { method: "GET" }],
    ["P11 a body over the limit", 413, "body_too_large", "/sync/operations", { body: " ".repeat(2_000) }],
  ])("P36 answers %s with %i %s", async (_what, status, code, path, request) => {
    const ask = await open({ limits: { maxBodyBytes: 1_000 }, unsupportedContracts: ["bad"] });
    const reply = await ask(path, request);
    expect([reply.status, codeOf(reply)]).toEqual([status, code]);
  });

  it("P35 takes its own protocol and a contract that it does not know", async () => {
    const ask = await open();
    const headers = {
      "content-type": "application/json; charset=utf-8",
      "kalphite-protocol": "1",
      "kalphite-contract": "new",
    };
    expect((await ask("/sync/state", { headers, body: "{}" })).status).toBe(200);
  });

  it("answers 401 to nobody, 403 to who may not be in the room", async () => {
    const ask = await open({
      allowAnonymous: false,
      authenticate: (request) => (bearerToken(request) === "t" ? { id: "ann" } : undefined),
      authorizeRoom: ({ roomId }) => roomId === "default",
    });
    const headers = { "content-type": "application/json" };
    const known = { ...headers, authorization: "Bearer t" };
    expect(codeOf(await ask("/sync/state", { headers, body: "{}" }))).toBe("unauthenticated");
    expect(codeOf(await ask("/sync/state?roomId=x", { headers: known, body: "{}" }))).toBe("forbidden");
    expect((await ask("/sync/state", { headers: known, body: "{}" })).status).toBe(200);
    expect((await ask("/sync/state?access_token=t", { headers, body: "{}" })).status).toBe(200);
  });

  it("takes an empty token for none", async () => {
    const ask = await open({
      allowAnonymous: false,
      authenticate: (request) => {
        const token = bearerToken(request);
        return token === undefined ? undefined : { id: token };
      },
    });
    const headers = { "content-type": "application/json" };
    for (const authorization of [undefined, "", "Bearer", "Bearer "]) {
      const sent = { ...headers, ...(authorization !== undefined && { authorization }) };
      expect(codeOf(await ask("/sync/state?access_token=", { headers: sent, body: "{}" }))).toBe(
        "unauthenticated",
      );
    }
  });

  it("P9 answers 503 with Retry-After where the store fails, and says nothing of why", async () => {
    const store = new MemoryServerStore();
    const broken = Object.assign(Object.create(store) as MemoryServerStore, {
      transact: () => Promise.reject(new Error("ECONNREFUSED secret.internal:5432")),
    });
    const ask = await open({ store: broken });
    const reply = await ask("/sync/operations", body([operation(1, "addTodo", ["a", "A"])]));
    expect([reply.status, codeOf(reply), reply.headers["retry-after"]]).toEqual([
      503,
      "store_unavailable",
      "1",
    ]);
    expect(reply.text).not.toContain("secret");
  });

  it("hides what a hook throws", async () => {
    const ask = await open({
      allowAnonymous: false,
      authenticate: () => {
        throw new Error("secret");
      },
    });
    const reply = await ask("/sync/state", body({}));
    expect([reply.status, codeOf(reply), reply.text.includes("secret")]).toEqual([500, "internal", false]);
  });

  it("tells browsers of an allowed origin that they may read", async () => {
    const ask = await open({ origins: ["https://app.test"] });
    const headers = { origin: "https://app.test", "content-type": "application/json" };
    const preflight = await ask("/sync/state", { method: "OPTIONS", headers });
    expect([preflight.status, preflight.headers["access-control-allow-origin"]]).toEqual([
      204,
      "https://app.test",
    ]);
    const reply = await ask("/sync/state", { headers, body: "{}" });
    expect([reply.status, reply.headers["access-control-allow-origin"]]).toEqual([200, "https://app.test"]);
    const foreign = await ask("/sync/state", { method: "OPTIONS", headers: { origin: "https://evil.test" } });
    expect(foreign.headers["access-control-allow-origin"]).toBeUndefined();
  });

  it("tells its health", async () => {
    const ask = await open();
    const reply = await ask("/sync/health", { method: "GET" });
    expect([reply.status, reply.json]).toEqual([200, { status: "ok", streams: 0 }]);
  });
});

describe("hostile bodies over node:http", () => {
  it("P11 stops reading a chunked body at the limit and closes", async () => {
    const { hostname, port } = new URL(await start({ limits: { maxBodyBytes: 1_000 } }));
    const socket = connect(Number(port), hostname);
    let received = "";
    socket.on("data", (chunk: Buffer) => (received += chunk.toString()));
    socket.on("error", () => {});
    socket.write(
      "POST /sync/operations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
    );
    const chunk = `400\r\n${" ".repeat(0x400)}\r\n`;
    const feed = () => {
      if (!socket.destroyed && socket.write(chunk)) setImmediate(feed);
      else if (!socket.destroyed) socket.once("drain", feed);
    };
    feed();
    await new Promise<void>((resolve) => socket.once("close", () => resolve()));
    expect(received).toContain("413");
    expect(received).toContain("body_too_large");
  });

  it("gives up on a body that does not come", async () => {
    const { hostname, port } = new URL(await start({ limits: { bodyTimeoutMs: 20 } }));
    const socket = connect(Number(port), hostname);
    let received = "";
    socket.on("data", (chunk: Buffer) => (received += chunk.toString()));
    socket.write(
      "POST /sync/state HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{",
    );
    await new Promise<void>((resolve) => socket.once("close", () => resolve()));
    expect(received).toContain("body_timeout");
  });

  it("takes prototype keys for what they are", async () => {
    const url = await start();
    const hostile =
      '{"operations":[{"id":1,"name":"__proto__","args":[{"__proto__":{"polluted":1}}],"clientId":"__proto__","timestamp":0}]}';
    const reply = await send(`${url}/sync/operations`, { body: hostile });
    expect(reply.json).toMatchObject({ confirmations: [{ success: false, code: "unknown_operation" }] });
    expect(Object.prototype).not.toHaveProperty("polluted");
  });
});

describe("createNodeHandler", () => {
  it("leaves other paths to next, and serves below a base path", async () => {
    const handler = createNodeHandler(createServer({ basePath: "/api" }));
    const http = createHttpServer((request, response) =>
      handler(request, response, () => response.end("mine")),
    );
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    expect((await send(`${url}/hello`, { method: "GET" })).text).toBe("mine");
    expect((await send(`${url}/sync/health`, { method: "GET" })).text).toBe("mine");
    expect((await send(`${url}/api/sync/health`, { method: "GET" })).status).toBe(200);
    await new Promise((resolve) => http.close(resolve));
  });
});
