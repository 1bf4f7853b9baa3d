import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  bearerToken,
  MemoryServerStore,
  PostgresServerStore,
  SqliteServerStore,
  type BoundServerOptions,
  type ServerStore,
  type SyncServer,
} from "../../src/server/index.js";
import { startTestServer, verifyServer, type ConformanceReport } from "../../src/testing/index.js";
import { exampleFolder } from "../examples/support/example-projects.js";
import { startPostgres, type PostgresDatabase } from "../server/postgres-database.js";
import { contractJson, createTodoServer, faults, startFaultyServer, tokens } from "./faulty-server.js";

const folder = mkdtempSync(join(tmpdir(), "kalphite-verify-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `KALPHITE_SEED=n` sends other operations than the usual ones. */
const seed = Number(process.env["KALPHITE_SEED"] ?? 11);

function broken({ checks }: ConformanceReport): string[] {
  return checks.flatMap(({ id, failure }) =>
    failure ? [`${failure.clause} ${id}: ${failure.message}`] : [],
  );
}

const stores: readonly (readonly [string, () => ServerStore])[] = [
  ["memory", () => new MemoryServerStore()],
  ["SQLite", () => new SqliteServerStore({ file: join(folder, "todos.db"), synchronous: "normal" })],
];

it.each(stores)("the server on %s keeps every clause that can be seen", async (_, createStore) => {
  const createServer = await createTodoServer();
  await using running = await startTestServer(createServer, {
    store: createStore(),
    server: { authenticate: (request) => tokens.get(bearerToken(request) ?? "") },
  });
  const report = await verifyServer({
    url: running.url,
    contract: contractJson(),
    seed,
    token: "ada",
    otherToken: "ben",
  });
  expect(broken(report)).toEqual([]);
  const skipped = report.checks.filter(({ status }) => status === "skipped").map(({ id }) => id);
  expect(skipped).toEqual([]);
  expect(report.passed).toBe(true);
});

describe("on Postgres", () => {
  let database: PostgresDatabase;
  beforeAll(async () => {
    database = await startPostgres();
  }, 120_000);
  afterAll(() => database.stop());

  it("the server keeps them too", async () => {
    const createServer = await createTodoServer();
    const store = new PostgresServerStore({ pool: await database.createPool() });
    await using running = await startTestServer(createServer, {
      store,
      server: { authenticate: (request) => tokens.get(bearerToken(request) ?? "") },
    });
    const report = await verifyServer({
      url: running.url,
      contract: contractJson(),
      seed,
      token: "ada",
      otherToken: "ben",
    });
    expect(broken(report)).toEqual([]);
  });
});

it.each(["code-review", "kitchen-sink"] as const)(
  "the server of %s keeps them, with its own contract",
  async (example) => {
    const path = join(exampleFolder(example), "generated/server.gen.ts");
    const { createServer } = (await import(path)) as {
      createServer: (options: BoundServerOptions) => SyncServer;
    };
    await using running = await startTestServer(createServer);
    const contract = JSON.parse(
      readFileSync(join(exampleFolder(example), "generated/contract.json"), "utf8"),
    ) as unknown;
    expect(broken(await verifyServer({ url: running.url, contract, seed }))).toEqual([]);
  },
);

describe("a server that is broken in one way fails on that clause alone", () => {
  it.each(faults.map((fault) => [fault.clause, fault.what, fault] as const))(
    "%s: %s",
    async (clause, _what, fault) => {
      await using running = await startFaultyServer(fault);
      const report = await verifyServer({
        url: running.url,
        contract: contractJson(),
        seed,
        token: "ada",
        otherToken: "ben",
        hintTimeoutMs: 400,
      });
      const failures = report.checks.flatMap(({ failure }) => failure ?? []);
      expect(broken(report).length).toBeGreaterThan(0);
      expect(broken(report).filter((text) => !text.startsWith(`${clause} `))).toEqual([]);
      for (const { exchanges } of failures) expect(exchanges.length).toBeGreaterThan(0);
    },
  );
});
