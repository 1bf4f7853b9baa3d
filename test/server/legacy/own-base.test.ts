import { describe, expect, it } from "vitest";
import {
  bearerToken,
  type AccessContext,
  type ServerRequest,
  type SyncServerOptions,
} from "../../../src/server/index.js";
import { startLegacyServer, todo } from "./legacy-server.js";

describe("P32 a change that says itself what it was made from", () => {
  const titleAndStatus = async (state: () => Promise<readonly unknown[]>) => {
    const [entity] = (await state()) as {
      readonly data: { readonly title: string; readonly status: string };
    }[];
    return [entity!.data.title, entity!.data.status];
  };

  /** Milk, which a modern client completes while a legacy client is away, and which that one calls oat milk then. */
  const start = async () => {
    const server = await startLegacyServer();
    await server.modern("addTodo", "t1", "Milk");
    const base = (await server.state())[0]!;
    await server.modern("completeTodo", "t1");
    const mine = { ...base, data: { ...(base["data"] as object), title: "Oat milk" } };
    return { ...server, base, mine, client: await server.connect() };
  };

  it("is merged by it, where the server cannot know it", async () => {
    const { client, base, mine, state } = await start();
    client.upsert(mine, { operationId: "o1", base });
    expect(await client.next("entity-merged")).toMatchObject({ data: { fields: ["status", "completedAt"] } });
    expect(await titleAndStatus(state)).toEqual(["Oat milk", "completed"]);
  });

  it("is merged by it, also where the socket has answered for what came later: it was queued before", async () => {
    const { client, base, mine, state } = await start();
    await client.settled();
    client.upsert(mine, { operationId: "o1", base });
    await client.next("sync-ack");
    expect(await titleAndStatus(state)).toEqual(["Oat milk", "completed"]);
  });

  it("is merged by the client's own change before it, while that has no verdict", async () => {
    const { client, base, mine, state } = await start();
    const back = { ...mine, data: { ...(mine.data as object), title: "Milk" } };
    client.upsert(mine, { operationId: "o1", base });
    client.upsert(back, { operationId: "o2", base });
    for (const operationId of ["o1", "o2"]) {
      await client.next("sync-ack", ({ data }: any) => data.operationId === operationId);
    }
    expect(await titleAndStatus(state)).toEqual(["Milk", "completed"]);
  });

  it.each([
    ["another type", (base: object) => ({ ...base, type: "project" })],
    ["another id", (base: object) => ({ ...base, id: "t2" })],
    ["no entity", () => ({ title: "Milk" })],
    ["no object", () => "Milk"],
    ["nothing", () => null],
  ])("is taken as one that says nothing where that is %s", async (_what, baseOf) => {
    const { client, base, mine, state } = await start();
    // It has seen the todo completed, as far as the server knows.
    await client.settled();
    client.upsert(mine, { operationId: "o1", base: baseOf(base) });
    await client.next("sync-ack");
    expect(await titleAndStatus(state)).toEqual(["Oat milk", "pending"]);
  });

  it("is the same change when it is sent again with another base or with none", async () => {
    const { client, base, mine, state, modern } = await start();
    for (const operationId of ["o1", 17]) {
      client.upsert(mine, { operationId, base });
      await client.next("sync-ack");
      await modern("updateTitle", "t1", "Bread");
      await client.settled();
      client.upsert(mine, { operationId, base: mine });
      await client.next("sync-ack");
      expect(await titleAndStatus(state)).toEqual(["Bread", "completed"]);
    }
  });

  it("shows its maker nothing of an entity that its user may not see", async () => {
    const server = await startLegacyServer({
      allowAnonymous: false,
      authenticate: (request: ServerRequest) => ({ id: bearerToken(request) ?? "modern" }),
      visible: (_entity: unknown, { user }: AccessContext) => user?.id !== "eve",
    } as Partial<SyncServerOptions>);
    await server.modern("addTodo", "t1", "Secret");
    const client = await server.connect("?roomId=default&token=eve");
    const mine = todo("t1", { title: "Mine", priority: 1 });
    client.upsert(mine, { operationId: "o1", base: todo("t1", { title: "Mine" }) });
    await client.next("sync-ack");
    await client.settled();
    expect(JSON.stringify(client.inbox)).not.toContain("Secret");
    expect(await server.state()).toEqual([mine]);
  });
});
