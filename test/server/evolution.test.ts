import { describe, expect, it } from "vitest";
import { createSyncServer, MemoryServerStore, stateAnswerToMessage } from "../../src/server/index.js";
import type { ContractEvolution, LogEntry } from "../../src/server/index.js";
import { operation } from "./pushing.js";
import { todoContract } from "./todo-contract.js";

/** Once `add(id)`, then `add(id, title)` with the title in front: `add(title, id)`; `addTodo(id, title)` today. */
const evolution: ContractEvolution = {
  formerNames: { add: "addTodo", plus: "addTodo" },
  upgrades: { addTodo: [([id]) => ["untitled", id], ([title, id]) => [id, title]] },
  former: {
    oldest: { upgrades: { add: 0 } },
    middle: { upgrades: { plus: 1 } },
    renaming: { operations: ["renameTodo"] },
    incompatible: { refused: true, operations: ["addTodo"] },
  },
};

function createServer(evolved: ContractEvolution = evolution) {
  const log: LogEntry[] = [];
  const server = createSyncServer({
    contract: todoContract,
    evolution: evolved,
    store: new MemoryServerStore(),
    allowAnonymous: true,
    log: (entry) => log.push(entry),
  });
  const push = async (contract: string | undefined, ...operations: Parameters<typeof server.push>[0]) => {
    const access = { roomId: "r", user: undefined, contract };
    const { confirmations } = await server.push(operations, access);
    return confirmations.map(({ success, code }) => (success ? "ok" : code));
  };
  const titles = async () =>
    stateAnswerToMessage(await server.pull({}, { roomId: "r", user: undefined })).entities.map((entity) => [
      entity.id,
      (entity as unknown as { data: { title: string } }).data.title,
    ]);
  return { server, log, push, titles };
}

describe("P35 operations of former contracts", () => {
  it("run under their present name, upgraded from the shape that their contract had", async () => {
    const { push, titles } = createServer();
    expect(await push("oldest", operation(1, "add", ["t1"]))).toEqual(["ok"]);
    expect(await push("middle", operation(2, "plus", ["Milk", "t2"]))).toEqual(["ok"]);
    expect(await push(todoContract.fingerprint, operation(3, "addTodo", ["t3", "Bread"]))).toEqual(["ok"]);
    expect(await titles()).toEqual([
      ["t1", "untitled"],
      ["t2", "Milk"],
      ["t3", "Bread"],
    ]);
  });

  it("are known by their own contract where the application was updated since they were queued", async () => {
    const { push, titles } = createServer();
    const queued = { ...operation(1, "plus", ["Milk", "t1"]), contract: "middle" };
    expect(await push(todoContract.fingerprint, queued)).toEqual(["ok"]);
    expect(await titles()).toEqual([["t1", "Milk"]]);
  });

  it("of an unknown contract are taken as they are, or as the newest former shape that fits", async () => {
    const { push, titles } = createServer();
    expect(await push(undefined, operation(1, "add", ["t1"]))).toEqual(["ok"]);
    expect(await push("never heard of", operation(2, "addTodo", ["t2", "Milk"]))).toEqual(["ok"]);
    expect(await push(undefined, operation(3, "add", [1, 2, 3, 4]))).toEqual(["invalid_arguments"]);
    expect(await titles()).toEqual([
      ["t1", "untitled"],
      ["t2", "Milk"],
    ]);
  });

  it("that cannot be taken fail for good, and those behind them run", async () => {
    const { push } = createServer();
    const old = (id: number, name: string, args: unknown[]) => ({
      ...operation(id, name, args),
      contract: "renaming",
    });
    expect(
      await push(
        todoContract.fingerprint,
        old(1, "renameTodo", ["t1", "x"]),
        operation(2, "addTodo", ["t1", "x"]),
      ),
    ).toEqual(["contract_unsupported", "ok"]);
  });

  it("fail where an upgrade throws or returns no array, without its text", async () => {
    const { push, log } = createServer({
      upgrades: {
        addTodo: [
          () => {
            throw new Error("secret");
          },
        ],
        completeTodo: [() => "no array" as never],
      },
      former: { old: { upgrades: { addTodo: 0, completeTodo: 0 } } },
    });
    expect(
      await push("old", operation(1, "addTodo", ["t1", "x"]), operation(2, "completeTodo", ["t1"])),
    ).toEqual(["handler_failed", "handler_failed"]);
    expect(log.map(({ event }) => event)).toEqual(["handler_failed", "handler_failed"]);
  });

  it("names of the prototype are no former names", async () => {
    const { push } = createServer();
    expect(await push("constructor", operation(1, "constructor", []), operation(2, "__proto__", []))).toEqual(
      ["unknown_operation", "unknown_operation"],
    );
  });
});

it("P35 refuses a contract that the history knows as incompatible", async () => {
  const { server } = createServer();
  const request = (contract: string) =>
    server.fetch(
      new Request("http://localhost/sync/state", {
        method: "POST",
        headers: { "content-type": "application/json", "kalphite-contract": contract },
        body: "{}",
      }),
    );
  const refused = await request("incompatible");
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({ error: { code: "contract_unsupported" } });
  expect((await request("oldest")).status).toBe(200);
  expect((await request("never heard of")).status).toBe(200);
});
