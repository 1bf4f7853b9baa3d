import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { createHttpTransport, createSyncClient, type SyncClient } from "../../src/client/index.js";
import { parseNotification, type StateChangedHint } from "../../src/protocol/index.js";
import {
  createSyncServer,
  MemoryServerStore,
  startNodeServer,
  type NotificationStream,
  type SyncServer,
  type SyncServerOptions,
  type User,
} from "../../src/server/index.js";
import { operation } from "./pushing.js";
import { todoContract } from "./todo-contract.js";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const ACCESS = { roomId: "default", user: undefined };

/** A stream that keeps the hints that it is sent. */
class Listener implements NotificationStream {
  readonly roomId = ACCESS.roomId;
  readonly clientId: string | undefined;
  readonly user: User | undefined;
  readonly hints: StateChangedHint[] = [];
  isEnded = false;

  constructor(clientId: string | undefined, user: User | undefined) {
    this.clientId = clientId;
    this.user = user;
  }

  send({ json }: { readonly json: string }): void {
    const parsed = parseNotification(JSON.parse(json));
    if (!parsed.ok) throw new Error(`Not a notification: ${json}`);
    if (parsed.value.type === "state_changed") this.hints.push(parsed.value.data);
  }

  ping(): void {}

  end(): void {
    this.isEnded = true;
  }
}

function serve(options: Partial<SyncServerOptions> = {}): SyncServer {
  const server = createSyncServer({
    contract: todoContract,
    store: new MemoryServerStore(),
    allowAnonymous: true,
    log: () => {},
    ...options,
  } as SyncServerOptions);
  closing.push(() => server.close());
  return server;
}

function listen(server: SyncServer, clientId?: string, user?: User): Listener {
  const listener = new Listener(clientId, user);
  server.subscribe(listener);
  return listener;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

const push = (server: SyncServer, id: number, name: string, args: readonly string[], clientId = "writer") =>
  server.push([operation(id, name, args, clientId)], ACCESS);

describe("P28 a hint with what changed", () => {
  it("leads on from the version before, and is what a pull from there brings", async () => {
    const server = serve();
    const reader = listen(server, "reader");
    await push(server, 1, "addTodo", ["a", "A"]);
    await turn();
    const { head: before } = await server.pull({}, ACCESS);
    await server.push(
      [
        operation(2, "addTodo", ["b", "B"], "writer"),
        operation(3, "retypeTodo", ["a"], "writer"),
        operation(4, "halfThenReject", ["c"], "writer"),
      ],
      ACCESS,
    );
    await turn();
    const [, hint] = reader.hints;
    expect(hint?.entityTypes).toEqual(["tag", "todo"]);
    expect(hint?.patch).toMatchObject({ from: before.stateVersion, deletedEntityIds: ["a"] });
    const { head, entities } = await server.pull({ stateVersion: before.stateVersion }, ACCESS);
    expect(hint?.stateVersion).toBe(head.stateVersion);
    const sorted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).sort();
    expect(sorted(hint?.patch?.entities ?? [])).toEqual([...entities].sort());
  });

  it("says which operations of its own a client sees in it, to that user alone", async () => {
    const server = serve();
    const [reader, writer, unknown] = [listen(server, "reader"), listen(server, "writer"), listen(server)];
    const mallory = listen(server, "writer", { id: "mallory" });
    await push(server, 1, "addTodo", ["a", "A"]);
    await turn();
    await server.push(
      [operation(2, "addTodo", ["b", "B"], "writer"), operation(3, "halfThenReject", ["c"], "writer")],
      ACCESS,
    );
    await turn();
    const told = ({ hints }: Listener) => hints.map(({ patch }) => patch && [patch.lastOperationId]);
    expect([reader, writer, unknown, mallory].map(told)).toEqual([
      [[undefined], [undefined]],
      [[1], [3]],
      [undefined, undefined],
      [undefined, undefined],
    ]);
    expect(writer.hints[1]?.stateVersion).toBe(unknown.hints[1]?.stateVersion);
  });

  it("puts together what was committed in one turn", async () => {
    const server = serve();
    const [reader, second] = [listen(server, "reader"), listen(server, "c2")];
    const { head } = await server.pull({}, ACCESS);
    await push(server, 1, "addTodo", ["first", "told at once"], "c1");
    await Promise.all([
      push(server, 1, "addTodo", ["a", "A"], "c2"),
      push(server, 1, "addTodo", ["b", "B"], "c3"),
      push(server, 2, "deleteTodo", ["a"], "c2"),
    ]);
    await turn();
    await turn();
    const { stateVersion } = (await server.pull({}, ACCESS)).head;
    const [first, rest] = reader.hints as [StateChangedHint, StateChangedHint];
    expect(reader.hints.length).toBe(2);
    expect(first.patch).toMatchObject({ from: head.stateVersion, entities: [{ id: "first" }] });
    expect(rest).toMatchObject({
      stateVersion,
      patch: { from: first.stateVersion, entities: [{ id: "b" }], deletedEntityIds: ["a"] },
    });
    expect(rest.patch).not.toHaveProperty("lastOperationId");
    expect(second.hints.at(-1)).toMatchObject({ stateVersion, patch: { lastOperationId: 2 } });
  });

  it.each([
    ["what may be seen depends on who looks", { visible: () => true }],
    ["it would be too large", { limits: { maxPatchLength: 40 } }],
    ["the server is to send none", { limits: { maxPatchLength: 0 } }],
  ])("comes without it where %s", async (_why, options) => {
    const server = serve(options);
    const reader = listen(server, "reader");
    await push(server, 1, "addTodo", ["a", "A"]);
    await turn();
    expect(reader.hints.map(({ patch }) => patch)).toEqual([undefined]);
  });

  it("comes without it where the room was changed in another way as well", async () => {
    const server = serve();
    const reader = listen(server, "reader");
    await push(server, 1, "addTodo", ["a", "A"]);
    await Promise.all([push(server, 2, "addTodo", ["b", "B"]), server.invalidate("default", "ann")]);
    await turn();
    await turn();
    const { stateVersion } = (await server.pull({}, ACCESS)).head;
    expect(reader.hints.at(-1)).toEqual({ stateVersion, entityTypes: ["tag", "todo"] });
  });
});

describe("P30 streams that are old", () => {
  it("are ended one by one, so that who may listen is asked again", async () => {
    let now = 0;
    const beats: (() => void)[] = [];
    const server = serve({
      limits: { maxStreamAgeMs: 1_000 },
      maintenance: { intervalMs: 0 },
      clock: () => now,
      timers: {
        soon: (run) => void setImmediate(run),
        once: () => () => {},
        every: (run) => {
          beats.push(run);
          return () => {};
        },
      },
    });
    const listeners = Array.from({ length: 20 }, () => listen(server, "reader"));
    const ended = () => listeners.filter(({ isEnded }) => isEnded).length;
    const seen = [700, 800, 900, 1_000].map((time) => {
      now = time;
      for (const beat of beats) beat();
      return ended();
    });
    expect(seen).toEqual([0, expect.any(Number), expect.any(Number), 20]);
    expect(seen[1]).toBeGreaterThan(0);
    expect(seen[2]).toBeLessThan(20);
  });
});

describe.each(["web_socket", "event_stream"] as const)("P28 between clients over %s", (hints) => {
  interface TodoClient extends SyncClient {
    readonly mutate: { readonly [name: string]: (...args: readonly string[]) => unknown };
  }

  async function openClient(url: string, pulls: string[]): Promise<TodoClient> {
    const transport = createHttpTransport({
      url,
      roomId: "default",
      fingerprint: todoContract.fingerprint,
      hints,
      WebSocket: WebSocket as never,
      fetch: (input, init) => {
        if (String(input).includes("/sync/state")) pulls.push(String(input));
        return fetch(input, init);
      },
    });
    let isOpen = (): void => {};
    const opened = new Promise<void>((resolve) => (isOpen = resolve));
    const client = createSyncClient<TodoClient>(todoContract, {
      transport: {
        ...transport,
        listen: (clientId, listener) =>
          transport.listen!(clientId, {
            ...listener,
            onOpen: () => {
              listener.onOpen();
              isOpen();
            },
          }),
      },
    });
    await client.connect();
    closing.push(() => client.disconnect());
    await opened;
    await client.flush();
    return client;
  }

  const sees = (client: TodoClient, is: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = (): void => {
        if (is()) resolve();
      };
      client.subscribe(check);
      check();
    });
  const title = (client: TodoClient, id: string) =>
    (client.engine.get("todo", id)?.["data"] as { title: string } | undefined)?.title;

  it("brings what one does to the other without a pull, and counts nothing twice", async () => {
    const server = serve();
    const node = await startNodeServer(server);
    closing.push(() => node.close());
    const pulls: string[] = [];
    const [writer, reader] = [await openClient(node.url, []), await openClient(node.url, pulls)];
    writer.mutate["appendTitle"]!("a", "0");
    await sees(reader, () => title(reader, "a") === "0");
    const before = pulls.length;
    for (let count = 1; count <= 20; count++) {
      const wanted = "0".padEnd(count + 1, "x");
      writer.mutate["appendTitle"]!("a", "x");
      expect(title(writer, "a")).toBe(wanted);
      await sees(reader, () => title(reader, "a") === wanted);
    }
    expect(pulls.length).toBe(before);

    for (let count = 0; count < 20; count++) {
      writer.mutate["appendTitle"]!("b", "w");
      reader.mutate["appendTitle"]!("b", "r");
      await turn();
    }
    await Promise.all([writer.flush(), reader.flush()]);
    const isWhole = (client: TodoClient): boolean => {
      const text = title(client, "b") ?? "";
      return text.length === 40 && client.status.pending === 0;
    };
    await Promise.all([sees(writer, () => isWhole(writer)), sees(reader, () => isWhole(reader))]);
    expect([...(title(reader, "b") ?? "")].filter((letter) => letter === "w").length).toBe(20);
    await sees(reader, () => title(reader, "b") === title(writer, "b"));
  });
});
