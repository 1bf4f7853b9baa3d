/** A value that a column holds. */
export type SqliteValue = string | number | null;

/** What the store needs of a SQLite library: the part that `node:sqlite` and `libsql` have in common. */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

export interface SqliteStatement {
  run(...values: readonly SqliteValue[]): { readonly changes: number | bigint };
  get(...values: readonly SqliteValue[]): unknown;
  all(...values: readonly SqliteValue[]): unknown[];
}

type DatabaseConstructor = new (file: string) => SqliteDatabase;

/** Loaded when a database is opened, so that importing the server asks nothing of the platform. */
function loadDriver(driver: SqliteDriver | undefined): DatabaseConstructor {
  if (driver !== "libsql") {
    const builtin: unknown = process.getBuiltinModule("node:sqlite");
    if (builtin !== undefined)
      return (builtin as { readonly DatabaseSync: DatabaseConstructor }).DatabaseSync;
    if (driver === "node:sqlite") throw new Error("This Node has no node:sqlite");
  }
  const { createRequire } = process.getBuiltinModule("node:module");
  return createRequire(import.meta.url)("libsql") as DatabaseConstructor;
}

export type SqliteDriver = "node:sqlite" | "libsql";

/** Opens or creates a database file with `node:sqlite`, or with `libsql` where Node has none. */
export function openSqlite(file: string, driver?: SqliteDriver): SqliteDatabase {
  const Database = loadDriver(driver);
  return new Database(file);
}
