import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SqliteServerStore, startNodeServer } from "kalphite-gen/server";
import { createBenchServer } from "./bench-server.js";

const ROUNDS = 3;
const ROUND_MS = 1_500;
const CONNECTIONS = 20;

/** Reads the body as JSON and confirms it: what HTTP on Node costs without any server behind it. */
function createRawServer() {
  return createHttpServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const { operations } = JSON.parse(Buffer.concat(chunks).toString());
      const confirmations = operations.map(({ id: operationId, clientId }) => ({
        operationId,
        clientId,
        success: true,
        serverTimestamp: 0,
      }));
      const body = JSON.stringify({ confirmations });
      response.writeHead(200, {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
      });
      response.end(body);
    });
  });
}

/** Takes everything and keeps nothing but the clients' numbers. */
function createNoStore() {
  const clients = new Map();
  const room = {
    epoch: "none",
    version: 1,
    size: 0,
    client: (clientId) => clients.get(clientId),
    outcome: () => undefined,
    get: () => undefined,
    list: () => [],
  };
  return {
    forget: () => clients.clear(),
    transact: async (_request, work) => {
      const { outcome, changes } = await work(room);
      for (const { clientId, ...record } of changes?.settled ?? []) clients.set(clientId, record);
      return outcome;
    },
    check: () => {},
    close: () => {},
  };
}

/** Requests a second, and what one cost this process in microseconds of CPU. */
async function load(port, size, run = 0) {
  const before = process.cpuUsage();
  const args = [join(import.meta.dirname, "load.js"), port, CONNECTIONS, ROUND_MS, size, run].map(String);
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  await once(child, "close");
  const { user, system } = process.cpuUsage(before);
  return { rate: (Number(output) / ROUND_MS) * 1_000, cpu: (user + system) / Number(output) };
}

/** Pushes over loopback without a store, against the same work in a bare `node:http` server. */
export async function runOverHttp() {
  const raw = createRawServer();
  await new Promise((resolve) => raw.listen(0, "127.0.0.1", resolve));
  const store = createNoStore();
  const server = await startNodeServer(createBenchServer(store));
  for (const size of [1, 50]) {
    const best = {};
    for (let round = 0; round < ROUNDS; round++) {
      store.forget();
      for (const [name, port] of [
        ["node:http", raw.address().port],
        ["server", server.port],
      ]) {
        const { rate, cpu } = await load(port, size);
        const known = (best[name] ??= { rate: 0, cpu: Infinity });
        best[name] = { rate: Math.max(known.rate, rate), cpu: Math.min(known.cpu, cpu) };
      }
    }
    console.log(`${CONNECTIONS} connections, ${size} operations a request, no store`);
    for (const [name, { rate, cpu }] of Object.entries(best)) {
      const relative = `${(rate / best["node:http"].rate).toFixed(2)} x, by CPU ${(best["node:http"].cpu / cpu).toFixed(2)} x`;
      console.log(
        `  ${name.padEnd(10)} ${Math.round(rate).toLocaleString("en").padStart(8)} requests/s  ${relative}`,
      );
    }
  }
  raw.close();
  await server.close();
}

/** Pushes over loopback that are synced to disk, committed together across clients. */
export async function runStoreOverHttp() {
  const folder = mkdtempSync(join(tmpdir(), "kalphite-bench-"));
  const server = await startNodeServer(
    createBenchServer(new SqliteServerStore({ file: join(folder, "s.db") })),
  );
  let first = 0;
  for (const size of [1, 50]) {
    let best = 0;
    for (let round = 0; round < ROUNDS; round++)
      best = Math.max(best, (await load(server.port, size, ++first)).rate);
    const operations = Math.round(best * size).toLocaleString("en");
    console.log(
      `${CONNECTIONS} connections, ${size} operations a request, SQLite: ${operations} operations/s`,
    );
  }
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
