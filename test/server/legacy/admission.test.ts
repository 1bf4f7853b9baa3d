import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { bearerToken, type ServerRequest } from "../../../src/server/index.js";
import { FieldClient } from "./field-client.js";
import { onEnd, startLegacyServer, todo, type LegacyServer } from "./legacy-server.js";

const authenticate = (request: ServerRequest) => {
  const token = bearerToken(request);
  return token?.startsWith("token-of-") === true ? { id: token.slice("token-of-".length) } : undefined;
};
const locked = { authenticate, allowAnonymous: false } as never;

async function statusOfUpgrade({ url }: LegacyServer, query: string, headers = {}): Promise<number> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/sync/legacy${query}`, { headers });
  socket.on("error", () => {});
  const [, response] = (await once(socket, "unexpected-response")) as [unknown, IncomingMessage];
  socket.terminate();
  return response.statusCode ?? 0;
}

const closeOf = async ({ socket }: FieldClient) =>
  ((await once(socket, "close")) as [number, Buffer]).map(String);

describe("who a legacy client is", () => {
  it.each([["access_token"], ["authToken"], ["token"]])("is said by %s in the query", async (name) => {
    const { connect, modern, server: _ } = await startLegacyServer(locked);
    void modern;
    const client = await connect(`?roomId=default&${name}=token-of-ada`);
    client.upsert(todo("t1"), { operationId: "1" });
    await client.next("sync-ack");
  });

  it("is refused before the upgrade where the token is no good, or the room is closed", async () => {
    const server = await startLegacyServer({
      authenticate,
      allowAnonymous: false,
      authorizeRoom: ({ roomId }: { roomId: string }) => roomId !== "closed",
      origins: ["https://app.example"],
    } as never);
    expect(await statusOfUpgrade(server, "?roomId=default&token=wrong")).toBe(401);
    expect(await statusOfUpgrade(server, "?roomId=closed&token=token-of-ada")).toBe(403);
    expect(await statusOfUpgrade(server, "?token=token-of-ada", { origin: "https://evil.example" })).toBe(
      403,
    );
  });

  it("is said by an auth message, and what came before it is held", async () => {
    const { connect, state } = await startLegacyServer(locked);
    const client = await connect("?roomId=default&userId=x");
    client.upsert(todo("t1"), { operationId: "1" });
    client.send({ type: "auth", data: { authToken: "token-of-ada" } });
    expect((await client.next("auth"))["data"]).toEqual({ success: true, roomId: "default" });
    await client.next("sync-ack");
    expect(await state()).toHaveLength(1);
  });

  it("is not said by an empty token, wherever it stands", async () => {
    const anybody = (request: ServerRequest) => {
      const token = bearerToken(request);
      return token === undefined ? undefined : { id: token };
    };
    const { connect, state } = await startLegacyServer({
      authenticate: anybody,
      allowAnonymous: false,
    } as never);
    for (const name of ["access_token", "authToken", "token"]) {
      const client = await connect(`?roomId=default&${name}=`);
      client.upsert(todo("t1"), { operationId: "1" });
      const closed = closeOf(client);
      client.send({ type: "auth", data: { [name]: "" } });
      expect((await client.next("sync-error"))["data"]).toMatchObject({ code: "unauthenticated" });
      expect(await closed).toEqual(["1008", "unauthenticated"]);
    }
    const ada = await connect("?roomId=default&access_token=&token=ada");
    ada.send({ type: "auth", data: { authToken: "", token: "ada" } });
    ada.upsert(todo("t2"), { operationId: "2" });
    await ada.next("sync-ack");
    expect(await state()).toMatchObject([{ id: "t2" }]);
  });

  it("is told and the socket closed where the auth message is no good", async () => {
    const { connect } = await startLegacyServer(locked);
    const client = await connect("");
    const closed = closeOf(client);
    client.send({ type: "auth", payload: { token: "wrong" } });
    expect((await client.next("error"))["payload"]).toMatchObject({
      success: false,
      code: "unauthenticated",
    });
    expect(await closed).toEqual(["1008", "unauthenticated"]);
  });

  it("names the room in an auth message, where the query does not", async () => {
    const { connect, state } = await startLegacyServer();
    const client = await connect("");
    client.send({ type: "auth", payload: { roomId: "other", userId: "old" } });
    await client.next("auth");
    client.send({
      type: "change",
      payload: { type: "upsert", entityType: "todo", entityId: "t1", entity: todo("t1") },
    });
    await client.next("ack");
    expect([await state("other"), await state()]).toMatchObject([[{ id: "t1" }], []]);
  });

  it("need not be said to an open server: a client that only listens is let in", async () => {
    const { connect, modern } = await startLegacyServer();
    const client = await connect("");
    await modern("addTodo", "t1", "Milk");
    await client.next("sync-change");
  });

  it("is not believed where somebody is signed in: presence bears the user's own name", async () => {
    const { connect } = await startLegacyServer(locked);
    const ada = await connect("?roomId=default&token=token-of-ada");
    const ben = await connect("?roomId=default&token=token-of-ben");
    ada.send({
      type: "presence-update",
      data: { userId: "ben", cursor: { entityType: "todo", entityId: "t1" } },
    });
    expect((await ben.next("presence-update"))["data"]).toEqual({
      userId: "ada",
      cursor: { entityType: "todo", entityId: "t1" },
    });
  });

  it("is not awaited by a server that stops", async () => {
    const { connect, close } = await startLegacyServer(locked);
    const client = await connect("");
    const closed = closeOf(client);
    await close();
    expect((await closed)[0]).toBe("1012");
  });
});

describe("the dialect of a legacy client", () => {
  const change = { type: "upsert", entityType: "todo", entityId: "t1", entity: todo("t1"), operationId: 1 };
  const refused = { ...change, entity: todo("t1", { title: "" }), operationId: 2 };

  it.each([
    {
      dialect: "data",
      sent: (data: object) => ({ type: "sync-change", data }),
      types: ["sync-ack", "sync-error", "sync-change"],
      keys: ["data", "data", "data"],
    },
    {
      dialect: "payload",
      sent: (payload: object) => ({ type: "change", payload }),
      types: ["ack", "error", "change"],
      keys: ["payload", "payload", "payload"],
    },
    {
      dialect: "change",
      sent: (body: object) => ({ type: "change", change: body }),
      types: ["ack", "error", "change"],
      keys: ["payload", "error", "change"],
    },
  ])("is answered in kind: $dialect", async ({ dialect, sent, types, keys }) => {
    const { server, connect, modern } = await startLegacyServer();
    const client = await connect();
    client.send(sent(change));
    expect((await client.next(types[0]!))[keys[0]!]).toMatchObject({ operationId: 1, success: true });
    client.send(sent(refused));
    expect((await client.next(types[1]!))[keys[1]!]).toMatchObject({ operationId: 2, success: false });
    await client.next(types[2]!);
    await modern("updateTitle", "t1", "Bread");
    expect((await client.next(types[2]!))[keys[2]!]).toMatchObject({ type: "upsert", entityId: "t1" });
    expect(server.legacy.report().sockets).toEqual([{ clientVersion: "unknown", dialect, open: 1 }]);
  });

  it.each([
    [{ type: "auth", data: { roomId: "default" } }, "data"],
    [{ type: "auth", payload: { roomId: "default" } }, "payload"],
    [{ type: "auth", roomId: "default", userId: "old", authToken: "x" }, "change"],
  ])("is known from %j", async (auth, dialect) => {
    const { server, connect } = await startLegacyServer();
    const client = await connect("");
    client.send(auth);
    await client.next("auth");
    expect(server.legacy.report().sockets).toMatchObject([{ dialect }]);
  });
});

describe("presence", () => {
  it("is relayed to the others in the room, told to who comes later, and ends with who leaves", async () => {
    const { connect } = await startLegacyServer();
    const ada = await connect("?roomId=default&userId=ada");
    const ben = await connect("?roomId=default&userId=ben");
    const elsewhere = await connect("?roomId=other&userId=cem");
    ada.send({ type: "presence-update", data: { userId: "ada", isOnline: true, mood: "fine" } });
    const presence = { userId: "ada", isOnline: true, mood: "fine" };
    expect((await ben.next("presence-update"))["data"]).toEqual(presence);
    const late = await connect("?roomId=default&userId=dan");
    expect((await late.next("presence-update"))["data"]).toEqual(presence);
    ada.close();
    const gone = { ...presence, isOnline: false, lastSeen: expect.any(Number) };
    expect((await ben.next("presence-update"))["data"]).toEqual(gone);
    await Promise.all([elsewhere.settled(), ben.settled()]);
    expect([elsewhere.inbox, ben.inbox]).toEqual([[], []]);
  });
});

describe("the endpoint", () => {
  it("takes nothing but WebSockets", async () => {
    const { url, server } = await startLegacyServer();
    for (const response of [
      await fetch(`${url}/sync/legacy`),
      await server.fetch(new Request(`${url}/sync/legacy`)),
    ]) {
      expect(response.status).toBe(426);
      expect(await response.json()).toMatchObject({ error: { code: "upgrade_required" } });
    }
  });

  it("counts among the streams, and takes no more than it may", async () => {
    const { url, server, connect } = await startLegacyServer({ limits: { maxStreams: 1 } });
    await connect();
    expect(await server.health()).toMatchObject({ streams: 1 });
    const second = new FieldClient(url);
    onEnd(() => second.close());
    expect(await closeOf(second)).toEqual(["1013", "overloaded"]);
  });

  it("counts among the streams of its room, whenever that is named", async () => {
    const { url, connect } = await startLegacyServer({ limits: { maxRoomStreams: 1 } });
    await connect("?roomId=r");
    const second = new FieldClient(url, "?roomId=r");
    onEnd(() => second.close());
    expect(await closeOf(second)).toEqual(["1013", "overloaded"]);
    const late = await connect("");
    const closed = closeOf(late);
    late.send({ type: "auth", payload: { roomId: "r" } });
    expect((await late.next("error"))["payload"]).toMatchObject({ code: "overloaded" });
    expect(await closed).toEqual(["1013", "overloaded"]);
    await connect("?roomId=other");
  });
});
