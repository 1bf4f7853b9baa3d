/** A value that a column holds. */
export type SqliteValue = string | number | null;

/** What the store needs of a SQLite library: the part that `node:sqlite` and `libsql` have in common. */
export interface SqliteDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

/** Values come as one array: that is what `libsql` hands on, and it makes one of anything else first. */
export interface SqliteStatement {
  run(values?: readonly SqliteValue[]): { readonly changes: number | bigint };
  get(values?: readonly SqliteValue[]): unknown;
  all(values?: readonly SqliteValue[]): unknown[];
}

type Constructor<Database> = new (file: string) => Database;

/** What of `node:sqlite` is used; its statements take values one by one. */
interface BuiltinDatabase extends Omit<SqliteDatabase, "prepare"> {
  prepare(sql: string): {
    run(...values: readonly SqliteValue[]): { readonly changes: number | bigint };
    get(...values: readonly SqliteValue[]): unknown;
    all(...values: readonly SqliteValue[]): unknown[];
  };
}

function takingArrays(database: BuiltinDatabase): SqliteDatabase {
  return {
    exec: (sql) => database.exec(sql),
    prepare: (sql) => {
      const statement = database.prepare(sql);
      return {
        run: (values = []) => statement.run(...values),
        get: (values = []) => statement.get(...values),
        all: (values = []) => statement.all(...values),
      };
    },
    close: () => database.close(),
  };
}

export type SqliteDriver = "node:sqlite" | "libsql";

/**
 * Opens or creates a database file with `node:sqlite`, or with `libsql` where Node has none. Loaded when a database is opened, so that
 * importing the server asks nothing of the platform.
 */
export function openSqlite(file: string, driver?: SqliteDriver): SqliteDatabase {
  if (driver !== "libsql") {
    const builtin: unknown = process.getBuiltinModule("node:sqlite");
    if (builtin !== undefined) {
      const { DatabaseSync } = builtin as { readonly DatabaseSync: Constructor<BuiltinDatabase> };
      return takingArrays(new DatabaseSync(file));
    }
    if (driver === "node:sqlite") throw new Error("This Node has no node:sqlite");
  }
  const { createRequire } = process.getBuiltinModule("node:module");
  const Database = createRequire(import.meta.url)("libsql") as Constructor<SqliteDatabase>;
  return new Database(file);
}
