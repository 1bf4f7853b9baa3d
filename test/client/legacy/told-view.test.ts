import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { contract } from "../../../examples/todo/generated/contract.gen.js";
import { toOperation } from "../../../examples/todo/generated/legacy.gen.js";
import { MemoryStorage, ModernSyncEngine, type ModernSyncConfig } from "../../../src/client/index.js";
import { startLegacyServer, todo } from "../../server/legacy/legacy-server.js";
import { ScriptedServer } from "./scripted-server.js";

const closing: ModernSyncEngine[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((engine) => engine.disconnect()));
});

const put = (id: string, data: object = {}) =>
  ({ type: "upsert", entityType: "todo", entityId: id, entity: todo(id, data) }) as const;
const offline = (engine: ModernSyncEngine, isOffline = true): void => {
  engine.isOnline = () => !isOffline;
};

async function start(config: Partial<ModernSyncConfig> = {}) {
  const server = await startLegacyServer();
  let clients = 0;
  const create = (more: Partial<ModernSyncConfig> = {}) => {
    const engine = new ModernSyncEngine({
      baseUrl: server.url,
      notificationUrl: `${server.url.replace("http", "ws")}/sync/notify`,
      clientId: `client-${++clients}`,
      userId: "ada",
      retryDelay: 1,
      WebSocket,
      contract,
      toOperation,
      ...config,
      ...more,
    });
    closing.push(engine);
    /** What an application shows that knows no more than what it is told. */
    const shown = new Map<string, string>();
    const patched = new Map<string, string>();
    engine.on("remoteChange", ({ type, entityId, entity }) => {
      if (type === "delete") shown.delete(entityId);
      else shown.set(entityId, `${entity.data.title} ${entity.data.status}`);
    });
    engine.onStatePatch(({ entities, deletedEntityIds }) => {
      for (const id of deletedEntityIds) patched.delete(id);
      for (const { id, data } of entities) patched.set(id, `${data.title} ${data.status}`);
    });
    const shows = async (wanted: { readonly [id: string]: string }) => {
      await expect.poll(() => Object.fromEntries(shown)).toEqual(wanted);
      expect(Object.fromEntries(patched)).toEqual(wanted);
    };
    return { engine, shown, patched, shows };
  };
  return { ...server, create };
}

describe("an application that shows what a ModernSyncEngine tells", () => {
  it("shows after a restart offline what was pending as well", async () => {
    const storage = new MemoryStorage();
    const { create, modern } = await start({ storage });
    await modern("addTodo", "t1", "Milk");
    await modern("addTodo", "t2", "Bread");
    await modern("addTodo", "t3", "Salt");
    const before = create();
    await before.engine.connect();
    offline(before.engine);
    await before.engine.sendChange(put("t1", { title: "Oat milk" }));
    await before.engine.sendChange({ type: "delete", entityType: "todo", entityId: "t2" });
    await before.engine.sendChange(put("t4", { title: "Tea" }));
    await before.engine.executeOperation("completeTodo", ["t3"]);
    await before.engine.disconnect();

    const after = create();
    offline(after.engine);
    await after.engine.connect();
    await after.shows({ t1: "Oat milk pending", t3: "Salt completed", t4: "Tea pending" });
  });

  it("is told what there is again when an operation fails, with what is still pending on top", async () => {
    const { create, modern } = await start();
    await modern("addTodo", "t1", "Milk");
    const { engine, shown, shows } = create();
    await engine.connect();
    await shows({ t1: "Milk pending" });
    offline(engine);
    await engine.executeOperation("updateTitle", ["t1", "Oat milk"]);
    await engine.executeOperation("completeTodo", ["t1"]);
    shown.set("t1", "whatever the application made of it");
    await modern("deleteTodo", "t1");
    await modern("addTodo", "t1", "Bread");
    const failed: string[] = [];
    engine.onOperationFailed(({ operation }) => failed.push(operation.name));
    offline(engine, false);
    await engine.flush();
    await engine.syncState();
    await shows({ t1: "Oat milk completed" });
    expect(failed).toEqual([]);

    await modern("deleteTodo", "t1");
    await engine.executeOperation("updateTitle", ["t1", "Cake"]);
    await engine.syncState();
    expect(failed).toEqual(["updateTitle"]);
    await shows({});
  });

  it.each([
    ["what the contract refuses", "invalid_arguments", { title: "" }, {}],
    ["what is too much for the queue", "queue_full", { title: "Cake" }, { offlineQueueLimit: 1 }],
  ])("is told of %s, and of the entity as it stands", async (_what, code, data, more) => {
    const { create, modern } = await start();
    await modern("addTodo", "t1", "Milk");
    const { engine, shown, shows } = create(more);
    await engine.connect();
    await shows({ t1: "Milk pending" });
    offline(engine);
    await engine.sendChange(put("t1", { title: "Oat milk" }));
    shown.set("t1", "refused");
    shown.set("t9", "refused");
    const failed: (string | undefined)[] = [];
    engine.onOperationFailed((failure) => failed.push(failure.code));
    await engine.sendChange(put("t1", data));
    await engine.sendChange(put("t9", data));
    expect(failed).toEqual([code, code]);
    expect(Object.fromEntries(shown)).toEqual({ t1: "Oat milk pending" });
  });

  it("is told of a change that no operation stands for", async () => {
    const { create } = await start();
    const { engine, shown } = create();
    const failed: (string | undefined)[] = [];
    engine.onOperationFailed((failure) => failed.push(failure.code));
    shown.set("x1", "unknown");
    await engine.sendChange({ type: "upsert", entityType: "nonsense", entityId: "x1", entity: { id: "x1" } });
    await engine.sendChange({ type: "upsert", entityType: "todo", entityId: "t1" });
    expect(failed).toEqual(["unknown_entity_type", "invalid_arguments"]);
    expect(shown.size).toBe(0);
  });

  it("is told of a change that an operation of another name stood for, when the server refuses that", async () => {
    const server = new ScriptedServer();
    const { create } = await start();
    const { engine, shown } = create({
      contract: undefined as never,
      toOperation: ({ entityId, entity }) => ({ name: "store", args: [entityId, entity] }),
    });
    engine.httpClient = server;
    server.refuse = () => ({ success: false, code: "no", error: "No" });
    shown.set("t1", "refused");
    await engine.sendChange(put("t1"));
    expect(server.sent()).toEqual(["t1"]);
    expect(shown.size).toBe(0);
  });

  it("is told where the oldest of what was held is dropped, unless something later of it is held", async () => {
    const { create, modern } = await start();
    await modern("addTodo", "t1", "Milk");
    const { engine, shown, shows } = create({ offlineQueueLimit: 2, offlineQueueOverflow: "drop-oldest" });
    await engine.connect();
    await shows({ t1: "Milk pending" });
    offline(engine);
    shown.set("t1", "dropped").set("t2", "held");
    await engine.sendChange(put("t2"));
    await engine.sendChange(put("t1"));
    await engine.sendChange(put("t2"));
    expect(Object.fromEntries(shown)).toEqual({ t1: "dropped", t2: "held" });
    await engine.sendChange(put("t2"));
    expect(Object.fromEntries(shown)).toEqual({ t1: "Milk pending", t2: "held" });
  });

  it("sees its own pending change on top of what others did", async () => {
    const { create, modern } = await start();
    await modern("addTodo", "t1", "Milk");
    const { engine, shows } = create();
    await engine.connect();
    await shows({ t1: "Milk pending" });
    offline(engine);
    await engine.executeOperation("updateTitle", ["t1", "Oat milk"]);
    await modern("completeTodo", "t1");
    offline(engine, false);
    await engine.connect();
    await shows({ t1: "Oat milk completed" });
  });
});

describe("conflictResolved and entityMerged of a ModernSyncEngine", () => {
  const startSeeing = async (edit: (engine: ModernSyncEngine) => Promise<unknown>, more: object = {}) => {
    const { create, modern } = await start();
    await modern("addTodo", "t1", "Milk");
    await modern("addTodo", "t2", "Bread");
    const { engine } = create(more);
    const told: any[] = [];
    engine.on("conflictResolved", (resolution) => told.push(resolution));
    engine.on("entityMerged", (entity) => told.push(entity));
    await engine.connect();
    offline(engine);
    await edit(engine);
    const see = async () => {
      offline(engine, false);
      await engine.connect();
      await engine.flush();
      await engine.syncState();
      return told;
    };
    return { modern, engine, see };
  };

  it("tell an entity that others changed while an operation was pending on it", async () => {
    const { modern, see } = await startSeeing((engine) =>
      engine.executeOperation("updateTitle", ["t1", "Oat milk"]),
    );
    await modern("completeTodo", "t1");
    const merged = expect.objectContaining({
      data: expect.objectContaining({ title: "Oat milk", status: "completed" }),
    });
    const [resolution, entity, ...others] = await see();
    expect(others).toEqual([]);
    expect(entity).toEqual(merged);
    expect(resolution).toMatchObject({
      localOperation: { type: "upsert", entityType: "todo", entityId: "t1", userId: "ada" },
      remoteOperation: { entityId: "t1", entity: { data: { title: "Milk", status: "completed" } } },
      strategy: "operational_transform",
    });
    expect(resolution.mergedEntity).toEqual(merged);
  });

  it("tell that a whole entity wins as a whole", async () => {
    const { modern, see } = await startSeeing((engine) =>
      engine.sendChange(put("t1", { title: "Oat milk" })),
    );
    await modern("completeTodo", "t1");
    expect((await see())[1]).toMatchObject({ data: { title: "Oat milk", status: "pending" } });
  });

  it.each([
    ["another entity", (modern: any) => modern("completeTodo", "t2")],
    ["nothing", () => {}],
  ])("tell nothing where others changed %s", async (_what, others) => {
    const { modern, see } = await startSeeing(async (engine) => {
      await engine.sendChange(put("t1", { title: "Oat milk" }));
      await engine.sendChange(put("t1", { title: "Soy milk" }));
      await engine.executeOperation("completeTodo", ["t1"]);
    });
    await others(modern);
    expect(await see()).toEqual([]);
  });

  it("tell nothing of one's own changes that come one after the other", async () => {
    const { engine, see } = await startSeeing(async () => {}, { batchSize: 1 });
    offline(engine, false);
    const sent = Array.from({ length: 10 }, (_, index) =>
      engine.sendChange(put("t1", { title: `Milk ${index}` })),
    );
    await Promise.all(sent);
    expect(await see()).toEqual([]);
  });
});
