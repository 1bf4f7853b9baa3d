import { createRequire } from "node:module";

const SCHEMA = `
  CREATE TABLE rooms (room TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE entities (room TEXT, id TEXT, type TEXT, version INTEGER, body TEXT, PRIMARY KEY (room, id)) WITHOUT ROWID;
  CREATE INDEX by_version ON entities (room, version);
  CREATE TABLE outcomes (room TEXT, client TEXT, last INTEGER, first INTEGER, at INTEGER, failures TEXT,
    PRIMARY KEY (room, client, last)) WITHOUT ROWID;`;

/**
 * What a store must do at the least, by hand: the bar for `SqliteServerStore`. Nothing happens unless the batch is the client's next
 * one, and what became of it is kept, an id that was taken as a failure. Gives a function that commits one batch.
 */
export function openBareSqlite(file) {
  const Database = createRequire(import.meta.url)("libsql");
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  database.exec("PRAGMA synchronous = FULL");
  database.exec(SCHEMA);
  const lastOutcome = database.prepare(
    "SELECT last FROM outcomes WHERE room = ? AND client = ? ORDER BY last DESC LIMIT 1",
  );
  const head = database.prepare("SELECT version FROM rooms WHERE room = ?");
  const putEntity = database.prepare(
    "INSERT INTO entities VALUES (?, ?, ?, ?, ?) ON CONFLICT (room, id) DO NOTHING",
  );
  const putOutcome = database.prepare("INSERT INTO outcomes VALUES (?, ?, ?, ?, ?, ?)");
  const putRoom = database.prepare(
    "INSERT INTO rooms VALUES (?, ?) ON CONFLICT (room) DO UPDATE SET version = excluded.version",
  );

  function write(room, operations) {
    const { clientId, id: first } = operations[0];
    if (first !== (lastOutcome.get(room, clientId)?.last ?? 0) + 1)
      throw new Error("The batch was not the client's next");
    const version = (head.get(room)?.version ?? 0) + 1;
    const now = Date.now();
    const failed = [];
    for (const { id: operationId, args } of operations) {
      const [id, title] = args;
      const body = JSON.stringify({ id, type: "todo", data: { title }, updatedAt: now, createdAt: now });
      if (putEntity.run(room, id, "todo", version, body).changes === 0) failed.push(operationId);
    }
    const failures = failed.length === 0 ? null : JSON.stringify(failed);
    putOutcome.run(room, clientId, operations.at(-1).id, first, now, failures);
    if (failed.length < operations.length) putRoom.run(room, version);
  }

  return {
    commit(operations) {
      database.exec("BEGIN IMMEDIATE");
      try {
        write("r", operations);
        database.exec("COMMIT");
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    },
    close: () => database.close(),
  };
}
