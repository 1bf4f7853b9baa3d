import { afterAll, describe, expect, it } from "vitest";
import {
  createSyncServer,
  PostgresServerStore,
  stateAnswerToMessage,
  TransientFailure,
  type ServerStore,
} from "../../src/server/index.js";
import { STORE_CASES } from "../../src/testing/index.js";
import { POSTGRES_TO_LAYOUT_2, TO_LAYOUT_1 } from "./older-layouts.js";
import { openPostgres } from "./postgres-database.js";
import { operation } from "./pushing.js";
import { todoContract } from "./todo-contract.js";

const opened = await openPostgres();
afterAll(() => opened?.stop());

const access = { roomId: "r", user: undefined };
const serverOn = (store: ServerStore) =>
  createSyncServer({ contract: todoContract, store, allowAnonymous: true, log: () => {} });

describe.skipIf(opened === undefined)("PostgresServerStore", () => {
  const database = opened!;

  it.each(STORE_CASES.map((each) => [each.name, each] as const))("%s", async (_case, { run }) => {
    const store = new PostgresServerStore({ pool: await database.createPool() });
    await run(store);
    store.close();
  });

  it("P5 P6 P12 serves one room from two servers that start at once: nothing lost, nothing twice", async () => {
    const pool = await database.createPool();
    const servers = [0, 1].map(() => serverOn(new PostgresServerStore({ pool })));
    const batches = 15;
    const clients = Array.from({ length: 6 }, (_, index) => `c${index}`);
    const [first] = servers as [(typeof servers)[number]];
    let isDone = false;
    const follower = (async () => {
      let stateVersion: string | undefined;
      const held = new Map<string, unknown>();
      for (let isLast = false; !isLast;) {
        isLast = isDone;
        const state = stateAnswerToMessage(
          await first.pull({ ...(stateVersion && { stateVersion }) }, access),
        );
        for (const entity of state.entities) held.set(entity.id, entity["data"]);
        stateVersion = state.stateVersion;
      }
      return held;
    })();
    await Promise.all(
      clients.map(async (clientId) => {
        for (let id = 1; id <= batches; id++) {
          // Each batch is sent to both servers at once, as by a client that lost an answer and was sent elsewhere.
          const batch = [operation(id, "appendTitle", ["shared", "x"], clientId)];
          const answers = await Promise.all(servers.map((server) => server.push(batch, access)));
          for (const answer of answers)
            expect(answer.confirmations).toMatchObject([{ operationId: id, success: true }]);
        }
      }),
    );
    isDone = true;
    const state = stateAnswerToMessage(await first.pull({ clientId: "c0" }, access));
    expect(state.entities).toMatchObject([{ data: { title: "x".repeat(clients.length * batches) } }]);
    expect(state.lastOperationId).toBe(batches);
    expect(Object.fromEntries(await follower)).toEqual({ shared: state.entities[0]?.["data"] });
    await Promise.all(servers.map((server) => server.close()));
  });

  it("runs a mutator again until all that it reads is there", async () => {
    const server = serverOn(new PostgresServerStore({ pool: await database.createPool() }));
    await server.push([operation(1, "addTodo", ["a", "A"]), operation(2, "addTodo", ["b", "B"])], access);
    const { confirmations } = await server.push(
      [
        operation(3, "swapTodo", ["a", "c"]),
        operation(4, "completeAll", []),
        operation(5, "addTodo", ["x\0y", "z"]),
      ],
      access,
    );
    expect(confirmations.map(({ code }) => code)).toEqual([undefined, undefined, "invalid_entity"]);
    const { entities } = stateAnswerToMessage(await server.pull({}, access));
    expect(entities.map(({ id, data }) => [id, data])).toEqual([
      ["b", { title: "B", done: true }],
      ["c", { title: "A", done: true }],
    ]);
    await server.close();
  });

  it("P9 fails for now where Postgres is not there, and works once it is", async () => {
    const real = await database.createPool();
    let isDown = true;
    const refuse = () => Promise.reject(new Error("ECONNREFUSED"));
    const store = new PostgresServerStore({
      pool: {
        on: real.on.bind(real),
        query: (query) => (isDown ? refuse() : real.query(query)),
        connect: () => (isDown ? refuse() : real.connect()),
      },
    });
    const work = () =>
      store.transact({ roomId: "r", clientIds: [], likelyIds: [] }, () => ({ outcome: "done" }));
    await expect(work()).rejects.toBeInstanceOf(TransientFailure);
    await expect(store.check()).rejects.toBeInstanceOf(TransientFailure);
    isDown = false;
    expect(await work()).toBe("done");
    store.close();
    await expect(work()).rejects.toBeInstanceOf(TransientFailure);
  });

  it("sets the schema up once, whoever comes first", async () => {
    const pool = await database.createPool();
    const stores = Array.from({ length: 4 }, () => new PostgresServerStore({ pool }));
    const query = {
      roomId: "r",
      clientId: undefined,
      userId: undefined,
      position: undefined,
      entityTypes: undefined,
      limit: 1,
      maxLength: 1_000_000,
    };
    const epochs = await Promise.all(stores.map(async (store) => (await store.pull(query)).epoch));
    expect(new Set(epochs).size).toBe(1);
  });

  it.each([
    ["the layout before", POSTGRES_TO_LAYOUT_2],
    ["the first layout", POSTGRES_TO_LAYOUT_2 + TO_LAYOUT_1],
  ])("brings a database of %s up to date, with all that is in it", async (_layout, downgrade) => {
    const pool = await database.createPool();
    const before = serverOn(new PostgresServerStore({ pool }));
    const batch = [operation(1, "addTodo", ["a", "A"]), operation(2, "addTodo", ["b", "B"])];
    const first = await before.push(batch, access);
    const held = stateAnswerToMessage(await before.pull({}, access));
    await before.push([operation(3, "deleteTodo", ["b"])], access);
    await pool.query(downgrade);

    const store = new PostgresServerStore({ pool });
    const size = await store.transact({ roomId: "r", clientIds: [], likelyIds: [] }, (room) => ({
      outcome: room.size,
    }));
    expect(size).toBe(1);
    const after = serverOn(store);
    expect((await after.push(batch, access)).confirmations).toEqual(first.confirmations);
    const { stateVersion } = held;
    expect(stateAnswerToMessage(await after.pull({ stateVersion }, access))).toMatchObject({
      entities: [],
      deletedEntityIds: ["b"],
    });
    await after.push([operation(4, "addTodo", ["b", "again"])], access);
    const state = stateAnswerToMessage(await after.pull({ stateVersion }, access));
    expect(state.entities).toMatchObject([{ id: "b", data: { title: "again" } }]);
    expect(state.deletedEntityIds ?? []).toEqual([]);
    await after.close();
    // A server of the version before fails for now, and writes nothing, where it goes on beside this one.
    await expect(
      pool.query(
        "INSERT INTO kalphite_entities (room, id, type, version, written_at, body) SELECT 'r', 'x', 't', 1, 1, '{}'",
      ),
    ).rejects.toThrow("written_at");
  });
});
