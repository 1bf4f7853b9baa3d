import { describe, expect, it } from "vitest";
import type { RuntimeEntity, RuntimeOperation } from "../../src/protocol/index.js";
import type { Issue } from "../../src/validation/index.js";
import {
  createSyncServer,
  MemoryServerStore,
  RequestError,
  stateAnswerToMessage,
  TransientFailure,
  type LogEntry,
  type OperationHandlers,
  type ServerStore,
  type SyncServer,
  type SyncServerOptions,
} from "../../src/server/index.js";
import { asynchronous } from "./asynchronous-store.js";
import { operation } from "./pushing.js";
import { todoContract } from "./todo-contract.js";

const access = { roomId: "r", user: { id: "ann" } };

function serverOn(store: ServerStore, options: Partial<SyncServerOptions> = {}) {
  const log: LogEntry[] = [];
  const server = createSyncServer({
    contract: todoContract,
    store,
    allowAnonymous: true,
    clock: () => 1_000,
    log: (entry) => log.push(entry),
    ...options,
  } as SyncServerOptions);
  return { server, log };
}

async function entitiesOf(server: SyncServer) {
  return stateAnswerToMessage(await server.pull({}, access)).entities;
}

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof RequestError) return error.code;
    throw error;
  }
}

describe.each<[string, () => ServerStore]>([
  ["a synchronous store", () => new MemoryServerStore()],
  ["an asynchronous store", () => asynchronous(new MemoryServerStore())],
])("push on %s", (_name, createStore) => {
  it("P5 applies operations in order and advances the client once for each", async () => {
    const { server } = serverOn(createStore());
    const answer = await server.push(
      [operation(1, "addTodo", ["t1", "one"]), operation(2, "completeTodo", ["t1"])],
      access,
    );
    expect(answer).toEqual({
      confirmations: [
        { operationId: 1, clientId: "c1", success: true, serverTimestamp: 1_000 },
        { operationId: 2, clientId: "c1", success: true, serverTimestamp: 1_000 },
      ],
    });
    expect(await entitiesOf(server)).toEqual([
      { id: "t1", type: "todo", data: { title: "one", done: true }, updatedAt: 1_000, createdAt: 1_000 },
    ]);
  });

  it("P6 P25 confirms again what was settled, failures as they were, and runs nothing", async () => {
    let now = 1_000;
    const { server } = serverOn(createStore(), { clock: () => now });
    const batch = [
      operation(1, "addTodo", ["t1", "one"]),
      operation(2, "addTodo", ["t1", "again"]),
      operation(3, "addTodo", [7, "x"]),
    ];
    const first = await server.push(batch, access);
    now = 9_000;
    expect(await server.push(batch, access)).toEqual(first);
    expect(
      await server.push([operation(3, "addTodo", ["t9", "x"]), operation(4, "addTag", ["g", "n"])], access),
    ).toEqual({
      confirmations: [
        first.confirmations[2],
        { operationId: 4, clientId: "c1", success: true, serverTimestamp: 9_000 },
      ],
    });
    expect(first.confirmations.map(({ code }) => code)).toEqual([
      undefined,
      "already_exists",
      "invalid_arguments",
    ]);
    expect(await entitiesOf(server)).toHaveLength(2);
  });

  it("P6 confirms an operation that comes twice in one batch once from its run, once from that", async () => {
    const { server } = serverOn(createStore());
    const { confirmations } = await server.push(
      [operation(1, "addTodo", ["t1", "one"]), operation(1, "addTodo", ["t1", "one"])],
      access,
    );
    expect(confirmations.map(({ success }) => success)).toEqual([true, true]);
  });

  it("P4 P7 stops at a gap, with what came before committed", async () => {
    const { server } = serverOn(createStore());
    const answer = await server.push(
      [operation(1, "addTodo", ["t1", "one"]), operation(3, "addTodo", ["t3", "three"])],
      access,
    );
    expect(answer.expectedOperationId).toBe(2);
    expect(answer.confirmations).toHaveLength(1);
    expect(await entitiesOf(server)).toHaveLength(1);
    expect(await server.push([operation(5, "addTodo", ["t5", "five"], "c9")], access)).toEqual({
      confirmations: [],
      expectedOperationId: 1,
    });
  });

  it.each([
    ["an unknown name", "nothing", ["x"], "unknown_operation"],
    ["a name off the prototype", "constructor", [], "unknown_operation"],
    ["arguments that fail the contract", "addTodo", ["t2"], "invalid_arguments"],
    ["a mutator that rejects", "halfThenReject", ["t2"], "no_thanks"],
    ["a mutator that throws", "halfThenThrow", ["t2"], "handler_failed"],
    ["what is not there", "completeTodo", ["t2"], "not_found"],
    ["P18 an id of another type", "addTag", ["t1", "n"], "entity_type_conflict"],
    ["an id that no store can hold", "addTodo", ["a\u0000b", "n"], "invalid_entity"],
  ])("P8 fails %s for good, rolls it back, and goes on", async (_what, name, args, code) => {
    const { server } = serverOn(createStore());
    const { confirmations } = await server.push(
      [
        operation(1, "addTodo", ["t1", "one"]),
        operation(2, name, args),
        operation(3, "addTodo", ["t3", "three"]),
      ],
      access,
    );
    expect(confirmations.map((each) => each.code)).toEqual([undefined, code, undefined]);
    expect((await entitiesOf(server)).map(({ id }) => id)).toEqual(["t1", "t3"]);
    expect(JSON.stringify(confirmations)).not.toContain("secret");
  });

  it("P8 says where arguments fail, keeps a thrown error's text in the log", async () => {
    const { server, log } = serverOn(createStore());
    const { confirmations } = await server.push(
      [operation(1, "addTodo", ["t1", 4]), operation(2, "halfThenThrow", ["t2"])],
      access,
    );
    expect(confirmations[0]?.issues).toEqual([{ path: [1], message: "Expected a string" }]);
    expect(log).toMatchObject([{ event: "handler_failed", operation: "halfThenThrow", operationId: 2 }]);
    expect(String(log[0]?.error)).toContain("secret");
  });

  it("P8 fails an operation whose validator throws, and goes on", async () => {
    const addTag = todoContract.operations["addTag"] as RuntimeOperation;
    const parse = () => {
      throw new Error("secret");
    };
    const operations = { ...todoContract.operations, addTag: { ...addTag, args: { ...addTag.args, parse } } };
    const { server, log } = serverOn(createStore(), { contract: { ...todoContract, operations } });
    const { confirmations } = await server.push(
      [operation(1, "addTag", ["g", "G"]), operation(2, "addTodo", ["t1", "one"])],
      access,
    );
    expect(confirmations.map(({ code }) => code)).toEqual(["handler_failed", undefined]);
    expect(String(log[0]?.error)).toContain("secret");
  });

  it("P8 refuses arguments that nest too deeply without following them", async () => {
    const { server } = serverOn(createStore());
    const deep = JSON.parse("[".repeat(5_000) + "]".repeat(5_000));
    const { confirmations } = await server.push([operation(1, "addTodo", [deep, "x"])], access);
    expect(confirmations[0]?.code).toBe("invalid_arguments");
  });

  it("P9 applies nothing of a batch whose handler meets a transient failure, and can be sent again", async () => {
    let isDown = true;
    const handlers: OperationHandlers = {
      completeTodo: async () => {
        if (isDown) throw new TransientFailure("the other database is down", 5_000);
      },
    };
    const { server } = serverOn(createStore(), { handlers });
    const batch = [operation(1, "addTodo", ["t1", "one"]), operation(2, "completeTodo", ["t1"])];
    expect(await codeOf(server.push(batch, access))).toBe("store_unavailable");
    expect(await entitiesOf(server)).toEqual([]);
    isDown = false;
    expect((await server.push(batch, access)).confirmations.map(({ success }) => success)).toEqual([
      true,
      true,
    ]);
  });

  it("P10 lets nobody but its first user use a clientId, for pushing or pulling", async () => {
    const { server } = serverOn(createStore());
    await server.push([operation(1, "addTodo", ["t1", "one"])], access);
    const bob = { roomId: "r", user: { id: "bob" } };
    expect(await codeOf(server.push([operation(2, "addTodo", ["t2", "two"])], bob))).toBe("client_not_yours");
    expect(await codeOf(server.pull({ clientId: "c1" }, bob))).toBe("client_not_yours");
    expect(
      await codeOf(server.push([operation(1, "addTodo", ["t1", "x"])], { ...bob, roomId: "other" })),
    ).toBeUndefined();
    expect(await entitiesOf(server)).toHaveLength(1);
  });

  it("P11 refuses more operations than the limit", async () => {
    const { server } = serverOn(createStore(), { limits: { maxOperations: 1 } });
    const batch = [operation(1, "addTodo", ["t1", "one"]), operation(2, "addTodo", ["t2", "two"])];
    expect(await codeOf(server.push(batch, access))).toBe("too_many_operations");
  });

  it("runs a handler instead of the mutator, with arguments by name and a context", async () => {
    const seen: unknown[] = [];
    const handlers: OperationHandlers = {
      addTodo: (async (
        tx: { todo: { insert(id: string, fields: object): Promise<void> } },
        args: { id: string },
        context,
      ) => {
        seen.push(
          args,
          context.user,
          context.roomId,
          context.clientId,
          context.operationId,
          context.now,
          context.side,
        );
        await tx.todo.insert(args.id, { title: "from the handler" });
      }) as NonNullable<OperationHandlers[string]>,
    };
    const { server } = serverOn(createStore(), { handlers });
    await server.push([operation(1, "addTodo", ["t1", "one"])], access);
    expect(seen).toEqual([{ id: "t1", title: "one" }, { id: "ann" }, "r", "c1", 1, 1_000, "server"]);
    expect(await entitiesOf(server)).toMatchObject([{ data: { title: "from the handler" } }]);
  });

  it("counts the failure of a call that a handler did not wait for", async () => {
    const handlers: OperationHandlers = {
      addTodo: ((
        tx: { todo: { update(id: string, fields: object): Promise<void> } },
        args: { id: string },
      ) => {
        void tx.todo.update(args.id, {});
      }) as NonNullable<OperationHandlers[string]>,
    };
    const { server } = serverOn(createStore(), { handlers });
    const { confirmations } = await server.push([operation(1, "addTodo", ["t1", "one"])], access);
    expect(confirmations[0]?.code).toBe("not_found");
  });

  it("fails a handler that takes too long, and shuts its transaction", async () => {
    let late: Promise<unknown> | undefined;
    let goOn = (): void => {};
    const handlers: OperationHandlers = {
      addTodo: ((
        tx: { todo: { insert(id: string, fields: object): Promise<void> } },
        args: { id: string },
      ) => {
        late = new Promise<void>((resolve) => (goOn = resolve)).then(() => tx.todo.insert(args.id, {}));
        return late;
      }) as NonNullable<OperationHandlers[string]>,
    };
    const { server, log } = serverOn(createStore(), { handlers, limits: { handlerTimeoutMs: 5 } });
    const { confirmations } = await server.push([operation(1, "addTodo", ["t1", "one"])], access);
    expect(confirmations[0]?.code).toBe("handler_failed");
    expect(String(log[0]?.error)).toContain("took more than 5 ms");
    goOn();
    await expect(late).rejects.toThrow("after its handler had returned");
    expect(await entitiesOf(server)).toEqual([]);
  });

  it("P8 asks authorize with checked arguments by name, and fails what it refuses", async () => {
    const { server } = serverOn(createStore(), {
      authorize: async ({ name, args }, { user, clientId }) =>
        name === "addTodo" && args["title"] === "mine" && user?.id === "ann" && clientId === "c1",
    });
    const { confirmations } = await server.push(
      [operation(1, "addTodo", ["t1", "mine"]), operation(2, "addTodo", ["t2", "yours"])],
      access,
    );
    expect(confirmations.map(({ code }) => code)).toEqual([undefined, "operation_forbidden"]);
  });

  it("checks what an operation would leave, if told to", async () => {
    const long: Issue[] = [{ code: "too_big", path: ["data", "title"], message: "Too long" }];
    const issues = (value: unknown) =>
      (value as { data: { title: string } }).data.title.length > 3 ? long : [];
    const todo = todoContract.entities["todo"] as RuntimeEntity;
    const strict: RuntimeEntity = {
      ...todo,
      validator: { ...todo.validator, issues, is: (value) => issues(value).length === 0 },
    };
    const contract = { ...todoContract, entities: { ...todoContract.entities, todo: strict } };
    const { server } = serverOn(createStore(), { contract, checkEntities: true });
    const append = (id: number) => operation(id, "appendTitle", ["t1", "xx"]);
    const { confirmations } = await server.push([append(1), append(2)], access);
    expect(confirmations).toMatchObject([
      { success: true },
      { code: "invalid_entity", issues: [{ path: ["data", "title"], message: "Too long" }] },
    ]);
    expect(await entitiesOf(server)).toMatchObject([{ data: { title: "xx" } }]);
  });

  it("stamps with the user and the server's time", async () => {
    const { server } = serverOn(createStore());
    await server.push([operation(1, "noteUser", ["t1"])], access);
    expect(await entitiesOf(server)).toMatchObject([
      { data: { title: "ann in r at 1000" }, createdAt: 1_000 },
    ]);
  });

  it("applies what other operations of the batch changed, and what the store holds", async () => {
    const { server } = serverOn(createStore());
    await server.push([operation(1, "addTodo", ["a", "A"]), operation(2, "addTodo", ["b", "B"])], access);
    const { confirmations } = await server.push(
      [
        operation(3, "deleteTodo", ["a"]),
        operation(4, "addTodo", ["c", "C"]),
        operation(5, "completeAll", []),
        operation(6, "swapTodo", ["b", "a"]),
      ],
      access,
    );
    expect(confirmations.every(({ success }) => success)).toBe(true);
    expect((await entitiesOf(server)).map(({ id, data }) => [id, data])).toEqual([
      ["a", { title: "B", done: true }],
      ["c", { title: "C", done: true }],
    ]);
  });

  it("keeps the rooms and the clients of a batch apart (P1)", async () => {
    const { server } = serverOn(createStore());
    const answer = await server.push(
      [
        operation(1, "addTodo", ["t1", "x"], "c1"),
        operation(1, "addTodo", ["t2", "x"], "c2"),
        operation(2, "addTodo", ["t3", "x"], "c1"),
      ],
      access,
    );
    expect(answer.confirmations.map(({ clientId, operationId }) => `${clientId} ${operationId}`)).toEqual([
      "c1 1",
      "c2 1",
      "c1 2",
    ]);
    expect(stateAnswerToMessage(await server.pull({}, { ...access, roomId: "elsewhere" })).entities).toEqual(
      [],
    );
  });

  it("serializes concurrent batches of one room", async () => {
    const { server } = serverOn(createStore());
    const clients = Array.from({ length: 8 }, (_, index) => `c${index}`);
    const answers = await Promise.all(
      clients.map((clientId) => server.push([operation(1, "addTodo", ["same", clientId], clientId)], access)),
    );
    expect(answers.filter(({ confirmations }) => confirmations[0]?.success === true)).toHaveLength(1);
  });

  it("finishes what is in flight before it closes, and takes nothing more", async () => {
    const { server } = serverOn(createStore());
    const pushed = server.push([operation(1, "addTodo", ["t1", "one"])], access);
    const closed = server.close();
    expect((await pushed).confirmations).toHaveLength(1);
    await closed;
    expect(await codeOf(server.push([operation(2, "addTodo", ["t2", "two"])], access))).toBe("shutting_down");
    expect(await server.health()).toEqual({ status: "draining", streams: 0 });
  });
});
