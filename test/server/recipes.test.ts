import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import { WebSocket } from "ws";
import { afterEach, describe, expect, it } from "vitest";
import { createNodeHandler, createSyncServer, MemoryServerStore } from "../../src/server/index.js";
import { send } from "./http-client.js";
import { operation } from "./pushing.js";
import { todoContract } from "./todo-contract.js";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const createTodoServer = () => {
  const server = createSyncServer({
    contract: todoContract,
    store: new MemoryServerStore(),
    allowAnonymous: true,
  });
  closing.push(() => server.close());
  return server;
};

async function listen(httpServer: Server): Promise<string> {
  await new Promise<void>((resolve) => httpServer.listen(0, "127.0.0.1", resolve));
  closing.push(
    () => httpServer.closeAllConnections(),
    () => new Promise((resolve) => httpServer.close(resolve)),
  );
  return `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`;
}

/** Pushes through the application, hears of it on a WebSocket, and still reaches the application's own route. */
async function expectServed(url: string): Promise<void> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/sync/notify`);
  closing.push(() => socket.terminate());
  await once(socket, "open");
  const told = once(socket, "message");
  const pushed = await send(`${url}/sync/operations`, {
    body: JSON.stringify([operation(1, "addTodo", ["a", "A"])]),
  });
  expect(pushed.json).toMatchObject([{ success: true }]);
  expect(String((await told)[0])).toContain("state_changed");
  expect((await send(`${url}/hello`, { method: "GET" })).text).toBe("hello");
}

// These are the recipes of docs/server.md.
describe("recipes", () => {
  it("Express", async () => {
    const sync = createNodeHandler(createTodoServer());
    const app = express();
    app.use(sync);
    app.use(express.json());
    app.get("/hello", (_request, response) => void response.send("hello"));
    const httpServer = createServer(app);
    httpServer.on(
      "upgrade",
      (request, socket, head) => sync.upgrade(request, socket, head) || socket.destroy(),
    );
    await expectServed(await listen(httpServer));
  });

  it("Fastify", async () => {
    const sync = createNodeHandler(createTodoServer());
    const app = fastify();
    app.addHook("onRequest", (request, reply, done) => {
      if (!request.url.startsWith("/sync/")) return done();
      reply.hijack();
      sync(request.raw, reply.raw);
    });
    app.get("/hello", () => "hello");
    app.server.on(
      "upgrade",
      (request, socket, head) => sync.upgrade(request, socket, head) || socket.destroy(),
    );
    const url = await app.listen({ port: 0, host: "127.0.0.1" });
    closing.push(() => app.close());
    await expectServed(url);
  });

  it("Hono, and whatever else speaks web-standard requests", async () => {
    const sync = createTodoServer();
    const app = new Hono();
    app.all("/sync/*", (context) => sync.fetch(context.req.raw));
    app.get("/hello", (context) => context.text("hello"));
    const events = await app.request("/sync/notify", { headers: { accept: "text/event-stream" } });
    const reader = (events.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    const pushed = await app.request("/sync/operations", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify([operation(1, "addTodo", ["a", "A"])]),
    });
    expect(await pushed.json()).toMatchObject([{ success: true }]);
    expect(new TextDecoder().decode((await reader.read()).value)).toContain("state_changed");
    expect(await (await app.request("/hello")).text()).toBe("hello");
  });
});
