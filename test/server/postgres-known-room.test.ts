import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createSyncServer,
  PostgresServerStore,
  stateAnswerToMessage,
  type PostgresQuery,
  type SyncServerOptions,
} from "../../src/server/index.js";
import { startPostgres, type PostgresDatabase } from "./postgres-database.js";
import { operation } from "./pushing.js";
import { todoContract } from "./todo-contract.js";

let database: PostgresDatabase;
beforeAll(async () => {
  database = await startPostgres();
}, 60_000);
afterAll(() => database?.stop());

const access = { roomId: "r", user: undefined };

/** A server whose statements are counted by name, on a pool of its own or on a schema that is there. */
async function start(schema?: string, more: Partial<Pick<SyncServerOptions, "handlers">> = {}) {
  const pool = await database.createPool(schema);
  const asked: (string | undefined)[] = [];
  const store = new PostgresServerStore({
    pool: {
      on: pool.on.bind(pool),
      connect: pool.connect.bind(pool),
      query: (query: PostgresQuery) => {
        asked.push(query.name);
        return pool.query(query);
      },
    },
  });
  const server = createSyncServer({
    contract: todoContract,
    store,
    allowAnonymous: true,
    log: () => {},
    ...more,
  });
  let id = 0;
  /** Pushes as the next operations of a client, and tells what became of them and what was said to Postgres. */
  const push = async (...operations: readonly (readonly [string, ...string[]])[]) => {
    asked.length = 0;
    const batch = operations.map(([name, ...args]) => operation(++id, name, args));
    const { confirmations } = await server.push(batch, access);
    return [confirmations.map(({ code = "ok" }) => code), [...asked]];
  };
  const { rows } = await pool.query<{ readonly schema: string }>("SELECT current_schema() AS schema");
  return { server, push, schema: rows[0]?.schema ?? "" };
}

describe("PostgresServerStore on a room that it knows", () => {
  it("takes one statement for new entities, and for those that it wrote", async () => {
    const { server, push } = await start();
    expect(await push(["addTodo", "a", "A"])).toEqual([
      ["ok"],
      ["kalphite_load", "kalphite_commit_first_created_settled"],
    ]);
    expect(await push(["addTodo", "b", "B"], ["addTodo", "c", "C"])).toEqual([
      ["ok", "ok"],
      ["kalphite_commit_created_n_settled"],
    ]);
    expect(await push(["completeTodo", "a"], ["deleteTodo", "b"])).toEqual([
      ["ok", "ok"],
      ["kalphite_commit_replaced_removed_settled"],
    ]);
    expect(await push(["addTodo", "a", "A"], ["addTodo", "b", "again"])).toEqual([
      ["already_exists", "ok"],
      ["kalphite_commit_created_settled"],
    ]);
    await server.close();
  });

  it("looks up what an operation reads and does not put there", async () => {
    const { server, push } = await start();
    await push(["addTodo", "a", "A"]);
    expect(await push(["completeTodo", "nowhere"])).toEqual([
      ["not_found"],
      ["kalphite_load", "kalphite_commit_settled"],
    ]);
    await server.close();
  });

  it("P5 finds an entity that somebody else put where it took the id for free", async () => {
    const { server, push, schema } = await start();
    const other = await start(schema);
    await push(["addTodo", "a", "A"]);
    await other.server.push([operation(1, "addTodo", ["b", "theirs"], "other")], access);
    expect((await push(["addTodo", "b", "ours"]))[0]).toEqual(["already_exists"]);
    const { entities } = stateAnswerToMessage(await server.pull({}, access));
    expect(entities.map(({ data }) => data)).toEqual([{ title: "A" }, { title: "theirs" }]);
    await Promise.all([server.close(), other.server.close()]);
  });

  it("forgets what it has known for longest, and finds it again", async () => {
    const pool = await database.createPool();
    const store = new PostgresServerStore({ pool, maxKnownLength: 16 * 4_000 });
    const server = createSyncServer({ contract: todoContract, store, allowAnonymous: true });
    for (let id = 1; id <= 60; id++) {
      await server.push([operation(id, "addTodo", [`t${id}`, "x"], "c")], access);
    }
    const again = Array.from({ length: 60 }, (_, index) =>
      operation(61 + index, "completeTodo", [`t${index + 1}`], "c"),
    );
    for (const each of again) {
      expect((await server.push([each], access)).confirmations).toMatchObject([{ success: true }]);
    }
    const taken = await server.push([operation(121, "addTodo", ["t1", "x"], "c")], access);
    expect(taken.confirmations).toMatchObject([{ code: "already_exists" }]);
    await server.close();
  });

  it("P5 finds an entity of before its own time where it took the id for free", async () => {
    const before = await start();
    await before.push(["addTodo", "old", "first"]);
    await before.server.close();
    const { server } = await start(before.schema);
    const add = (id: number, entity: string) => [operation(id, "addTodo", [entity, "x"], "later")];
    await server.push(add(1, "new"), access);
    const { confirmations } = await server.push(add(2, "old"), access);
    expect(confirmations).toMatchObject([{ code: "already_exists" }]);
    await server.close();
  });

  it("P6 P7 tells no gap and no conflict from memory that another server has overtaken", async () => {
    const { server, schema } = await start();
    const other = await start(schema);
    const add = (id: number) => [operation(id, "addTodo", [`t${id}`, "x"], "c")];
    await server.push(add(1), access);
    await other.server.push(add(2), access);
    expect(await server.push(add(4), access)).toMatchObject({ confirmations: [], expectedOperationId: 3 });
    await other.server.push(add(3), access);
    expect((await server.push(add(4), access)).confirmations).toMatchObject([
      { operationId: 4, success: true },
    ]);
    await other.server.push(add(5), access);
    expect(await server.push(add(7), access)).toMatchObject({ confirmations: [], expectedOperationId: 6 });
    await Promise.all([server.close(), other.server.close()]);
  });

  it("P5 P6 P25 applies nothing twice that came by way of another server first, all of it known", async () => {
    const { server, schema } = await start();
    const other = await start(schema);
    const append = (id: number) => [operation(id, "appendTitle", ["shared", String(id)], "c")];
    await server.push(append(1), access);
    await other.server.push(append(2), access);
    // What it remembers would make this a gap before 2, and then 2 and 3 new.
    expect(await server.push(append(4), access)).toMatchObject({ expectedOperationId: 3 });
    await other.server.push(append(3), access);
    await server.push(append(4), access);
    await other.server.push(append(5), access);
    expect((await server.push(append(5), access)).confirmations).toMatchObject([{ success: true }]);
    const { entities } = stateAnswerToMessage(await server.pull({}, access));
    expect(entities.map(({ data }) => data)).toEqual([{ title: "12345" }]);
    await Promise.all([server.close(), other.server.close()]);
  });

  it("runs a handler once where nobody writes meanwhile, whatever it reads", async () => {
    let runs = 0;
    const handlers: SyncServerOptions["handlers"] = {
      completeTodo: async (
        tx: { readonly todo: { has(id: string): Promise<boolean> } },
        args: { id: string },
      ) => {
        runs++;
        await tx.todo.has(args.id);
      },
    };
    const { server, push } = await start(undefined, { handlers });
    await push(["addTodo", "a", "A"]);
    expect((await push(["completeTodo", "nowhere"]))[0]).toEqual(["ok"]);
    expect(runs).toBe(1);
    await server.close();
  });

  it("keeps every text as it is, and remembers none of a room that it cannot afford", async () => {
    const pool = await database.createPool();
    const server = createSyncServer({
      contract: todoContract,
      store: new PostgresServerStore({ pool, maxKnownLength: 0 }),
      allowAnonymous: true,
    });
    const titles = ['\\ " {}, NULL', "\0\u0001\n\t", "\ud800 half", "NULL", "", "\u2028 \u{1f600}"];
    const ids = ["plain", 'quote"d', "back\\slash", "new\nline", "co,mma", "{brace}"];
    await server.push(
      titles.map((title, index) => operation(index + 1, "addTodo", [ids[index], title])),
      access,
    );
    const { entities } = stateAnswerToMessage(await server.pull({}, access));
    expect(Object.fromEntries(entities.map(({ id, data }) => [id, data]))).toEqual(
      Object.fromEntries(ids.map((id, index) => [id, { title: titles[index] }])),
    );
    await server.close();
  });
});
