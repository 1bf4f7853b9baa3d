import { fork } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";

const IDLE = 5_000;
const BUSY = 200;
const COMMITS = 50;
const ROUNDS = 12;
const KINDS = ["pre-framed", "not framed", "server"];
const MIB = 1024 * 1024;

/** Notification sockets that count the messages that they get, and do nothing else. */
class Listeners {
  received = 0;
  #sockets = [];
  #wanted = Infinity;
  #wake = () => {};

  async open(port, count) {
    const batch = 100;
    for (let opened = 0; opened < count; opened += batch) {
      await Promise.all(Array.from({ length: batch }, (_, index) => this.#open(port, opened + index)));
    }
  }

  #open(port, index) {
    return new Promise((resolve, fail) => {
      const socket = connect(port, "127.0.0.1").on("error", fail);
      this.#sockets.push(socket);
      const clientId = String(index).padStart(32, "client-");
      socket.write(
        `GET /sync/notify?clientId=${clientId} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
      );
      socket.once("data", (head) => {
        if (!head.includes(" 101 ")) return fail(new Error(String(head)));
        this.#count(socket);
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
  const servers = await Promise.all(KINDS.map(start));
  const best = new Map();
  for (const { port, listeners } of servers) await listeners.open(port, BUSY);
  for (let round = 0; round < ROUNDS; round++) {
    for (const { kind, ask, listeners } of servers) {
      const messages = COMMITS * BUSY;
      const all = listeners.expect(messages);
      const startedAt = performance.now();
      const [{ cpuUs }] = await Promise.all([ask({ commits: COMMITS }), all]);
      const rate = (messages / (performance.now() - startedAt)) * 1_000;
      const known = best.get(kind) ?? { rate: 0, cpuUs: Infinity };
      best.set(kind, { rate: Math.max(known.rate, rate), cpuUs: Math.min(known.cpuUs, cpuUs / messages) });
    }
  }
  for (const { listeners, stop } of servers) {
    listeners.close();
    stop();
  }
  const bare = best.get("pre-framed");
  console.log(`${BUSY} sockets, ${COMMITS} changes one after the other`);
  for (const [kind, { rate, cpuUs }] of best) {
    const relative = `${(rate / bare.rate).toFixed(2)} x, by CPU ${(bare.cpuUs / cpuUs).toFixed(2)} x`;
    console.log(
      `  ${kind.padEnd(11)} ${Math.round(rate).toLocaleString("en").padStart(8)} messages/s, ${cpuUs.toFixed(2)} us CPU each  ${relative}`,
    );
  }
}

/** Notification sockets: what they weigh, and how fast a change reaches all of them. */
export async function runSockets() {
  await measureIdle();
  await measureBusy();
}
