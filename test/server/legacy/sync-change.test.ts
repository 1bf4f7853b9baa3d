import { describe, expect, it } from "vitest";
import { MemoryServerStore, TransientFailure, type ServerRequest } from "../../../src/server/index.js";
import { startLegacyServer, todo } from "./legacy-server.js";

const about = { operationId: "op-1", entityType: "todo", entityId: "t1" };

describe("P32 a sync-change", () => {
  it("is applied as the operation that it is, and acknowledged", async () => {
    const { connect, state } = await startLegacyServer();
    const client = await connect();
    client.upsert(todo("t1"), { operationId: "op-1", timestamp: 5, userId: "old" });
    expect((await client.next("sync-ack"))["data"]).toMatchObject({ ...about, success: true });
    expect(await state()).toEqual([todo("t1")]);
    client.delete("todo", "t1", { operationId: "op-2" });
    expect((await client.next("sync-ack"))["data"]).toMatchObject({ operationId: "op-2", success: true });
    expect(await state()).toEqual([]);
    await client.settled();
    expect(client.inbox).toEqual([]);
  });

  it("is refused with the issues where it does not fit the entity's schema, and what stands is told", async () => {
    const { connect, state } = await startLegacyServer();
    const client = await connect();
    client.upsert(todo("t1"), { operationId: "op-0" });
    await client.next("sync-ack");
    client.upsert(todo("t1", { title: "", priority: 9 }), { operationId: "op-1" });
    expect((await client.next("sync-error"))["data"]).toMatchObject({
      ...about,
      success: false,
      code: "invalid_arguments",
      issues: [{ path: ["entity", "data", "title"] }, { path: ["entity", "data", "priority"] }],
    });
    // The client shows what was refused; what stands puts that right.
    expect((await client.next("sync-change"))["data"]).toMatchObject({ type: "upsert", entity: todo("t1") });
    expect(await state()).toEqual([todo("t1")]);
  });

  it("of an entity that was never there is taken back by a deletion, where it was refused", async () => {
    const { connect } = await startLegacyServer();
    const client = await connect();
    client.upsert(todo("t1", { title: "" }));
    await client.next("sync-error");
    expect((await client.next("sync-change"))["data"]).toMatchObject({ type: "delete", entityId: "t1" });
  });

  it.each([
    ["no JSON", "{", { code: "invalid_json" }],
    ["no type", "{}", { code: "invalid_request", issues: [{ path: ["type"] }] }],
    [
      "a type of change that there is not",
      JSON.stringify({ type: "sync-change", data: { type: "patch", ...about } }),
      { code: "invalid_request", ...about, issues: [{ path: ["data", "type"] }] },
    ],
    [
      "an entity type that there is not",
      JSON.stringify({ type: "sync-change", data: { ...about, type: "delete", entityType: "__proto__" } }),
      { code: "unknown_entity_type", operationId: "op-1" },
    ],
    [
      "an upsert without its entity",
      JSON.stringify({ type: "sync-change", data: { type: "upsert", ...about } }),
      { code: "invalid_arguments", ...about },
    ],
    [
      "an entity under another id",
      JSON.stringify({ type: "sync-change", data: { type: "upsert", ...about, entity: todo("t2") } }),
      { code: "invalid_arguments", ...about },
    ],
    [
      "a presence that is none",
      JSON.stringify({ type: "presence-update", data: 1 }),
      { code: "invalid_request", issues: [{ path: ["data"] }] },
    ],
  ])("is told as an error where it is %s, and the socket lives on", async (_what, text, wanted) => {
    const { connect } = await startLegacyServer();
    const client = await connect();
    client.socket.send(text);
    expect((await client.next("sync-error"))["data"]).toMatchObject({ success: false, ...wanted });
    client.upsert(todo("t9"));
    await client.next("sync-ack");
  });

  it("of a type of message that is not known is passed over", async () => {
    const { connect } = await startLegacyServer();
    const client = await connect();
    client.send({ type: "ping" });
    await client.settled();
    expect(client.inbox).toEqual([]);
  });

  it("is authorized like any other operation", async () => {
    const seen: unknown[] = [];
    const { connect } = await startLegacyServer({
      authorize: ({ name, args }, { clientId }) => {
        seen.push([name, args["entityId"], typeof clientId]);
        return name !== "deletetodo";
      },
    });
    const client = await connect();
    client.upsert(todo("t1"));
    await client.next("sync-ack");
    client.delete("todo", "t1");
    expect((await client.next("sync-error"))["data"]).toMatchObject({ code: "operation_forbidden" });
    expect((await client.next("sync-change"))["data"]).toMatchObject({ type: "upsert", entityId: "t1" });
    expect(seen).toEqual([
      ["upserttodo", "t1", "string"],
      ["deletetodo", "t1", "string"],
    ]);
  });

  it("runs the server's own handler of the operation, if there is one", async () => {
    const { connect, state } = await startLegacyServer({
      handlers: {
        upserttodo: async (tx: never, { entityId, entity }: { entityId: string; entity: object }) => {
          const { todo: todos } = tx as { todo: { put(id: string, entity: object): Promise<void> } };
          await todos.put(entityId, { ...entity, updatedAt: 99 });
        },
      } as never,
    });
    const client = await connect();
    client.upsert(todo("t1"));
    await client.next("sync-ack");
    // Something else was made of it than the client shows.
    expect((await client.next("sync-change"))["data"]).toMatchObject({ entity: { updatedAt: 99 } });
    expect(await state()).toEqual([todo("t1", {}, { updatedAt: 99 })]);
  });

  it("is kept and tried again where the store is away (P9)", async () => {
    class FailingStore extends MemoryServerStore {
      failures = 1;
      override transact: MemoryServerStore["transact"] = (request, work) => {
        if (this.failures-- > 0) throw new TransientFailure("away", 5);
        return super.transact(request, work);
      };
    }
    const { connect, state } = await startLegacyServer({ store: new FailingStore() });
    const client = await connect();
    client.upsert(todo("t1", { title: "First" }), { operationId: "a" });
    client.upsert(todo("t1", { title: "Second" }), { operationId: "b" });
    expect((await client.next("sync-ack"))["data"]).toMatchObject({ operationId: "a" });
    expect((await client.next("sync-ack"))["data"]).toMatchObject({ operationId: "b" });
    expect(await state()).toEqual([todo("t1", { title: "Second" })]);
  });

  it("is one of many that come at once, none of which is lost", async () => {
    const { connect, state } = await startLegacyServer();
    const client = await connect();
    for (let each = 0; each < 2_000; each++) client.upsert(todo(`t${each}`), { operationId: `op-${each}` });
    for (let each = 0; each < 2_000; each++) {
      const { data } = await client.next("sync-ack");
      expect(data).toMatchObject({ operationId: `op-${each}` });
    }
    expect(await state()).toHaveLength(2_000);
    await client.settled();
    expect(client.inbox).toEqual([]);
  });

  it("that is too large ends the socket, and no other", async () => {
    const { connect } = await startLegacyServer({ limits: { maxBodyBytes: 1_000 } });
    const [large, small] = [await connect(), await connect()];
    const closed = new Promise<number>((resolve) => large.socket.once("close", resolve));
    large.upsert(todo("t1", { title: "x".repeat(2_000) }));
    expect(await closed).toBe(1009);
    small.upsert(todo("t1"));
    await small.next("sync-ack");
  });

  it("counts against the rate, and waits for it", async () => {
    let now = 0;
    const { connect, state, log } = await startLegacyServer({
      clock: () => now,
      limits: { clientRate: { perSecond: 5, burst: 1 } },
    });
    const client = await connect();
    client.upsert(todo("t1"), { operationId: "a" });
    await client.next("sync-ack");
    client.upsert(todo("t2"), { operationId: "b" });
    await client.settled();
    expect(client.inbox).toEqual([]);
    now = 1_000;
    expect((await client.next("sync-ack"))["data"]).toMatchObject({ operationId: "b" });
    expect(await state()).toHaveLength(2);
    expect(log).toEqual([]);
  });
});

describe("P32 exactly once", () => {
  it("answers a change that is sent again from the record, on the same socket and on another", async () => {
    const { connect, modern, state } = await startLegacyServer();
    const client = await connect();
    client.upsert(todo("t1"), { operationId: "op-1" });
    await client.next("sync-ack");
    await modern("updateTitle", "t1", "Bread");
    client.upsert(todo("t1"), { operationId: "op-1" });
    expect((await client.next("sync-ack"))["data"]).toMatchObject(about);
    client.close();
    const again = await connect();
    again.upsert(todo("t1"), { operationId: "op-1" });
    expect((await again.next("sync-ack"))["data"]).toMatchObject(about);
    expect((await state())[0]).toMatchObject({ data: { title: "Bread" } });
  });

  it("repeats a refusal as it was", async () => {
    let isAllowed = false;
    const { connect, state } = await startLegacyServer({ authorize: () => isAllowed });
    const client = await connect();
    client.upsert(todo("t1"), { operationId: "op-1" });
    await client.next("sync-error");
    isAllowed = true;
    client.upsert(todo("t1"), { operationId: "op-1" });
    expect((await client.next("sync-error"))["data"]).toMatchObject({ code: "operation_forbidden" });
    expect(await state()).toEqual([]);
  });

  it("tells apart what two users call the same", async () => {
    const { connect, state } = await startLegacyServer({
      authenticate: (request: ServerRequest) => ({ id: request.query.get("access_token") ?? "nobody" }),
      allowAnonymous: false,
    } as never);
    const ada = await connect("?roomId=default&access_token=ada");
    const ben = await connect("?roomId=default&token=ben");
    ada.upsert(todo("a"), { operationId: "1" });
    ben.upsert(todo("b"), { operationId: "1" });
    await Promise.all([ada.next("sync-ack"), ben.next("sync-ack")]);
    expect((await state()).map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("loses neither of two changes that were numbered by the same millisecond", async () => {
    const { connect, state } = await startLegacyServer();
    const client = await connect();
    for (const id of ["t1", "t2", "t1"]) client.upsert(todo(id), { operationId: 1_700_000_000_000 });
    for (let answered = 0; answered < 3; answered++) await client.next("sync-ack");
    expect((await state()).map(({ id }) => id)).toEqual(["t1", "t2"]);
  });

  it("takes a change without an operationId for a new one each time", async () => {
    const { connect, modern, state } = await startLegacyServer();
    const client = await connect();
    client.upsert(todo("t1"));
    expect((await client.next("sync-ack"))["data"]).not.toHaveProperty("operationId");
    await modern("deleteTodo", "t1");
    client.upsert(todo("t1"));
    await client.next("sync-ack");
    expect(await state()).toHaveLength(1);
  });

  it("takes operationIds of any length and any text", async () => {
    const { connect, modern, state } = await startLegacyServer();
    const client = await connect();
    for (const operationId of ["x".repeat(256), '"]["', "\u{1F98E}"]) {
      client.upsert(todo("t1"), { operationId });
      await client.next("sync-ack");
      await modern("updateTitle", "t1", "Bread");
      client.upsert(todo("t1"), { operationId });
      await client.next("sync-ack");
      expect((await state())[0]).toMatchObject({ data: { title: "Bread" } });
    }
  });

  it("lets no modern client take a legacy change's name", async () => {
    const { server } = await startLegacyServer();
    const taken = { id: 1, name: "addTodo", args: ["a", "b"], clientId: 'legacy:["x"]', timestamp: 0 };
    const pushed = server.push([taken], { roomId: "default", user: undefined });
    await expect(pushed).rejects.toMatchObject({ code: "client_not_yours" });
  });
});
