import { describe, expect, it } from "vitest";
import { contract } from "../../../examples/todo/generated/contract.gen.js";
import type { Entity, RuntimeEntity } from "../../../src/protocol/index.js";
import { mergeUpsert } from "../../../src/server/legacy/merge-upsert.js";
import { startLegacyServer, todo } from "./legacy-server.js";

const model = contract.entities["todo"]!;
const parse = (entity: unknown) => {
  const parsed = model.validator.parse(entity);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.value as Entity;
};

describe("P32 the merge of an upsert", () => {
  const base = todo("t1", { completedAt: 1, projectId: "p" });

  it.each([
    ["a field that the client changed", { title: "Mine" }, {}, { title: "Mine" }, []],
    ["a field that somebody else changed", {}, { title: "Theirs" }, { title: "Theirs" }, ["title"]],
    ["one field each", { title: "Mine" }, { priority: 3 }, { title: "Mine", priority: 3 }, ["priority"]],
    ["the same field: the last write wins", { title: "Mine" }, { title: "Theirs" }, { title: "Mine" }, []],
    ["a list, as a whole", { tagIds: ["a"] }, { tagIds: ["b"] }, { tagIds: ["a"] }, []],
    ["a field that the client took away", { projectId: undefined }, {}, { projectId: undefined }, []],
    [
      "a field that somebody else took away",
      {},
      { projectId: undefined },
      { projectId: undefined },
      ["projectId"],
    ],
    ["a field that somebody else added", {}, { assigneeId: "u" }, { assigneeId: "u" }, ["assigneeId"]],
  ])("of %s", (_what, mine, theirs, wanted, kept) => {
    const json = (value: object) => JSON.parse(JSON.stringify(value)) as Entity;
    const sent = json({ ...base, data: { ...base.data, ...mine }, updatedAt: 5 });
    const current = json({ ...base, data: { ...base.data, ...theirs }, updatedAt: 4 });
    const merged = mergeUpsert(model, { base, sent, parsed: parse(sent), current });
    expect(json(merged.entity)).toEqual(json({ ...base, data: { ...base.data, ...wanted }, updatedAt: 5 }));
    expect(merged.kept).toEqual(kept);
  });

  it("keeps the later stamp", () => {
    const sent = { ...base, data: { ...base.data, title: "Mine" }, updatedAt: 5 };
    const current = { ...base, data: { ...base.data, priority: 1 }, updatedAt: 9 };
    expect(mergeUpsert(model, { base, sent, parsed: sent, current }).entity["updatedAt"]).toBe(9);
  });

  it("does not take a default for a change: a client that does not know a field leaves it alone", () => {
    const known = todo("t1", { priority: 2, tagIds: ["a"] });
    const { priority: _p, tagIds: _t, ...data } = known.data as Record<string, unknown>;
    const sent = { ...known, data: { ...data, title: "Mine" } } as Entity;
    const { entity } = mergeUpsert(model, { base: known, sent, parsed: parse(sent), current: known });
    expect(entity).toEqual(todo("t1", { title: "Mine", priority: 2, tagIds: ["a"] }));
  });

  it("takes what was sent as a whole where the mixture would not fit the contract", () => {
    const picky: RuntimeEntity = {
      ...model,
      validator: { ...model.validator, is: (value) => (value as Entity)["updatedAt"] === 5 },
    };
    const sent = { ...base, updatedAt: 5, data: { ...base.data, title: "Mine" } };
    const current = { ...base, updatedAt: 9, data: { ...base.data, priority: 3 } };
    expect(mergeUpsert(picky, { base, sent, parsed: sent, current })).toEqual({ entity: sent, kept: [] });
  });

  it("merges flat entities field by field", () => {
    const flat: RuntimeEntity = {
      type: "tag",
      shape: "flat",
      validator: { ...model.validator, is: () => true },
    };
    const tag = { id: "a", type: "tag", name: "n", color: "c" };
    const sent = { ...tag, name: "mine" };
    const current = { ...tag, color: "theirs" };
    expect(mergeUpsert(flat, { base: tag, sent, parsed: sent, current })).toEqual({
      entity: { id: "a", type: "tag", name: "mine", color: "theirs" },
      kept: ["color"],
    });
  });
});

describe("P32 a legacy upsert against a concurrent modern operation", () => {
  /** A client that shows `t1` as it was before somebody else changed its priority, since it does not read. */
  async function diverged() {
    const started = await startLegacyServer();
    const { connect, modern } = started;
    await modern("addTodo", "t1", "Milk");
    const client = await connect();
    const { entity } = (await client.next("sync-change"))["data"] as { entity: ReturnType<typeof todo> };
    await client.settled();
    client.socket.pause();
    await modern("setPriority", "t1", 3);
    return { ...started, client, entity };
  }

  it("keeps the other field, tells the sender and the log, and sends what came of it", async () => {
    const { client, entity, state, log, server } = await diverged();
    client.upsert({ ...entity, data: { ...entity.data, title: "Bread" } } as never, { operationId: "op-1" });
    client.socket.resume();
    await client.next("sync-ack");
    const merged = { ...entity, data: { ...entity.data, title: "Bread", priority: 3 } };
    const about = { operationId: "op-1", entityType: "todo", entityId: "t1" };
    const stamps = { updatedAt: expect.any(Number) };
    expect((await client.next("entity-merged"))["data"]).toEqual({
      ...about,
      entity: { ...merged, ...stamps },
      fields: ["priority"],
    });
    const isMerged = (message: object) => JSON.stringify(message).includes("Bread");
    expect((await client.next("sync-change", isMerged))["data"]).toMatchObject({
      entity: merged.data && { data: merged.data },
    });
    expect(await state()).toMatchObject([{ data: merged.data }]);
    expect(log).toMatchObject([
      {
        level: "info",
        event: "entity_merged",
        roomId: "default",
        operation: "upserttodo",
        detail: { entityType: "todo", entityId: "t1", kept: ["priority"] },
      },
    ]);
    expect(server.legacy.report().changes).toMatchObject([{ entityType: "todo", accepted: 1, merged: 1 }]);
  });

  it("lets changes in quick succession build on each other", async () => {
    const { client, entity, state } = await diverged();
    for (const title of ["B", "Br", "Bread"]) {
      client.upsert({ ...entity, data: { ...entity.data, title } } as never, { operationId: title });
    }
    client.socket.resume();
    for (let answered = 0; answered < 3; answered++) await client.next("sync-ack");
    expect(await state()).toMatchObject([{ data: { title: "Bread", priority: 3 } }]);
  });

  it("does not build on a change that was refused", async () => {
    const { client, entity, state } = await diverged();
    client.upsert({ ...entity, data: { ...entity.data, title: "", status: "completed" } } as never);
    client.upsert({ ...entity, data: { ...entity.data, title: "Bread", status: "completed" } } as never);
    client.socket.resume();
    await client.next("sync-error");
    await client.next("sync-ack");
    expect(await state()).toMatchObject([{ data: { title: "Bread", status: "completed", priority: 3 } }]);
  });

  it("takes the whole entity where it is not known what the client saw: it was away", async () => {
    const { connect, modern, state } = await startLegacyServer();
    await modern("addTodo", "t1", "Milk");
    await modern("setPriority", "t1", 3);
    const client = await connect();
    client.upsert(todo("t1", { title: "Bread" }));
    await client.next("sync-ack");
    expect(await state()).toMatchObject([{ data: { title: "Bread", priority: 0 } }]);
    await client.settled();
    expect(client.inbox.filter(({ type }) => type === "entity-merged")).toEqual([]);
  });

  it("brings back as a whole what was deleted meanwhile", async () => {
    const { client, entity, modern, state } = await diverged();
    await modern("deleteTodo", "t1");
    client.upsert({ ...entity, data: { ...entity.data, title: "Bread" } } as never);
    client.socket.resume();
    await client.next("sync-ack");
    expect(await state()).toMatchObject([{ data: { title: "Bread", priority: 0 } }]);
  });
});
