import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort, NO_POSTGRES, openPostgres, type PostgresDatabase } from "../server/postgres-database.js";
import { expectEachOnce } from "./each-once.js";
import { buildProgram, nextLine, type Program } from "./program.js";
import type { ServerInput } from "./server-program.js";
import { createWritten, openClient, openReader, writeTokens } from "./tokens.js";

const KILLS = 16;
const CLIENTS = 3;

const folder = mkdtempSync(join(tmpdir(), "kalphite-killed-server-"));
let database: PostgresDatabase | undefined;
let serverProgram: Program;
beforeAll(async () => {
  [serverProgram, database] = await Promise.all([buildProgram("server-program"), openPostgres()]);
}, 60_000);
afterAll(async () => {
  await serverProgram.remove();
  await database?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const stores: readonly [string, () => Promise<ServerInput["store"] | undefined>][] = [
  ["SQLite", async () => ({ file: join(folder, "killed.db") })],
  ["Postgres", async () => database && { databaseUrl: database.url, schema: await database.createSchema() }],
];

it.for(stores)(
  `P5 P6 P9 P25 loses nothing and does nothing twice when a server on %s is killed ${KILLS} times under load`,
  { timeout: 60_000 },
  async ([_name, createStore], { skip }) => {
    const store = await createStore();
    if (store === undefined) return skip(NO_POSTGRES);
    const input: ServerInput = { port: await freePort(), store };
    // Every other server is killed from outside, in the middle of whatever it does; the others between commit and answer.
    const killsItself = (kill: number) => kill % 2 === 1;
    const start = (kill: number) =>
      serverProgram.start(killsItself(kill) ? { ...input, killAfterCommits: 3 + ((kill * 5) % 11) } : input);
    let server = start(0);
    const url = await nextLine(server);

    let errors = 0;
    const open = async () => {
      const client = openClient({ url, onError: () => errors++ });
      await client.connect();
      return client;
    };
    const clients = await Promise.all(Array.from({ length: CLIENTS }, open));
    expect(await clients[0]!.mutate.addProject("all", "Counted by all").confirmed).toEqual({ ok: true });

    let isOver = false;
    let confirmed = 0;
    let reached = (): void => {};
    let enough = Infinity;
    const onConfirmed = () => {
      if (++confirmed >= enough) reached();
    };
    const written = clients.map((_client, index) => createWritten(`t${index}`, "all"));
    const work = clients.map((client, index) =>
      writeTokens(client, written[index]!, () => isOver, onConfirmed),
    );
    for (let kill = 0; kill < KILLS; kill++) {
      const enoughConfirmed = new Promise<void>((resolve) => {
        reached = resolve;
        enough = confirmed + 5 + ((kill * 7) % 25);
      });
      if (killsItself(kill)) await server.ended;
      else await enoughConfirmed.then(server.kill);
      server = start(kill + 1);
      await nextLine(server);
    }
    isOver = true;
    await Promise.all(work);

    const reader = await openReader(url);
    expectEachOnce(reader, written);
    expect(errors).toBeGreaterThanOrEqual(KILLS);
    await Promise.all([reader, ...clients].map((client) => client.disconnect()));
    await server.kill();
  },
);
