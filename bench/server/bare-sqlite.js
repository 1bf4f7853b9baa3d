import { createRequire } from "node:module";

const SCHEMA = `
  CREATE TABLE rooms (room TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE clients (room TEXT, client TEXT, last INTEGER, PRIMARY KEY (room, client)) WITHOUT ROWID;
  CREATE TABLE entities (room TEXT, id TEXT, type TEXT, version INTEGER, body TEXT, PRIMARY KEY (room, id)) WITHOUT ROWID;
  CREATE INDEX by_version ON entities (room, version);`;

/** What a store must write at the least, by hand: the bar for `SqliteServerStore`. Gives a function that commits one batch. */
export function openBareSqlite(file) {
  const Database = createRequire(import.meta.url)("libsql");
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  database.exec("PRAGMA synchronous = FULL");
  database.exec(SCHEMA);
  const putEntity = database.prepare(
    `INSERT INTO entities VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (room, id) DO UPDATE SET version = excluded.version, body = excluded.body`,
  );
  const putClient = database.prepare(
    "INSERT INTO clients VALUES (?, ?, ?) ON CONFLICT (room, client) DO UPDATE SET last = excluded.last",
  );
  const putRoom = database.prepare(
    "INSERT INTO rooms VALUES (?, ?) ON CONFLICT (room) DO UPDATE SET version = excluded.version",
  );
  let version = 0;
  return {
    commit(operations) {
      version++;
      database.exec("BEGIN IMMEDIATE");
      for (const { args } of operations) {
        const [id, title] = args;
        const body = JSON.stringify({
          id,
          type: "todo",
          data: { title },
          updatedAt: version,
          createdAt: version,
        });
        putEntity.run("r", id, "todo", version, body);
      }
      putClient.run("r", operations[0].clientId, operations.at(-1).id);
      putRoom.run("r", version);
      database.exec("COMMIT");
    },
    close: () => database.close(),
  };
}
