import { fork } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";

const IDLE = 5_000;
const BUSY = 200;
const COMMITS = 50;
const ROUNDS = 12;
/** By name: which process serves, whether as event streams, and what it is compared with. */
const SERVERS = {
  "pre-framed by hand": { kind: "pre-framed", bar: "pre-framed by hand" },
  "not framed": { kind: "not framed", bar: "pre-framed by hand" },
  server: { kind: "server", bar: "pre-framed by hand" },
  "event streams by hand": { kind: "events", isEvents: true, bar: "event streams by hand" },
  "server, event streams": { kind: "server", isEvents: true, bar: "event streams by hand" },
};
const MIB = 1024 * 1024;

/** Notification sockets that count the messages that they get, and do nothing else. */
class Listeners {
  received = 0;
  #sockets = [];
  #wanted = Infinity;
  #wake = () => {};

  async open(port, count, isEvents = false) {
    const batch = 100;
    for (let opened = 0; opened < count; opened += batch) {
      await Promise.all(
        Array.from({ length: batch }, (_, index) => this.#open(port, opened + index, isEvents)),
      );
    }
  }

  #open(port, index, isEvents) {
    return new Promise((resolve, fail) => {
      const socket = connect(port, "127.0.0.1").on("error", fail);
      this.#sockets.push(socket);
      const clientId = String(index).padStart(32, "client-");
      const kind = isEvents
        ? "Accept: text/event-stream"
        : "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==";
      socket.write(`GET /sync/notify?clientId=${clientId} HTTP/1.1\r\nHost: x\r\n${kind}\r\n\r\n`);
      socket.once("data", (head) => {
        if (!head.includes(isEvents ? " 200 " : " 101 ")) return fail(new Error(String(head)));
        if (isEvents) this.#countEvents(socket);
        else this.#count(socket);
        resolve();
      });
    });
  }

  #count(socket) {
    let rest;
    socket.on("data", (chunk) => {
      let bytes = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
      let at = 0;
      for (;;) {
        if (bytes.length - at < 4) break;
        const short = bytes[at + 1];
        const end = at + (short < 126 ? 2 + short : 4 + bytes.readUInt16BE(at + 2));
        if (bytes.length < end) break;
        this.received++;
        at = end;
      }
      rest = at < bytes.length ? bytes.subarray(at) : undefined;
      if (this.received >= this.#wanted) this.#wake();
    });
  }

  #countEvents(socket) {
    let rest = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      const bytes = Buffer.concat([rest, chunk]);
      for (let at = bytes.indexOf("data:"); at !== -1; at = bytes.indexOf("data:", at + 1)) this.received++;
      // A mark that is cut in two counts with its second half.
      rest = bytes.subarray(-4);
      if (this.received >= this.#wanted) this.#wake();
    });
  }

  /** Resolves once so many messages more have come. */
  expect(count) {
    this.received = 0;
    this.#wanted = count;
    return new Promise((resolve) => (this.#wake = resolve));
  }

  close() {
    for (const socket of this.#sockets) socket.destroy();
  }
}

async function start(kind) {
  const child = fork(join(import.meta.dirname, "socket-server.js"), [kind], { execArgv: ["--expose-gc"] });
  const [{ port }] = await once(child, "message");
  const ask = async (message) => {
    child.send(message);
    const [answer] = await once(child, "message");
    return answer;
  };
  return { kind, port, ask, listeners: new Listeners(), stop: () => child.kill() };
}

async function measureIdle() {
  console.log(
    `${IDLE.toLocaleString("en")} idle sockets in one process (bar: 400 MiB), then one change for all of them`,
  );
  for (const kind of ["pre-framed", "server"]) {
    const { port, ask, listeners, stop } = await start(kind);
    const before = (await ask({})).rss;
    await listeners.open(port, IDLE);
    const { rss } = await ask({});
    await ask({ commits: 1 });
    const all = listeners.expect(IDLE);
    const startedAt = performance.now();
    const [{ cpuUs }] = await Promise.all([ask({ commits: 1 }), all]);
    const reachedMs = performance.now() - startedAt;
    const each = ((rss - before) / IDLE / 1024).toFixed(1);
    console.log(
      `  ${kind.padEnd(11)} ${(rss / MIB).toFixed(0).padStart(4)} MiB, ${each} KiB a socket; all reached in ${reachedMs.toFixed(0)} ms, ${(cpuUs / 1000).toFixed(0)} ms CPU`,
    );
    listeners.close();
    stop();
  }
}

async function measureBusy() {
  const servers = await Promise.all(Object.values(SERVERS).map(({ kind }) => start(kind)));
  const names = Object.keys(SERVERS);
  const best = new Map();
  for (const [index, { port, listeners }] of servers.entries()) {
    await listeners.open(port, BUSY, SERVERS[names[index]].isEvents);
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, { ask, listeners }] of servers.entries()) {
      const name = names[index];
      const messages = COMMITS * BUSY;
      const all = listeners.expect(messages);
      const startedAt = performance.now();
      const [{ cpuUs }] = await Promise.all([ask({ commits: COMMITS }), all]);
      const rate = (messages / (performance.now() - startedAt)) * 1_000;
      const known = best.get(name) ?? { rate: 0, cpuUs: Infinity };
      best.set(name, { rate: Math.max(known.rate, rate), cpuUs: Math.min(known.cpuUs, cpuUs / messages) });
    }
  }
  for (const { listeners, stop } of servers) {
    listeners.close();
    stop();
  }
  console.log(`${BUSY} sockets, ${COMMITS} changes one after the other`);
  for (const [name, { rate, cpuUs }] of best) {
    const bare = best.get(SERVERS[name].bar);
    const relative = `${(rate / bare.rate).toFixed(2)} x, by CPU ${(bare.cpuUs / cpuUs).toFixed(2)} x`;
    console.log(
      `  ${name.padEnd(21)} ${Math.round(rate).toLocaleString("en").padStart(8)} messages/s, ${cpuUs.toFixed(2)} us CPU each  ${relative}`,
    );
  }
}

/** Notification sockets: what they weigh, and how fast a change reaches all of them. */
export async function runSockets() {
  await measureIdle();
  await measureBusy();
}
