import "fake-indexeddb/auto";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  IndexedDbStorage,
  MemoryStorage,
  type ClientStorage,
  type QueuedOperation,
  type StateChange,
  type StoredState,
} from "../../src/client/index.js";
import { DirectoryLockedError, FileStorage } from "../../src/client/node/index.js";
import { bundleScript } from "./bundle-script.js";
import { createSample, settled } from "./sample-client.js";
import { sampleContract } from "./sample-contract.js";
import { SimulatedServer } from "./simulated-server.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "kalphite-storage-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const record = (lastId: number): StateChange["record"] => ({
  clientId: "c",
  lastId,
  coveredId: 0,
  stateVersion: `v${lastId}`,
  scope: "s",
});
const queued = (id: number): QueuedOperation => ({
  key: `k${id}`,
  operation: { name: "n", args: ["é\n\u2028", id], id, clientId: "c", timestamp: 1 },
});
const increment = { name: "increment", args: ["n"], id: 1, clientId: "c", timestamp: 1_700_000_000_000 };
const entity = (id: string, count: number) => ({ id, type: "todo", count });

/** The same content in one order: storages promise one for the queue alone. */
function normal(stored: StoredState | undefined): unknown {
  if (stored === undefined) return undefined;
  const entities = [...stored.entities].sort((left, right) => (left.id < right.id ? -1 : 1));
  return { record: stored.record, queue: stored.queue, entities };
}

async function stateAfter(changes: readonly StateChange[]): Promise<unknown> {
  const storage = new MemoryStorage();
  await storage.write(changes);
  return normal(await storage.load());
}

const changes = fc
  .array(
    fc.record(
      {
        append: fc.constant(true),
        remove: fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 3 }),
        reset: fc.constant(true as const),
        put: fc.array(fc.tuple(fc.constantFrom("a", "b", "c", "__proto__"), fc.integer()), { maxLength: 3 }),
        delete: fc.array(fc.constantFrom("a", "b"), { maxLength: 2 }),
      },
      { requiredKeys: [] },
    ),
    { minLength: 1, maxLength: 20 },
  )
  .map((steps) => {
    let lastId = 0;
    return steps.map(({ append, put, ...step }): StateChange => {
      if (append) lastId++;
      return {
        ...step,
        record: record(lastId),
        ...(append && { append: [queued(lastId)] }),
        ...(put && { put: put.map(([id, count]) => entity(id, count)) }),
      };
    });
  });

let databases = 0;
const storages: readonly (readonly [string, () => () => ClientStorage])[] = [
  [
    "MemoryStorage",
    () => {
      const storage = new MemoryStorage();
      return () => storage;
    },
  ],
  [
    "FileStorage",
    () => {
      const path = join(directory, String(++databases));
      return () => new FileStorage({ directory: path, compactAtBytes: 2000 });
    },
  ],
  [
    "IndexedDbStorage",
    () => {
      const name = `test-${++databases}`;
      return () => new IndexedDbStorage(name);
    },
  ],
];

describe.each(storages)("%s", (_name, createPlace) => {
  it("holds what was written, in one piece or in several, reopened or not (P4, P20)", async () => {
    await fc.assert(
      fc.asyncProperty(changes, fc.integer({ min: 0, max: 20 }), async (all, cut) => {
        const reopen = createPlace();
        const first = reopen();
        expect(await first.load()).toBeUndefined();
        for (const change of all.slice(0, cut)) await first.write([change]);
        await first.close();
        const second = reopen();
        await second.load();
        if (cut < all.length) await second.write(all.slice(cut));
        await second.close();
        const third = reopen();
        expect(normal(await third.load())).toEqual(await stateAfter(all));
        await third.close();
      }),
      { numRuns: 25 },
    );
  });

  it("can be written again after close", async () => {
    const storage = createPlace()();
    await storage.load();
    await storage.write([{ record: record(1), append: [queued(1)] }]);
    await storage.close();
    await storage.write([{ record: record(2), append: [queued(2)] }]);
    await storage.close();
    expect((await storage.load())?.queue).toEqual([queued(1), queued(2)]);
    await storage.close();
  });
});

describe("IndexedDbStorage", () => {
  it("writes nothing where another storage wrote since it was loaded (P4)", async () => {
    const name = `test-${++databases}`;
    const [one, two] = [new IndexedDbStorage(name), new IndexedDbStorage(name)];
    await one.load();
    await two.load();
    await one.write([{ record: record(1), append: [queued(1)] }]);
    await expect(two.write([{ record: record(1), append: [queued(1)] }])).rejects.toThrow("someone else");
    await one.write([{ record: record(2), append: [queued(2)] }]);
    expect((await two.load())?.queue).toEqual([queued(1), queued(2)]);
    await two.write([{ record: record(3), append: [queued(3)] }]);
    await expect(one.write([{ record: record(3) }])).rejects.toThrow("someone else");
    expect((await one.load())?.queue).toHaveLength(3);
    for (const storage of [one, two]) await storage.close();
  });

  it("writes all of a change or nothing", async () => {
    const storage = new IndexedDbStorage(`test-${++databases}`);
    await storage.load();
    await storage.write([{ record: record(1), append: [queued(1)] }]);
    const uncloneable = { id: "a", type: "todo", value: () => {} };
    await expect(storage.write([{ record: record(2), remove: [1], put: [uncloneable] }])).rejects.toThrow();
    expect(await storage.load()).toMatchObject({ record: { lastId: 1 }, queue: [queued(1)] });
    await storage.close();
  });
});

describe("FileStorage", () => {
  const log = (): string => join(directory, "changes.log");

  it("repairs a tail torn off at any byte, and says so", async () => {
    const all: StateChange[] = [1, 2, 3].map((id) => ({
      record: record(id),
      append: [queued(id)],
      put: [entity("é", id)],
    }));
    const ends: number[] = [];
    const storage = new FileStorage({ directory });
    await storage.load();
    for (const change of all) {
      await storage.write([change]);
      ends.push((await stat(log())).size);
    }
    await storage.close();
    const bytes = await readFile(log());
    for (let length = ends[0]!; length <= bytes.length; length++) {
      await writeFile(log(), bytes.subarray(0, length));
      const whole = ends.filter((end) => end <= length).length;
      const torn = new FileStorage({ directory });
      const stored = await torn.load();
      expect(normal(stored)).toEqual(await stateAfter(all.slice(0, whole)));
      expect(stored?.repaired !== undefined).toBe(!ends.includes(length));
      await torn.write([{ record: record(9) }]);
      await torn.close();
      const after = new FileStorage({ directory });
      expect(await after.load()).toMatchObject({ record: { lastId: 9 } });
      await after.close();
    }
  });

  it("has the client tell what was repaired, and send what was not lost", async () => {
    const storage = new FileStorage({ directory });
    await storage.load();
    await storage.write([{ record: record(1), append: [{ ...queued(1), operation: increment }] }]);
    await storage.close();
    await appendFile(log(), "0123 torn");
    const { client, errors } = createSample(new SimulatedServer(sampleContract), { storage });
    await client.connect();
    expect(await client.flush()).toEqual({ ok: true });
    await settled();
    expect(errors).toMatchObject([{ kind: "storage", code: "storage_repaired" }]);
    expect(client.engine.all("counter")).toMatchObject([{ id: "n", count: 1 }]);
    await client.disconnect();
  });

  it("reads on behind damage, keeps a copy, and has the entities fetched anew", async () => {
    const storage = new FileStorage({ directory });
    await storage.load();
    for (const id of [1, 2, 3]) await storage.write([{ record: record(id), append: [queued(id)] }]);
    await storage.close();
    const bytes = await readFile(log());
    const second = bytes.indexOf(10) + 30;
    bytes[second] = bytes[second]! ^ 1;
    await writeFile(log(), bytes);

    const damaged = new FileStorage({ directory });
    const stored = await damaged.load();
    expect(stored?.queue).toEqual([queued(1), queued(3)]);
    expect(stored?.record).toEqual({ clientId: "c", lastId: 3, coveredId: 0, scope: "s" });
    expect(stored?.repaired).toContain("damaged");
    await damaged.close();
    expect(await readdir(directory)).toContain("changes.log.damaged");
    const again = new FileStorage({ directory });
    expect((await again.load())?.repaired).toBeUndefined();
    await again.close();
  });

  it("rewrites its log when it has grown", async () => {
    const storage = new FileStorage({ directory, compactAtBytes: 1000 });
    await storage.load();
    for (let id = 1; id <= 200; id++) {
      await storage.write([{ record: record(id), append: [queued(id)], remove: [id - 1] }]);
    }
    await storage.close();
    expect((await stat(log())).size).toBeLessThan(2000);
    const reopened = new FileStorage({ directory });
    expect(await reopened.load()).toMatchObject({ record: { lastId: 200 }, queue: [queued(200)] });
    await reopened.close();
  });

  it("makes its directory and those above it, and says where it cannot", async () => {
    const deep = join(directory, "a", "b", "c");
    const storage = new FileStorage({ directory: deep });
    await storage.load();
    await storage.close();
    const file = join(directory, "file");
    await writeFile(file, "");
    // Node's recursive mkdir never ends below /proc.
    for (const impossible of [join(file, "x"), ...(process.platform === "linux" ? ["/proc/x/y"] : [])]) {
      await expect(new FileStorage({ directory: impossible }).load()).rejects.toThrow(
        /^The directory .* cannot be made/,
      );
    }
  });

  it("belongs to one storage at a time", async () => {
    const first = new FileStorage({ directory });
    await first.load();
    const second = new FileStorage({ directory });
    await expect(second.load()).rejects.toThrow(DirectoryLockedError);
    await first.close();
    await second.load();
    await second.write([{ record: record(1) }]);
    await second.close();
    await expect(first.write([{ record: record(1) }]), "P4").rejects.toThrow("changed by someone else");
    await first.close();
  });

  it.each([
    ["is gone", { processId: 999_999_999, startedAt: "", token: "t" }],
    ["had the number that this one has", { processId: process.pid, startedAt: "", token: "t" }],
    ["had the number that another one has", { processId: process.ppid, startedAt: "1", token: "t" }],
    ["wrote no lock that can be read", "?"],
  ])("takes over from a process that %s", async (_name, owner) => {
    await writeFile(join(directory, "lock"), JSON.stringify(owner));
    const storage = new FileStorage({ directory });
    expect(await storage.load()).toBeUndefined();
    await storage.close();
    expect(await readdir(directory)).toEqual(["changes.log"]);
  });

  it("writes nothing where somebody took its lock away and writes, too (P4)", async () => {
    const first = new FileStorage({ directory });
    await first.load();
    await first.write([{ record: record(1), append: [queued(1)] }]);
    await rm(join(directory, "lock"));
    const second = new FileStorage({ directory, compactAtBytes: 500 });
    await second.load();
    for (const id of [2, 3, 4, 5, 6, 7]) {
      await second.write([{ record: record(id), append: [queued(id)] }]);
      await expect(first.write([{ record: record(2) }])).rejects.toThrow("changed by someone else");
    }
    await second.close();
    const third = new FileStorage({ directory });
    expect(await third.load()).toMatchObject({
      record: { lastId: 7 },
      queue: [1, 2, 3, 4, 5, 6, 7].map(queued),
    });
    await third.close();
  });

  it("has written what it says, though it cannot rewrite its log", async () => {
    const storage = new FileStorage({ directory, compactAtBytes: 500 });
    await storage.load();
    await mkdir(join(directory, "changes.log.next"));
    for (let id = 1; id <= 20; id++) await storage.write([{ record: record(id), append: [queued(id)] }]);
    await storage.close();
    const reopened = new FileStorage({ directory });
    const stored = await reopened.load();
    expect(stored?.queue.map(({ operation }) => operation.id)).toEqual(
      [...Array(20).keys()].map((id) => id + 1),
    );
    await reopened.close();
  });

  it.skipIf(process.platform === "win32")(
    "mends half a line that a full disk left before it writes on",
    async () => {
      const data = join(directory, "data");
      const script = await bundleScript(
        directory,
        `
      import { FileStorage } from "./src/client/node/index.ts";
      const storage = new FileStorage({ directory: ${JSON.stringify(data)} });
      await storage.load();
      const write = (lastId, scope) => storage.write([{ record: { clientId: "c", lastId, coveredId: 0, scope } }]);
      await write(1, "s");
      let code = "";
      await write(2, "x".repeat(10_000)).catch((error) => (code = error.code));
      await write(3, "s");
      process.stdout.write(code);`,
      );
      // A file may grow to 4 KiB; the shell's children are told of it by an error, not by a signal.
      const child = spawn(
        "bash",
        ["-c", `trap '' XFSZ; ulimit -f 4; exec "$0" "$1"`, process.execPath, script],
        {
          stdio: ["ignore", "pipe", "inherit"],
        },
      );
      let code = "";
      for await (const chunk of child.stdout) code += String(chunk);
      expect(code).toBe("EFBIG");
      const lines = (await readFile(join(data, "changes.log"), "utf8")).trimEnd().split("\n");
      expect(lines.map((line) => (JSON.parse(line.slice(9)) as StateChange[])[0]!.record.lastId)).toEqual([
        1, 3,
      ]);
    },
  );

  it("loses nothing that was reported as written to a kill -9 (P20)", async () => {
    const script = await bundleScript(
      directory,
      `
          import { FileStorage } from "./src/client/node/index.ts";
          const storage = new FileStorage({ directory: process.argv[2], compactAtBytes: 3000 });
          const stored = await storage.load();
          for (let id = (stored?.record.lastId ?? 0) + 1; ; id++) {
            const operation = { name: "n", args: ["x".repeat(id % 500)], id, clientId: "c", timestamp: 1 };
            await storage.write([{
              record: { clientId: "c", lastId: id, coveredId: 0, scope: "s" },
              append: [{ key: "k" + id, operation }],
              remove: [id - 5],
            }]);
            process.stdout.write(id + "\\n");
          }`,
    );
    const data = join(directory, "data");
    let written = 0;
    for (const lines of [3, 17, 40, 1, 90]) {
      const child = spawn(process.execPath, [script, data], { stdio: ["ignore", "pipe", "inherit"] });
      const ended = once(child, "exit");
      let seen = 0;
      for await (const line of createInterface(child.stdout)) {
        written = Number(line);
        if (++seen === lines) child.kill("SIGKILL");
      }
      await ended;
      const storage = new FileStorage({ directory: data });
      const stored = await storage.load();
      await storage.close();
      expect(stored!.record.lastId).toBeGreaterThanOrEqual(written);
      const { lastId } = stored!.record;
      const expected = [4, 3, 2, 1, 0].map((back) => lastId - back).filter((id) => id > 0);
      expect(stored!.queue.map(({ operation }) => operation.id)).toEqual(expected);
    }
  });
});
