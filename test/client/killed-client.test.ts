import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createSyncClient } from "../../src/client/index.js";
import { createSyncServer, MemoryServerStore, startNodeServer } from "../../src/server/index.js";
import { bundleScript } from "./bundle-script.js";
import type { SampleClient } from "./sample-client.js";
import { sampleContract } from "./sample-contract.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "kalphite-killed-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const KILLS = 8;

/** A client that keeps its state in files, works as fast as it is confirmed, and says what it did. */
const script = `
  import { createSyncClient } from "./src/client/index.ts";
  import { FileStorage } from "./src/client/node/index.ts";
  import { sampleContract } from "./test/client/sample-contract.ts";
  const [url, directory, run, finish] = process.argv.slice(2);
  const client = createSyncClient(sampleContract, {
    url,
    storage: new FileStorage({ directory, compactAtBytes: 20_000 }),
    environment: { random: () => 0 },
  });
  await client.connect();
  if (finish === "finish") {
    const outcome = await client.flush();
    const counters = client.engine.all("counter").map(({ id, count }) => [id, count]);
    await client.disconnect();
    process.stdout.write(JSON.stringify({ outcome, counters }) + "\\n");
  } else {
    for (let index = 0; ; index++) {
      const id = run + "-" + index;
      const mutation = client.mutate.increment(id);
      mutation.confirmed.then(({ ok }) => ok && process.stdout.write(id + "\\n"));
      if (index % 3 === 0) await mutation.confirmed;
    }
  }`;

it("does everything once that a client killed again and again has done, and loses nothing confirmed (P4, P5, P6, P20)", async () => {
  const program = await bundleScript(directory, script);
  const server = createSyncServer({
    contract: sampleContract,
    store: new MemoryServerStore(),
    allowAnonymous: true,
    log: () => {},
  });
  const running = await startNodeServer(server);
  const data = join(directory, "data");
  const start = (...args: string[]) =>
    spawn(process.execPath, [program, running.url, data, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const confirmed: string[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const child = start(`run${kill}`);
      const ended = once(child, "exit");
      const enough = confirmed.length + 1 + ((kill * 7) % 25);
      for await (const id of createInterface(child.stdout)) {
        confirmed.push(id);
        if (confirmed.length === enough) child.kill("SIGKILL");
      }
      await ended;
    }
    const last = start("last", "finish");
    let report = "";
    for await (const line of createInterface(last.stdout)) report = line;
    const { outcome, counters } = JSON.parse(report) as { outcome: unknown; counters: [string, number][] };
    expect(outcome).toEqual({ ok: true });
    expect(counters.filter(([, count]) => count !== 1)).toEqual([]);
    const shown = new Set(counters.map(([id]) => id));
    expect(confirmed.filter((id) => !shown.has(id))).toEqual([]);

    const other = createSyncClient<SampleClient>(sampleContract, { url: running.url });
    await other.connect();
    await new Promise<void>((resolve) => {
      const check = (): void => {
        if (other.status.lastSyncedAt !== undefined) resolve();
      };
      other.onStatus(check);
      check();
    });
    expect(other.engine.all("counter").map(({ id, count }) => [id, count])).toEqual(counters);
    await other.disconnect();
  } finally {
    await running.close();
  }
});
