import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { connect as connectSocket } from "node:net";
import { connect } from "@nats-io/transport-node";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { StateChangedHint } from "../../src/protocol/index.js";
import {
  createSyncServer,
  InProcessExchange,
  MemoryServerStore,
  NatsNotifier,
  PostgresNotifier,
  type NotificationStream,
  type Notifier,
  type SyncServer,
} from "../../src/server/index.js";
import { freePort, openPostgres } from "./postgres-database.js";
import { operation } from "./pushing.js";
import { todoContract } from "./todo-contract.js";

const database = await openPostgres();
let nats: Promise<{ readonly url: string; readonly process: ChildProcess | undefined }> | undefined;
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});
afterAll(async () => {
  await database?.stop();
  (await nats)?.process?.kill();
});

async function isListening(port: number): Promise<boolean> {
  const socket = connectSocket(port, "127.0.0.1");
  const event = await Promise.race([
    once(socket, "data").then(() => true),
    once(socket, "error").then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return event;
}

/** The server that `KALPHITE_TEST_NATS_URL` names, or one started from `nats-server`. @throws where there is neither */
async function startNats() {
  const named = process.env["KALPHITE_TEST_NATS_URL"];
  if (named !== undefined) return { url: named, process: undefined };
  const port = await freePort();
  const server = spawn("nats-server", ["-a", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  const failed = once(server, "error").then(([error]) => Promise.reject(error as Error));
  await Promise.race([failed, once(server, "spawn")]);
  failed.catch(() => {});
  while (!(await isListening(port))) await new Promise((resolve) => setImmediate(resolve));
  return { url: `nats://127.0.0.1:${port}`, process: server };
}

/** What one stream of a room is told. */
class Listener implements NotificationStream {
  readonly roomId: string;
  readonly user: { readonly id: string } | undefined;
  readonly clientId = undefined;
  /** Resolves once the stream was ended. */
  readonly over: Promise<void>;
  isOver = false;
  leave = (): void => {};
  readonly #hints: StateChangedHint[] = [];
  #wake: (() => void) | undefined;
  #end = (): void => {};

  constructor(roomId: string, userId?: string) {
    this.roomId = roomId;
    this.user = userId === undefined ? undefined : { id: userId };
    this.over = new Promise((resolve) => (this.#end = resolve));
  }

  send(frame: { readonly json: string }): void {
    this.#hints.push((JSON.parse(frame.json) as { data: StateChangedHint }).data);
    this.#wake?.();
  }

  ping(): void {}

  end(): void {
    this.isOver = true;
    this.#end();
  }

  async next(): Promise<StateChangedHint> {
    for (;;) {
      const hint = this.#hints.shift();
      if (hint !== undefined) return hint;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  get waiting(): number {
    return this.#hints.length;
  }
}

const exchange = new InProcessExchange();
const notifiers: readonly [string, () => Promise<Notifier>][] = [
  ["InProcessExchange", async () => exchange.createNotifier()],
  ["PostgresNotifier", async () => new PostgresNotifier({ pool: await database!.createPool(), retryMs: 1 })],
  [
    "NatsNotifier",
    async () => {
      const connection = await connect({ servers: (await (nats ??= startNats())).url });
      closing.push(() => connection.close());
      return new NatsNotifier({ connection });
    },
  ],
];

/** A notifier that says when it listens, since a server does not wait for that. */
async function listening(notifier: Notifier): Promise<{ notifier: Notifier; ready: Promise<void> }> {
  let isReady = (): void => {};
  const ready = new Promise<void>((resolve) => (isReady = resolve));
  const subscribe = notifier.subscribe.bind(notifier);
  notifier.subscribe = async (onWake) => {
    await subscribe(onWake);
    isReady();
  };
  return { notifier, ready };
}

/** CI has to run them all; elsewhere the machine may lack a server that npm cannot bring. */
function canRun(name: string): boolean {
  if (name === "PostgresNotifier") return database !== undefined;
  if (name !== "NatsNotifier" || process.env["CI"] || process.env["KALPHITE_TEST_NATS_URL"]) return true;
  if (spawnSync("nats-server", ["--version"]).error === undefined) return true;
  console.warn(
    "NatsNotifier is NOT tested: there is no nats-server on the PATH, and KALPHITE_TEST_NATS_URL names none.",
  );
  return false;
}

/** Two servers on one store, each with a notifier that listens. */
async function twoServers(createNotifier: () => Promise<Notifier>): Promise<[SyncServer, SyncServer]> {
  const store = new MemoryServerStore();
  const start = async () => {
    const { notifier, ready } = await listening(await createNotifier());
    const server = createSyncServer({
      contract: todoContract,
      store,
      allowAnonymous: true,
      notifier,
      log: () => {},
    });
    closing.push(() => server.close());
    await ready;
    return server;
  };
  return [await start(), await start()];
}

describe.each(notifiers.filter(([name]) => canRun(name)))("%s", (_name, createNotifier) => {
  it("P27 P28 wakes the streams of a room on another server, and tells them its version", async () => {
    const [here, there] = await twoServers(createNotifier);
    const room = "ein Raum\n☃";
    const access = { roomId: room, user: undefined };
    const [own, other, elsewhere] = [new Listener(room), new Listener(room), new Listener("elsewhere")];
    here.subscribe(own);
    there.subscribe(other);
    there.subscribe(elsewhere);
    await here.push([operation(1, "addTodo", ["a", "A"])], access);
    const { stateVersion } = (await here.pull({}, access)).head;
    expect(await own.next()).toEqual({ stateVersion, entityTypes: ["todo"] });
    expect(await other.next()).toEqual({ stateVersion, entityTypes: ["tag", "todo"] });
    await there.push([operation(1, "addTodo", ["b", "B"], "c2")], access);
    expect((await own.next()).entityTypes).toEqual(["tag", "todo"]);
    expect((await other.next()).entityTypes).toEqual(["todo"]);
    expect([own.waiting, other.waiting, elsewhere.waiting]).toEqual([0, 0, 0]);
  });

  it("ends a user's streams in a room on both servers once it is invalidated, and tells them nothing more", async () => {
    const servers = await twoServers(createNotifier);
    const [room, user] = ["ein Raum\n\u2603", "eine Nutzerin\n☃"];
    const listeners = servers.map((server) => {
      const [ended, other, elsewhere] = [
        new Listener(room, user),
        new Listener(room, "other"),
        new Listener("elsewhere", user),
      ];
      for (const each of [ended, other, elsewhere]) each.leave = server.subscribe(each);
      return { ended, other, elsewhere };
    });
    await servers[0].invalidate(room, user);
    await Promise.all(listeners.map(({ ended }) => ended.over));
    // A notifier that begins to listen wakes every room, perhaps with these streams in it.
    const told = listeners.map(({ ended }) => ended.waiting);
    expect(listeners.map(({ other, elsewhere }) => [other.isOver, elsewhere.isOver])).toEqual([
      [false, false],
      [false, false],
    ]);
    // They are gone, whatever becomes of their lines.
    expect(await Promise.all(servers.map((server) => server.health()))).toMatchObject([
      { streams: 2 },
      { streams: 2 },
    ]);
    await servers[0].push([operation(1, "addTodo", ["a", "A"])], { roomId: room, user: undefined });
    await Promise.all(listeners.map(({ other }) => other.next()));
    expect(listeners.map(({ ended }) => ended.waiting)).toEqual(told);
    for (const { ended } of listeners) ended.leave();
    expect(await servers[0].health()).toMatchObject({ streams: 2 });
  });
});

describe("PostgresNotifier", () => {
  it("gives its connection back where it is closed while it begins to listen", async () => {
    const released: unknown[] = [];
    let listens = (_: { readonly rows: [] }): void => {};
    const listening = new Promise<{ readonly rows: [] }>((resolve) => (listens = resolve));
    const connection = {
      query: () => listening,
      release: (error: unknown) => void released.push(error),
      on: () => {},
      removeListener: () => {},
    };
    const pool = { connect: async () => connection, query: connection.query, on: () => {} };
    const notifier = new PostgresNotifier({ pool });
    const subscribing = notifier.subscribe(() => {});
    await Promise.resolve();
    await notifier.close();
    listens({ rows: [] });
    await subscribing;
    expect(released).toEqual([true]);
  });

  it.skipIf(database === undefined)(
    "P27 listens again after its connection was cut, and then wakes every room",
    async () => {
      const pool = await database!.createPool();
      const notifier = new PostgresNotifier({ pool, channel: "cut", retryMs: 1 });
      closing.push(() => notifier.close());
      const woken: (string | undefined)[] = [];
      let tell = (): void => {};
      const next = async () => {
        while (woken.length === 0) await new Promise<void>((resolve) => (tell = resolve));
        return woken.shift();
      };
      await notifier.subscribe((roomId) => {
        woken.push(roomId);
        tell();
      });
      await pool.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN \"cut\"%'",
      );
      expect(await next()).toBeUndefined();
      const other = new PostgresNotifier({ pool, channel: "cut" });
      closing.push(() => other.close());
      other.publish("r");
      expect(await next()).toBe("r");
    },
  );

  it("P9 tells of what fails, and fails nothing", async () => {
    const errors: unknown[] = [];
    const down = () => Promise.reject(new Error("away"));
    const notifier = new PostgresNotifier({
      pool: { query: down, connect: down, on: () => {} },
      retryMs: 60_000,
      onError: (error) => errors.push(error),
    });
    await notifier.subscribe(() => {});
    notifier.publish("r");
    await notifier.close();
    expect(errors).toHaveLength(2);
  });
});
