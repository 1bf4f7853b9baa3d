import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  ModernSyncEngine,
  type ConfirmedOperation,
  type ModernSyncConfig,
  type OperationFailure,
  type StatePatch,
  type SyncChange,
} from "../../../src/client/index.js";

/** What applications replace the engine's HTTP client by in their tests. */
class RecordedClient {
  readonly answers = new Map<string, unknown>();
  readonly requests: { readonly endpoint: string; readonly data: any }[] = [];

  async post(endpoint: string, data: any): Promise<any> {
    this.requests.push({ endpoint, data });
    const answer = this.answers.get(endpoint);
    if (answer === undefined) throw new Error(`No answer for ${endpoint}`);
    return answer;
  }
}

const config: ModernSyncConfig = {
  baseUrl: "http://localhost:3001",
  operationsEndpoint: "/sync/operations",
  stateEndpoint: "/sync/state",
  notificationUrl: "ws://localhost:3001/sync/notify",
  clientId: "client-1",
  userId: "user-1",
  batchSize: 5,
};

const confirmed = (operationId: number, more: object = {}) => ({
  operationId,
  clientId: "client-1",
  success: true,
  serverTimestamp: 7,
  ...more,
});

let engine: ModernSyncEngine;
let http: RecordedClient;
beforeEach(() => {
  engine = new ModernSyncEngine(config);
  http = new RecordedClient();
  engine.httpClient = http;
});
afterEach(() => engine.disconnect());

const goOffline = () => void ((engine as any).isOnline = () => false);
const goOnline = () => void ((engine as any).isOnline = () => true);
const answer = (...confirmations: object[]) => http.answers.set("/sync/operations", { confirmations });

describe("an application's tests of ModernSyncEngine, which replace its HTTP client and never connect", () => {
  it("see an operation sent by the time that executeOperation has resolved", async () => {
    answer(confirmed(1));
    await engine.executeOperation("addTodo", ["Buy groceries"]);
    expect(http.requests).toEqual([
      {
        endpoint: "/sync/operations",
        data: {
          operations: [
            {
              name: "addTodo",
              args: ["Buy groceries"],
              id: 1,
              clientId: "client-1",
              timestamp: expect.any(Number),
            },
          ],
        },
      },
    ]);
    expect(engine.getPendingOperations()).toEqual([]);
  });

  it("see operations queued while isOnline says that there is no network, and sent by flush", async () => {
    goOffline();
    await engine.executeOperation("completeTodo", ["todo-1"]);
    await engine.executeOperation("deleteTodo", ["todo-2"]);
    expect(http.requests).toEqual([]);
    expect(engine.connected).toBe(false);
    expect(engine.getQueuedOperations().map(({ name }) => name)).toEqual(["completeTodo", "deleteTodo"]);
    answer(confirmed(1), confirmed(2));
    goOnline();
    await engine.flush();
    expect(http.requests).toHaveLength(1);
    expect(engine.getQueuedOperations()).toEqual([]);
  });

  it("are told of confirmations and failures", async () => {
    const successes: ConfirmedOperation[] = [];
    const failures: OperationFailure[] = [];
    engine.onOperationConfirmed((operation) => successes.push(operation));
    engine.onOperationFailed((failure) => failures.push(failure));
    answer(confirmed(1), confirmed(2, { success: false, error: "Invalid todo ID" }));
    await engine.executeOperation("addTodo", ["Valid todo"]);
    await engine.executeOperation("deleteTodo", ["invalid-id"]);
    expect(successes).toMatchObject([{ name: "addTodo", args: ["Valid todo"], id: 1, serverTimestamp: 7 }]);
    expect(failures).toMatchObject([{ operation: { name: "deleteTodo", id: 2 }, error: "Invalid todo ID" }]);
  });

  it("see the state taken by syncState, as a patch and as remote changes", async () => {
    const patches: StatePatch[] = [];
    const changes: SyncChange[] = [];
    engine.onStatePatch((patch) => patches.push(patch));
    engine.on("remoteChange", (change: SyncChange) => changes.push(change));
    const entity = { id: "todo-1", type: "todo", title: "Server todo", completed: false };
    http.answers.set("/sync/state", {
      stateVersion: "v2.0",
      entities: [entity],
      deletedEntityIds: ["todo-deleted"],
      syncTimestamp: 5,
    });
    expect(engine.getCurrentStateVersion()).toBe("");
    await engine.syncState();
    expect(http.requests.map(({ endpoint }) => endpoint)).toEqual(["/sync/state"]);
    expect(patches).toMatchObject([{ stateVersion: "v2.0", entities: [entity] }]);
    expect(changes).toMatchObject([{ type: "upsert", entityType: "todo", entityId: "todo-1", entity }]);
    expect(engine.getCurrentStateVersion()).toBe("v2.0");
    expect(engine.getOptimisticState("todo-1")).toEqual(entity);

    http.answers.set("/sync/state", {
      stateVersion: "v2.1",
      entities: [],
      deletedEntityIds: ["todo-1", "other"],
    });
    await engine.syncState();
    expect(http.requests[1]!.data).toMatchObject({ stateVersion: "v2.0" });
    expect(changes.slice(1)).toMatchObject([
      { type: "delete", entityType: "todo", entityId: "todo-1" },
      { type: "delete", entityId: "other" },
    ]);
    expect(engine.getOptimisticState("todo-1")).toBeUndefined();
  });

  it("are not told of a state before they have asked for one", async () => {
    const patches: StatePatch[] = [];
    engine.onStatePatch((patch) => patches.push(patch));
    answer(confirmed(1));
    await engine.executeOperation("addTodo", ["Buy groceries"]);
    await new Promise((resolve) => setTimeout(resolve));
    expect([patches, http.requests.length, engine.getCurrentStateVersion()]).toEqual([[], 1, ""]);
    goOffline();
    await expect(engine.syncState()).rejects.toThrow("no network");
  });

  it("reject syncState and tell the error where the server cannot be reached", async () => {
    const errors: unknown[] = [];
    engine.on("error", (error) => errors.push(error));
    await expect(engine.syncState()).rejects.toThrow("No answer for /sync/state");
    expect(errors).toHaveLength(1);
  });

  it("see sendChange as upsert and delete operations", async () => {
    goOffline();
    const entity = { id: "todo-1", type: "todo", title: "Legacy todo" };
    await engine.sendChange({ type: "upsert", entityType: "todo", entityId: "todo-1", entity });
    expect(engine.getOptimisticState("todo-1")).toEqual(entity);
    await engine.sendChange({ type: "delete", entityType: "todo", entityId: "todo-1" });
    expect(engine.getOptimisticState("todo-1")).toBeUndefined();
    await engine.sendChange({
      type: "upsert",
      entityType: "todo",
      entityId: "x",
      entity: { title: "no id" },
    });
    expect(engine.getQueuedOperations().map(({ name, args }) => [name, args])).toEqual([
      ["upserttodo", ["todo-1", entity]],
      ["deletetodo", ["todo-1"]],
      ["upserttodo", ["x", { title: "no id" }]],
    ]);
    expect(engine.queueLength).toBe(3);
  });

  it("count an operation as pending before its answer has come", async () => {
    let respond = (_answer: unknown): void => {};
    engine.httpClient = { post: () => new Promise<any>((resolve) => (respond = resolve)) };
    const executed = engine.executeOperation("addTodo", ["Pending"]);
    expect(engine.getPendingOperations()).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve));
    expect(engine.getQueuedOperations()).toEqual([]);
    respond({ confirmations: [confirmed(1)] });
    await executed;
    expect(engine.getPendingOperations()).toEqual([]);
  });

  it("survive an answer that is none, and keep the operation", async () => {
    const errors: Error[] = [];
    engine.on("error", (error) => errors.push(error));
    http.answers.set("/sync/operations", { data: "invalid" });
    await engine.executeOperation("addTodo", ["Test"]);
    expect(engine.getPendingOperations()).toHaveLength(1);
    expect(errors[0]?.message).toContain("Not an answer of /sync/operations");
  });

  it("see answers in the bare form too", async () => {
    http.answers.set("/sync/operations", [confirmed(1)]);
    await engine.executeOperation("addTodo", ["Test"]);
    expect(engine.getPendingOperations()).toEqual([]);
  });

  it("may register and take away handlers of any name", async () => {
    const seen: unknown[] = [];
    const handler = (value: unknown) => seen.push(value);
    engine.on("whatever", handler);
    (engine as any).emit("whatever", 1);
    engine.off("whatever", handler);
    (engine as any).emit("whatever", 2);
    expect(seen).toEqual([1]);
  });

  it("send many in order, few at a time", async () => {
    engine.httpClient = {
      post: async (endpoint: string, data: any): Promise<any> => {
        http.requests.push({ endpoint, data });
        await new Promise((resolve) => setTimeout(resolve, 1));
        return { confirmations: data.operations.map(({ id }: { id: number }) => confirmed(id)) };
      },
    };
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => engine.executeOperation("createTodo", [index])),
    );
    const sent = http.requests.map(({ data }) =>
      data.operations.map(({ args }: { args: number[] }) => args[0]),
    );
    expect(sent.flat()).toEqual(Array.from({ length: 50 }, (_, index) => index));
    expect(Math.max(...sent.map(({ length }) => length))).toBe(5);
  });
});
