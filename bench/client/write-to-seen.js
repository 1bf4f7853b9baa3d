import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";
import { median, ms, report } from "./measure.js";
import { openClient, post, SUBJECTS } from "./seen-subjects.js";

const WARM_UP = 50;
const ROUNDS = 300;

/** Gives what waits until an entity is there, and resolves with the time in nanoseconds. */
async function openReader(port, storage, directory) {
  const client = await openClient(port, storage, directory);
  const { todo } = client.entities;
  const seen = (id) =>
    new Promise((resolve) => {
      const stop = todo.subscribe(() => {
        if (todo.get(id) === undefined) return;
        stop();
        resolve(process.hrtime.bigint());
      });
    });
  return { seen, close: () => client.disconnect() };
}

/** @param way `hint`: what changed is pulled; otherwise it comes with the message */
async function openReaderByHand(port, way) {
  const url = `http://127.0.0.1:${port}`;
  const socket = new WebSocket(url.replace("http", "ws"));
  await once(socket, "open");
  const held = new Map();
  let version = 0;
  let tell = () => {};
  socket.on("message", async (data) => {
    const message = JSON.parse(String(data));
    const entities = way === "hint" ? (await post(`${url}/pull`, { version })).entities : [message.entity];
    version = message.version;
    for (const entity of entities) held.set(entity.id, entity);
    tell();
  });
  const seen = (id) =>
    new Promise((resolve) => {
      tell = () => held.has(id) && resolve(process.hrtime.bigint());
    });
  return { seen, close: () => socket.terminate() };
}

/** Write on one client until it is seen on another, over loopback, from SQLite with full sync; the middle time. */
export async function measureWriteToSeen() {
  const folder = mkdtempSync(join(tmpdir(), "kalphite-bench-"));
  const servers = fork(join(import.meta.dirname, "seen-server.js"), [folder]);
  const [ports] = await once(servers, "message");
  const readers = {};
  for (const [name, { server, storage }] of Object.entries(SUBJECTS)) {
    readers[name] =
      storage === undefined
        ? await openReaderByHand(ports[server], server)
        : await openReader(ports[server], storage, join(folder, "reader"));
  }
  const writer = fork(join(import.meta.dirname, "seen-writer.js"), [JSON.stringify(ports), folder]);
  await once(writer, "message");

  const times = new Map(Object.keys(SUBJECTS).map((name) => [name, []]));
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    for (const [name, { seen }] of Object.entries(readers)) {
      const id = `todo-${round}`;
      writer.send({ name, id });
      const [seenAt, [startedAt]] = await Promise.all([seen(id), once(writer, "message")]);
      if (round >= WARM_UP) times.get(name).push(Number(seenAt - BigInt(startedAt)) / 1e6);
    }
  }
  const middle = (name) => median(times.get(name));
  const against = (name, rival) => `${(middle(name) / middle(rival)).toFixed(2)} x ${rival}`;
  const pushed = "change with the hint";
  const comments = {
    "hint and pull": `bar 1.2 x; ${against("hint and pull", "hint and pull by hand")}`,
    [pushed]: `bar 1.3 x; ${against(pushed, "push by hand, written over the WebSocket")}, ${against(pushed, "push by hand, written over HTTP")}`,
  };
  for (const name of times.keys()) report(`write to seen: ${name}`, ms(middle(name)), comments[name] ?? "");

  for (const { close } of Object.values(readers)) await close();
  writer.disconnect();
  servers.disconnect();
  rmSync(folder, { recursive: true, force: true });
}
