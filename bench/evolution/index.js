import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "../client/measure.js";
import { counter, paths } from "./clients.js";

const CLIENT_COUNTS = [2, 20, 200];
const TODOS = 200;
const EDITS_EACH = 2;
const OFFLINE_EDITS = 1_000;
const ROUNDS = 3;

/** What each path costs for the same work, as rows of numbers; prints them as a table. */
export async function run() {
  const folder = await mkdtemp(join(tmpdir(), "kalphite-evolution-"));
  const server = fork(join(import.meta.dirname, "server.js"), [folder]);
  try {
    const [{ url }] = await once(server, "message");
    const rows = [];
    for (const clients of CLIENT_COUNTS) {
      const title = `${TODOS * EDITS_EACH} edits of one field, by ${clients} clients online`;
      rows.push({
        name: `${clients} clients`,
        title,
        ...(await compare(server, (path, round) => online(url, path, clients, round))),
      });
    }
    const title = `${OFFLINE_EDITS} edits made offline by one client, until another shows them`;
    rows.push({
      name: "offline",
      title,
      ...(await compare(server, (path, round) => offline(url, path, round))),
    });
    print(rows);
    return rows;
  } finally {
    server.kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** Rounds of both paths by turns; the middle of each figure. */
async function compare(server, prepare) {
  const seen = { legacy: [], operations: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, create] of Object.entries(paths)) {
      const { act, end } = await prepare({ name, create }, round);
      const before = await ask(server);
      const messages = counter.messages;
      const startedAt = performance.now();
      await act();
      const ms = performance.now() - startedAt;
      const sent = counter.messages - messages;
      const after = await ask(server);
      seen[name].push({
        ms,
        messages: sent,
        bytes: after.bytes - before.bytes,
        cpuMs: after.cpuMs - before.cpuMs,
      });
      await end();
    }
  }
  const middle = (figures) =>
    Object.fromEntries(Object.keys(figures[0]).map((key) => [key, median(figures.map((each) => each[key]))]));
  return { legacy: middle(seen.legacy), operations: middle(seen.operations) };
}

async function ask(server) {
  server.send("measure");
  const [answer] = await once(server, "message");
  return answer;
}

/** Clients in one room that has its todos; each edits those that are its own, and all show all in the end. */
async function online(url, { name, create }, count, round) {
  const roomId = `${name}-${count}-${round}`;
  const clients = Array.from({ length: count }, (_, index) => create(url, roomId, `c${index}`));
  await fill(clients);
  for (const { progress } of clients) progress.expect("final");
  return {
    act: async () => {
      const shown = clients.map(({ progress }) => progress.reached(TODOS));
      for (let edit = 1; edit <= EDITS_EACH; edit++) {
        for (let index = 0; index < TODOS; index++) {
          const title = `${edit === EDITS_EACH ? "final" : "draft"} ${index}`;
          clients[index % count].edit(index, title);
          if (index % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
        }
      }
      await Promise.all(shown);
    },
    end: () => Promise.all(clients.map((client) => client.disconnect())),
  };
}

/** One client that works without a network, then comes back; another one waits for it. */
async function offline(url, { name, create }, round) {
  const roomId = `${name}-offline-${round}`;
  const [away, witness] = ["away", "witness"].map((user) => create(url, roomId, user));
  await fill([away, witness]);
  await away.disconnect();
  for (let edit = 0; edit < OFFLINE_EDITS; edit++) {
    const isFinal = edit >= OFFLINE_EDITS - TODOS;
    away.edit(edit % TODOS, `${isFinal ? "final" : "draft"} ${edit}`);
  }
  witness.progress.expect("final");
  return {
    act: async () => {
      const shown = witness.progress.reached(TODOS);
      await away.connect();
      await away.flush();
      await shown;
    },
    end: () => Promise.all([away, witness].map((client) => client.disconnect())),
  };
}

/** Connects them, and gives the room its todos; resolves when everybody shows them. */
async function fill(clients) {
  for (const { progress } of clients) progress.expect("first");
  const shown = clients.map(({ progress }) => progress.reached(TODOS));
  await Promise.all(clients.map((client) => client.connect()));
  for (let index = 0; index < TODOS; index++) clients[0].add(index, `first ${index}`);
  await clients[0].flush();
  await Promise.all(shown);
}

const kilobytes = (bytes) => `${Math.round(bytes / 1_000).toLocaleString("en")} kB`;
const milliseconds = (value) => `${Math.round(value).toLocaleString("en")} ms`;

/** The figures by their names, each with how it is written. */
export const figures = [
  { key: "bytes", label: "bytes on the wire", write: kilobytes },
  { key: "messages", label: "messages", write: (count) => count.toLocaleString("en") },
  { key: "cpuMs", label: "server's processor time", write: milliseconds },
  { key: "ms", label: "until all show the same", write: milliseconds },
];

function print(rows) {
  for (const { title, legacy, operations } of rows) {
    console.log(title);
    for (const { key, label, write } of figures) {
      const ratio = (operations[key] / legacy[key]).toFixed(2);
      const values = `${write(legacy[key]).padStart(12)} sync-change ${write(operations[key]).padStart(12)} operations`;
      console.log(`  ${label.padEnd(26)} ${values}   ${ratio} x`);
    }
  }
}
