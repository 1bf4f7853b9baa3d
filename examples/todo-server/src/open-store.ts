import pg from "pg";
import {
  PostgresNotifier,
  PostgresServerStore,
  SqliteServerStore,
  type Notifier,
  type ServerStore,
} from "kalphite-gen/server";

export interface OpenStore {
  readonly store: ServerStore;
  /** Wakes the clients of other server processes on the same database. */
  readonly notifier?: Notifier;
  /** For people. */
  readonly name: string;
  /** After the server is closed: lets go of what the server does not own. */
  readonly close: () => Promise<void>;
}

/**
 * Postgres where there is a URL of one, which several server processes can share; otherwise a SQLite file.
 * @throws Error where the file cannot be opened; where the URL is none, or nothing answers there
 */
export async function openStore(databaseUrl: string | undefined, file: string): Promise<OpenStore> {
  if (databaseUrl === undefined || databaseUrl === "") {
    return { store: openFile(file), name: `SQLite in ${file}`, close: async () => {} };
  }
  if (!/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new Error("DATABASE_URL does not begin with postgres://");
  }
  const pool = new pg.Pool({ connectionString: databaseUrl });
  // Better now than with the first request.
  await pool.query("select 1").catch((cause: unknown) => {
    throw new Error(`The database of DATABASE_URL cannot be used: ${String(cause)}`, { cause });
  });
  return {
    store: new PostgresServerStore({ pool }),
    notifier: new PostgresNotifier({ pool }),
    name: "Postgres by DATABASE_URL",
    close: () => pool.end(),
  };
}

function openFile(file: string): SqliteServerStore {
  try {
    return new SqliteServerStore({ file });
  } catch (cause) {
    const text = `--file ${file} cannot be opened: it needs a folder that is there, and may be written to`;
    throw new Error(text, { cause });
  }
}
