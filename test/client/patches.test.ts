import { beforeEach, describe, expect, it } from "vitest";
import { MemoryStorage, type HintListener, type ViewChange } from "../../src/client/index.js";
import { createSample, settled, type SampleSetup } from "./sample-client.js";
import { sampleContract, type Todo } from "./sample-contract.js";
import { SimulatedServer } from "./simulated-server.js";

const todo = (id: string, title: string): Todo => ({ id, type: "todo", data: { title, done: false } });

let server: SimulatedServer;
beforeEach(() => {
  server = new SimulatedServer(sampleContract);
  server.put(todo("a", "first"));
});

/** A client that has pulled what there is, and whose further requests are in its log. */
async function synced(options: Parameters<typeof createSample>[1] = {}): Promise<SampleSetup> {
  const setup = createSample(server, options);
  await setup.client.connect();
  await settled();
  setup.transport.log.length = 0;
  return setup;
}

const titles = ({ client }: SampleSetup): string[] => client.todo.all().map(({ data }) => data.title);

describe("a hint with what changed (P28)", () => {
  it("moves the client on without a pull, tells once, and is kept", async () => {
    const storage = new MemoryStorage();
    const setup = await synced({ storage });
    const { client, transport, environment } = setup;
    const told: ViewChange[] = [];
    client.subscribe((change) => told.push(change));
    await environment.advance(5);
    server.put(todo("b", "second"));
    transport.patch(-1);
    expect(titles(setup)).toEqual(["first", "second"]);
    expect(told).toEqual([new Map([["todo", new Set(["b"])]])]);
    expect(client.engine.stateVersion).toBe("e1.2");
    expect(client.status.lastSyncedAt).toBe(environment.now());
    server.push([{ name: "deleteTodo", args: ["a"], id: 1, clientId: "other", timestamp: 0 }]);
    transport.patch(-1);
    expect(titles(setup)).toEqual(["second"]);
    await settled();
    expect(transport.log).toEqual([]);
    const stored = await storage.load();
    expect(stored).toMatchObject({ record: { stateVersion: "e1.3" }, entities: [todo("b", "second")] });
  });

  it("rebases what is pending, and leaves it pending (P21)", async () => {
    const setup = await synced();
    const { client, transport } = setup;
    transport.push = () => new Promise(() => {});
    client.mutate.updateTitle("a", "mine");
    server.put(todo("a", "theirs"));
    server.put(todo("b", "second"));
    transport.patch(-2);
    transport.patch(-1);
    expect(titles(setup)).toEqual(["mine", "second"]);
    expect(client.status.pending).toBe(1);
  });

  it("P15 P22 shows a client its own operations once, and spares it the pull behind a push", async () => {
    const setup = await synced();
    const { client, transport } = setup;
    const { push } = transport;
    transport.push = async (operations, signal) => {
      const answer = await push(operations, signal);
      const { hint, lastOperationId } = server.hints.at(-1)!;
      transport.tell({ ...hint, patch: { ...hint.patch, lastOperationId: lastOperationId! } });
      expect(client.engine.get("counter", "n")).toMatchObject({ count: operations[0]?.id });
      return answer;
    };
    for (const count of [1, 2]) {
      expect(await client.mutate.increment("n").confirmed).toEqual({ ok: true });
      expect(client.engine.get("counter", "n")).toMatchObject({ count });
      expect(await client.flush()).toEqual({ ok: true });
    }
    await settled();
    expect(transport.log).toEqual(["push 1", "push 2"]);
  });

  it.each([
    ["of another version", (hint: object) => ({ ...hint, patch: { from: "e1.9", entities: [] } })],
    ["of another epoch", (hint: object) => ({ ...hint, patch: { from: "e0.1", entities: [] } })],
    ["without a patch", (hint: object) => ({ ...hint, patch: undefined })],
  ])("is a plain hint where it is %s", async (_what, change) => {
    const setup = await synced();
    server.put(todo("b", "second"));
    setup.transport.tell(change(server.hints.at(-1)!.hint) as never);
    await settled();
    expect(setup.transport.log).toEqual(["pull e1.1"]);
    expect(titles(setup)).toEqual(["first", "second"]);
  });

  it("does no harm where it is lost, late, or told again", async () => {
    const setup = await synced();
    for (const id of ["b", "c", "d"]) server.put(todo(id, id));
    const [b, c, d] = [-3, -2, -1] as const;
    for (const index of [b, b, d, c, d]) setup.transport.patch(index);
    await settled();
    expect(titles(setup)).toEqual(["first", "b", "c", "d"]);
    setup.transport.log.length = 0;
    setup.transport.patch(b);
    await settled();
    expect([setup.transport.log, titles(setup)]).toEqual([["pull e1.4"], ["first", "b", "c", "d"]]);
  });

  it("waits for an answer that may be older, and never takes the version back", async () => {
    const setup = await synced();
    const { transport, client } = setup;
    const { pull } = transport;
    let answer = (): void => {};
    transport.pull = async (request, signal) => {
      const read = await pull(request, signal);
      await new Promise<void>((resolve) => (answer = resolve));
      return read;
    };
    client.engine.pull();
    await settled();
    const told: ViewChange[] = [];
    client.subscribe((change) => told.push(change));
    server.put(todo("b", "second"));
    transport.patch(-1);
    server.put(todo("a", "changed"));
    transport.patch(-1);
    expect(titles(setup)).toEqual(["first"]);
    answer();
    await settled();
    expect(titles(setup)).toEqual(["changed", "second"]);
    expect(client.engine.stateVersion).toBe("e1.3");
    expect(told.length).toBe(1);
    expect(transport.log).toEqual(["pull e1.1"]);
  });

  it("P16 leaves out what is not in the client's scope", async () => {
    const setup = await synced({ entityTypes: ["todo"] });
    server.push([{ name: "increment", args: ["n"], id: 1, clientId: "other", timestamp: 0 }]);
    setup.transport.patch(-1);
    expect(setup.client.engine.get("counter", "n")).toBeUndefined();
    expect(setup.client.engine.stateVersion).toBe("e1.2");
    server.put(todo("b", "second"));
    setup.transport.patch(-1);
    expect(titles(setup)).toEqual(["first", "second"]);
    expect(setup.transport.log).toEqual([]);
  });

  it("P16 takes away what went on under a type that is not in the scope", async () => {
    const setup = await synced({ entityTypes: ["todo"] });
    const patch = { from: "e1.1", deletedEntityIds: ["a"], entities: [{ id: "a", type: "counter" }] };
    setup.transport.tell({ stateVersion: "e1.2", entityTypes: [], patch });
    expect([titles(setup), setup.client.engine.get("counter", "a")]).toEqual([[], undefined]);
  });

  it("is not heard from a stream that was closed", async () => {
    const setup = await synced();
    const [stream] = [...setup.transport.hints] as [HintListener];
    await setup.client.disconnect();
    server.put(todo("b", "second"));
    stream.onNotification({ type: "state_changed", data: server.hints.at(-1)!.hint, timestamp: 0 });
    expect(titles(setup)).toEqual(["first"]);
  });
});
