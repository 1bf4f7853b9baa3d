import fc from "fast-check";
import { expect, it } from "vitest";
import { contract } from "../../../examples/todo/generated/contract.gen.js";
import { createClientEngine, NetworkSyncEngine, type SyncTransport } from "../../../src/client/index.js";
import type { Entity } from "../../../src/protocol/index.js";
import {
  createSyncServer,
  MemoryServerStore,
  stateAnswerToMessage,
  type SyncServer,
} from "../../../src/server/index.js";
import { LinkedSocket } from "./linked-socket.js";
import { todo } from "./legacy-server.js";

type Todo = ReturnType<typeof todo>;

let edits = 0;

/** An application of the field: it shows what it did and what it is told, the last as the truth. */
class LegacyApplication {
  readonly engine: NetworkSyncEngine;
  readonly todos = new Map<string, Todo>();
  socket: LinkedSocket | undefined;
  readonly refused: unknown[] = [];

  constructor(server: SyncServer, userId: string) {
    const adopt = (socket: LinkedSocket): void => void (this.socket = socket);
    this.engine = new NetworkSyncEngine({
      wsUrl: "ws://linked/",
      roomId: "default",
      userId,
      maxReconnectAttempts: 0,
      WebSocket: class extends LinkedSocket {
        constructor(url: string) {
          super(server, url);
          adopt(this);
        }
      },
    });
    this.engine.on("remoteChange", ({ type, entityId, entity }) => {
      if (type === "delete") this.todos.delete(entityId);
      else this.todos.set(entityId, entity);
    });
    this.engine.on("syncError", (refusal) => this.refused.push(refusal));
  }

  edit(id: string, data: object): void {
    const known = this.todos.get(id) ?? todo(id);
    // Of no meaning but that each edit has its own.
    const entity = { ...known, data: { ...known.data, ...data, completedAt: ++edits } };
    this.todos.set(id, entity);
    void this.engine.sendChange({ type: "upsert", entityType: "todo", entityId: id, entity });
  }

  remove(id: string): void {
    this.todos.delete(id);
    void this.engine.sendChange({ type: "delete", entityType: "todo", entityId: id });
  }
}

const id = fc.constantFrom("t1", "t2", "t3");
const client = fc.nat(1);
const legacyData = fc.oneof(
  fc.record({ title: fc.constantFrom("a", "b", "", "c") }),
  fc.record({ priority: fc.nat(3) }),
  fc.record({ tagIds: fc.array(fc.constantFrom("x", "y"), { maxLength: 2 }) }),
);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("edit" as const), client, id, data: legacyData }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("remove" as const), client, id }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("modern" as const),
      call: fc.oneof(
        fc.tuple(fc.constant("addTodo"), id, fc.constant("m")),
        fc.tuple(fc.constant("updateTitle"), id, fc.constantFrom("n", "o")),
        fc.tuple(fc.constant("setPriority"), id, fc.nat(3)),
        fc.tuple(fc.constant("tagTodo"), id, fc.constant("z")),
        fc.tuple(fc.constant("completeTodo"), id),
        fc.tuple(fc.constant("deleteTodo"), id),
      ),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("up" as const), client, count: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("down" as const),
      client,
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("turn" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cut" as const), client }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("connect" as const), client }) },
);

const turn = async (): Promise<void> => {
  for (let each = 0; each < 4; each++) await new Promise((resolve) => setImmediate(resolve));
};
const byId = (left: { id: string }, right: { id: string }) => (left.id < right.id ? -1 : 1);

it(
  "P34 a room with legacy and modern clients at once converges, and applies each change once",
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 60 }),
        fc.boolean(),
        async (steps, areAway) => {
          const applied: number[] = [];
          const upserttodo = async (tx: any, { entityId, entity }: any): Promise<void> => {
            applied.push(entity.data.completedAt);
            await tx.todo.put(entityId, entity);
          };
          const server = createSyncServer({
            contract,
            store: new MemoryServerStore(),
            allowAnonymous: true,
            log: () => {},
            handlers: { upserttodo: upserttodo as never },
          });
          const access = { roomId: "default", user: undefined };
          const transport: SyncTransport = {
            push: (operations) => server.push(operations, access),
            pull: async (request) => stateAnswerToMessage(await server.pull(request, access)),
          };
          const modern = createClientEngine(contract, transport, {});
          await modern.connect();
          const legacy = ["ada", "ben"].map((name) => new LegacyApplication(server, name));
          const connect = ({ engine }: LegacyApplication) => engine.connect().catch(() => {});

          for (const each of steps) {
            switch (each.kind) {
              case "edit":
                legacy[each.client]!.edit(each.id, each.data);
                break;
              case "remove":
                legacy[each.client]!.remove(each.id);
                break;
              case "modern":
                modern.executeOperation(each.call[0], each.call.slice(1));
                break;
              case "up":
                legacy[each.client]!.socket?.deliverUp(each.count);
                break;
              case "down":
                legacy[each.client]!.socket?.deliverDown(each.count);
                break;
              case "turn":
                await turn();
                break;
              case "cut":
                legacy[each.client]!.socket?.cut();
                break;
              case "connect":
                void connect(legacy[each.client]!);
                await turn();
                break;
            }
          }

          const quiesce = async (): Promise<void> => {
            await modern.flush();
            for (const application of legacy) await connect(application);
            for (let quiet = 0; quiet < 3; quiet++) {
              for (const { socket } of legacy) {
                if (socket!.waiting > 0) quiet = 0;
                socket!.deliverUp(Infinity);
                socket!.deliverDown(Infinity);
              }
              await turn();
            }
          };
          await quiesce();
          if (areAway) {
            for (const { socket } of legacy) socket!.cut();
            modern.executeOperation("deleteTodo", ["t1"]);
            await quiesce();
          }
          modern.pull();
          await modern.flush();
          await turn();

          const { entities } = await server.pull({}, access);
          const truth = entities.map((json) => JSON.parse(json) as Entity).sort(byId);
          for (const { engine, todos } of legacy) {
            expect([...todos.values()].sort(byId)).toEqual(truth);
            expect(engine.queueLength).toBe(0);
          }
          expect([...modern.all("todo")]).toEqual(truth);
          expect(new Set(applied).size).toBe(applied.length);
          await modern.disconnect();
          await server.close();
        },
      ),
      { numRuns: 500 },
    );
  },
);
