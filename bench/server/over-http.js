import { fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SqliteServerStore, startNodeServer } from "kalphite-gen/server";
import { createBenchServer } from "./bench-server.js";

const ROUNDS = 3;
const ROUND_MS = 1_500;
const CONNECTIONS = 20;

/** How many requests of `size` operations a server answers while each connection waits for its answer. */
async function load(port, size, run) {
  const args = [join(import.meta.dirname, "load.js"), port, CONNECTIONS, ROUND_MS, size, run].map(String);
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  await once(child, "close");
  return Number(output);
}

/** Microseconds of CPU that a server's process has used. */
async function cpuOf(child) {
  child.send("cpu");
  const [{ user, system }] = await once(child, "message");
  return user + system;
}

/** Pushes over loopback without a store, against bare `node:http`, and against that with the checks of the protocol. */
export async function runOverHttp() {
  const servers = [];
  for (const name of ["node:http", "checked", "server"]) {
    const child = fork(join(import.meta.dirname, "http-server.js"), [name]);
    const [{ port }] = await once(child, "message");
    servers.push({ name, child, port });
  }
  let run = 0;
  for (const size of [1, 50]) {
    const best = new Map(servers.map(({ name }) => [name, { rate: 0, cpu: Infinity }]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const { name, child, port } of servers) {
        const before = await cpuOf(child);
        const answered = await load(port, size, ++run);
        const known = best.get(name);
        known.rate = Math.max(known.rate, (answered / ROUND_MS) * 1_000);
        known.cpu = Math.min(known.cpu, ((await cpuOf(child)) - before) / answered);
      }
    }
    console.log(`${CONNECTIONS} connections, ${size} operations a request, no store`);
    const bar = best.get("node:http");
    for (const [name, { rate, cpu }] of best) {
      const each = `${Math.round(rate).toLocaleString("en").padStart(8)} requests/s  ${(rate / bar.rate).toFixed(2)} x`;
      console.log(
        `  ${name.padEnd(10)} ${each}, ${cpu.toFixed(1)} us CPU each  ${(bar.cpu / cpu).toFixed(2)} x`,
      );
    }
  }
  for (const { child } of servers) child.kill();
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
      best = Math.max(best, (await load(server.port, size, ++first)) / ROUND_MS);
    const operations = Math.round(best * 1_000 * size).toLocaleString("en");
    console.log(
      `${CONNECTIONS} connections, ${size} operations a request, SQLite: ${operations} operations/s`,
    );
  }
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
