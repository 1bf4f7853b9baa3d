import { afterAll, beforeAll, expect, it } from "vitest";
import { createServer } from "../../examples/todo/generated/server.gen.js";
import { PostgresNotifier, PostgresServerStore, startNodeServer } from "../../src/server/index.js";
import { NO_POSTGRES, openPostgres, type PostgresDatabase } from "../server/postgres-database.js";
import { expectEachOnce } from "./each-once.js";
import { createWritten, openClient, openReader, shows, writeTokens } from "./tokens.js";

const RESTARTS = 3;

let database: PostgresDatabase | undefined;
beforeAll(async () => {
  database = await openPostgres({ isOurs: true });
}, 60_000);
afterAll(() => database?.stop());

it(`P5 P6 P9 P25 loses nothing and does nothing twice when Postgres is stopped and started ${RESTARTS} times under load`, async ({
  skip,
}) => {
  if (database?.power === undefined) return skip(NO_POSTGRES);
  const pool = await database.createPool();
  const events = new Set<string>();
  const server = await startNodeServer(
    createServer({
      store: new PostgresServerStore({ pool }),
      notifier: new PostgresNotifier({ pool, retryMs: 10 }),
      allowAnonymous: true,
      log: ({ event }) => events.add(event),
    }),
  );
  const codes = new Set<string>();
  const clients = Array.from({ length: 4 }, () =>
    openClient({ url: server.url, onError: ({ code }) => codes.add(code) }),
  );
  await Promise.all(clients.map((client) => client.connect()));
  expect(await clients[0]!.mutate.addProject("all", "Counted by all").confirmed).toEqual({ ok: true });

  let isOver = false;
  const written = clients.map((_client, index) => createWritten(`t${index}`, "all"));
  const work = clients.map((client, index) => writeTokens(client, written[index]!, () => isOver));
  const confirmed = () => written.reduce((sum, each) => sum + each.confirmed, 0);
  for (let restart = 0; restart < RESTARTS; restart++) {
    const before = confirmed();
    await shows(clients[0]!, () => confirmed() > before + 20);
    codes.clear();
    await database.power.off();
    await shows(clients[0]!, () => codes.size > 0);
    await database.power.on();
  }
  isOver = true;
  await Promise.all(work);

  const reader = await openReader(server.url);
  expectEachOnce(reader, written);
  expect([...codes]).toEqual(["store_unavailable"]);
  expect(events).toContain("store_failed");
  await Promise.all([reader, ...clients].map((client) => client.disconnect()));
  await server.close();
}, 60_000);
