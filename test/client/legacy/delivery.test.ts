import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NetworkSyncEngine, type NetworkSyncConfig } from "../../../src/client/index.js";
import { todo } from "../../server/legacy/legacy-server.js";
import { HeldSocket } from "./held-socket.js";

const closing: NetworkSyncEngine[] = [];
afterEach(async () => {
  for (const engine of closing.splice(0)) await engine.disconnect();
});

let now: number;
let timers: { readonly due: number; readonly callback: () => void }[];
beforeEach(() => {
  now = 1_000_000;
  timers = [];
});

/** Lets time pass. */
async function pass(ms: number): Promise<void> {
  now += ms;
  const due = timers.filter((timer) => timer.due <= now);
  timers = timers.filter((timer) => timer.due > now);
  for (const { callback } of due) callback();
  await new Promise((resolve) => setTimeout(resolve));
}

const GREETING_SERVER = "ws://unused/sync/legacy";
const FIELD_SERVER = "ws://unused/sync";

function create(wsUrl: string, config: Partial<NetworkSyncConfig> = {}) {
  const engine = new NetworkSyncEngine({
    wsUrl,
    roomId: "default",
    userId: "ada",
    WebSocket: HeldSocket,
    environment: {
      now: () => now,
      setTimer: (callback, delayMs) => {
        const timer = { due: now + delayMs, callback };
        timers.push(timer);
        return () => void (timers = timers.filter((other) => other !== timer));
      },
    },
    ...config,
  });
  closing.push(engine);
  const told: unknown[] = [];
  engine.on("error", ({ code, message }) => told.push(["error", code, message]));
  engine.onOperationFailed(({ code }) => told.push(["operationFailed", code]));
  for (const name of ["disconnected", "reconnectionFailed"]) engine.on(name, () => told.push(name));
  engine.on("reconnecting", (attempt) => told.push(["reconnecting", attempt]));
  return { engine, told };
}

/** Opens the socket that the engine has just made. */
async function open(): Promise<HeldSocket> {
  await new Promise((resolve) => setTimeout(resolve));
  HeldSocket.last.onopen?.({});
  return HeldSocket.last;
}

async function connected(wsUrl: string, config: Partial<NetworkSyncConfig> = {}) {
  const started = create(wsUrl, config);
  const connecting = started.engine.connect();
  const socket = await open();
  await connecting;
  return { ...started, socket };
}

const put = (engine: NetworkSyncEngine, id: string, title = "Milk") =>
  engine.sendChange({ type: "upsert", entityType: "todo", entityId: id, entity: todo(id, { title }) });
const idsOf = ({ sent }: HeldSocket): string[] => sent.map(({ data }) => data.entityId);
const hasSettled = (promise: Promise<unknown>): Promise<boolean> => {
  const settled = promise.then(
    () => true,
    () => true,
  );
  return Promise.race([settled, new Promise<boolean>((resolve) => setTimeout(resolve, 5, false))]);
};

describe.each([GREETING_SERVER, FIELD_SERVER])(
  "a connection to %s that is refused after it was opened",
  (url) => {
    const refuse = async (socket: HeldSocket): Promise<void> => {
      await pass(10_000);
      socket.say("sync-error", { success: false, code: "unauthenticated", message: "Who are you?" });
      socket.onclose?.({});
    };

    it("loses nothing of what was sent over it", async () => {
      const { engine, told, socket } = await connected(url);
      await put(engine, "t1");
      await put(engine, "t2");
      expect(idsOf(socket)).toEqual(["t1", "t2"]);
      await refuse(socket);
      expect(engine.queueLength).toBe(2);
      expect(told).toEqual([
        ["error", "unauthenticated", "unauthenticated: Who are you?"],
        "disconnected",
        ["reconnecting", 1],
      ]);
      await pass(1_000);
      expect(idsOf(await open())).toEqual(["t1", "t2"]);
    });

    it("counts as one that failed: a new token is asked for, and there is an end to it", async () => {
      const refreshed: boolean[] = [];
      const { told, socket } = await connected(url, {
        maxReconnectAttempts: 2,
        authToken: ({ refresh }) => `${refreshed.push(refresh)}`,
      });
      await refuse(socket);
      for (let attempt = 0; attempt < 2; attempt++) {
        await pass(10_000);
        await refuse(await open());
      }
      expect(told.filter((each) => Array.isArray(each) && each[0] === "reconnecting")).toEqual([
        ["reconnecting", 1],
        ["reconnecting", 2],
      ]);
      expect(told.at(-1)).toBe("reconnectionFailed");
      expect(refreshed).toEqual([false, true, true]);
    });
  },
);

describe("flush", () => {
  it("waits for a greeting, and then for what was sent to be acknowledged", async () => {
    const { engine, socket } = await connected(GREETING_SERVER);
    await put(engine, "t1");
    const flushed = engine.flush();
    await pass(60_000);
    expect([await hasSettled(flushed), engine.queueLength]).toEqual([false, 1]);
    socket.say("auth", { success: true });
    expect([await hasSettled(flushed), engine.queueLength]).toEqual([false, 1]);
    socket.say("sync-ack", { operationId: socket.sent[0]!.data.operationId });
    expect([await hasSettled(flushed), engine.queueLength]).toEqual([true, 0]);
  });

  it("waits for three seconds for the first word of a server that is not known to greet", async () => {
    const { engine } = await connected(FIELD_SERVER);
    await put(engine, "t1");
    const flushed = engine.flush();
    await pass(2_900);
    expect([await hasSettled(flushed), engine.queueLength]).toEqual([false, 1]);
    await pass(200);
    expect([await hasSettled(flushed), engine.queueLength]).toEqual([true, 0]);
  });

  it("ends as soon as a server has shown that it does not acknowledge", async () => {
    const { engine, socket } = await connected(FIELD_SERVER);
    await put(engine, "t1");
    const flushed = engine.flush();
    socket.say("presence-update", { userId: "ben" });
    expect(await hasSettled(flushed)).toBe(true);
  });

  it("rejects where the connection ends before", async () => {
    const { engine, socket } = await connected(GREETING_SERVER);
    await put(engine, "t1");
    const flushed = engine.flush();
    socket.onclose?.({});
    await expect(flushed).rejects.toThrow("1 changes wait to be sent again");
  });
});

describe("what was sent before a connection ended", () => {
  const sendAndLose = async (url: string, words: (socket: HeldSocket) => void = () => {}) => {
    const { engine, socket } = await connected(url);
    words(socket);
    await put(engine, "t1");
    await pass(9_900);
    await put(engine, "t2");
    await pass(200);
    socket.onclose?.({});
    await pass(1_000);
    return idsOf(await open());
  };

  it("ten seconds before or longer is not sent again to a server that never says anything", async () => {
    expect(await sendAndLose(FIELD_SERVER)).toEqual(["t2"]);
  });

  it("nor to one that says what others change, and does not acknowledge", async () => {
    const words = (socket: HeldSocket): void => {
      const data = { type: "delete", entityType: "todo", entityId: "x", userId: "ben", timestamp: 1 };
      socket.say("sync-change", data);
    };
    expect(await sendAndLose(FIELD_SERVER, words)).toEqual(["t2"]);
  });

  it.each([
    ["that is known to greet, and did not", GREETING_SERVER, () => {}],
    ["that greeted", FIELD_SERVER, (socket: HeldSocket) => socket.say("auth", { success: true })],
  ])("is sent again, all of it, to a server %s", async (_what, url, words) => {
    expect(await sendAndLose(url, words)).toEqual(["t1", "t2"]);
  });

  it("is sent again to a server that has greeted this engine before", async () => {
    const { engine, socket } = await connected(FIELD_SERVER);
    socket.say("auth", { success: true });
    socket.onclose?.({});
    await pass(1_000);
    const second = await open();
    await put(engine, "t1");
    await pass(60_000);
    second.onclose?.({});
    await pass(1_000);
    expect(idsOf(await open())).toEqual(["t1"]);
  });
});
