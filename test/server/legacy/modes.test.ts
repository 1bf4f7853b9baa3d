import { describe, expect, it } from "vitest";
import { operation } from "../pushing.js";
import { startLegacyServer, todo } from "./legacy-server.js";

const tag = { id: "g1", type: "tag", data: { name: "home", color: "#808080" }, updatedAt: 1, createdAt: 1 };
const project = { id: "p1", type: "project", data: { name: "Home" }, updatedAt: 1, createdAt: 1 };
const legacy = { tag: "read-only", project: "off" } as const;

describe("the legacy mode of an entity type", () => {
  it("read-only tells of changes and takes none", async () => {
    const { connect, modern } = await startLegacyServer({ legacy });
    const client = await connect();
    client.upsert(tag, { operationId: "1" });
    expect((await client.next("sync-error"))["data"]).toMatchObject({
      code: "legacy_refused",
      operationId: "1",
    });
    expect((await client.next("sync-change"))["data"]).toMatchObject({ type: "delete", entityId: "g1" });
    await modern("addTag", "g1", "home");
    expect((await client.next("sync-change"))["data"]).toMatchObject({ entityType: "tag" });
  });

  it("off neither tells nor takes", async () => {
    const { connect, modern } = await startLegacyServer({ legacy });
    await modern("addProject", "p1", "Home");
    const client = await connect();
    client.upsert(project);
    expect((await client.next("sync-error"))["data"]).toMatchObject({ code: "legacy_refused" });
    await modern("renameProject", "p1", "Work");
    client.upsert(todo("t1"));
    await client.next("sync-ack");
    await client.settled();
    expect(client.inbox).toEqual([]);
  });

  it("off undoes what a client shows under the id of an entity that it is not told of", async () => {
    const { connect, modern } = await startLegacyServer({ legacy });
    await modern("addProject", "p1", "Home");
    const client = await connect();
    client.upsert({ ...tag, id: "p1" }, { operationId: "1" });
    expect((await client.next("sync-error"))["data"]).toMatchObject({ code: "legacy_refused" });
    const { data } = await client.next("sync-change");
    expect(data).toMatchObject({ type: "delete", entityType: "tag", entityId: "p1" });
    await client.settled();
    expect(client.inbox).toEqual([]);
  });

  it("holds for the operations of modern engines too, whichever way they come", async () => {
    const { server } = await startLegacyServer({ legacy: "read-only" });
    const { confirmations } = await server.push(
      [
        operation(1, "upserttag", ["g1", tag]),
        operation(2, "deletetag", ["g1"]),
        operation(3, "addTag", ["g1", "a"]),
      ],
      { roomId: "default", user: undefined, clientVersion: "2.0" },
    );
    expect(confirmations.map(({ code }) => code)).toEqual(["legacy_refused", "legacy_refused", undefined]);
    expect(server.legacy.report().changes).toMatchObject([
      { entityType: "tag", clientVersion: "2.0", via: "operation", accepted: 0, refused: 2 },
    ]);
  });

  it.each([
    [{ nothing: "off" }, /no entity type "nothing"/],
    [{ tag: "sometimes" }, /"sometimes" is none of accept, read-only, off/],
    ["never", /"never" is none of/],
  ])("is checked when the server is made: %j", async (option, wanted) => {
    await expect(startLegacyServer({ legacy: option as never })).rejects.toThrow(wanted);
  });
});

describe("the counters of legacy traffic", () => {
  it("tell types and client versions apart, and the ways the changes came", async () => {
    const counted: unknown[] = [];
    const telemetry = {
      countOperations: () => {},
      countRequestError: () => {},
      recordPush: () => {},
      recordPull: () => {},
      changeStreams: () => {},
      countLegacyChange: (attributes: object) => counted.push(attributes),
    };
    const { server, connect } = await startLegacyServer({ telemetry, clock: () => 77 });
    const old = await connect("?roomId=default&userId=a&clientVersion=1.2");
    const nameless = await connect();
    old.upsert(todo("t1"));
    await old.next("sync-ack");
    old.upsert(todo("t1", { title: "" }));
    await old.next("sync-error");
    nameless.upsert(tag);
    await nameless.next("sync-ack");
    await server.push([operation(1, "upserttodo", ["t2", todo("t2")])], {
      roomId: "default",
      user: undefined,
    });
    const rest = { merged: 0, lastAt: 77 };
    expect(server.legacy.report()).toEqual({
      sockets: [
        { clientVersion: "1.2", dialect: "data", open: 1 },
        { clientVersion: "unknown", dialect: "data", open: 1 },
      ],
      changes: [
        { entityType: "todo", clientVersion: "1.2", via: "socket", accepted: 1, refused: 1, ...rest },
        { entityType: "tag", clientVersion: "unknown", via: "socket", accepted: 1, refused: 0, ...rest },
        { entityType: "todo", clientVersion: "unknown", via: "operation", accepted: 1, refused: 0, ...rest },
      ],
    });
    expect(counted).toHaveLength(4);
    expect(counted[1]).toEqual({
      entityType: "todo",
      clientVersion: "1.2",
      via: "socket",
      outcome: "refused",
    });
  });

  it("do not grow with what clients claim", async () => {
    const { server } = await startLegacyServer();
    for (let version = 1; version <= 150; version++) {
      await server.push([operation(1, "deletetag", ["g"], `c${version}`)], {
        roomId: "default",
        user: undefined,
        clientVersion: `v${version}`,
      });
    }
    const { changes } = server.legacy.report();
    expect(changes).toHaveLength(101);
    expect(changes.at(-1)).toMatchObject({ clientVersion: "other", accepted: 50 });
  });
});
