import type { SqliteDatabase } from "./sqlite-driver.js";

/** Each brings the schema from the version of its index to the next. Never edited, only added to. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE kalphite_rooms (
     room TEXT NOT NULL PRIMARY KEY,
     epoch TEXT NOT NULL,
     version INTEGER NOT NULL,
     horizon INTEGER NOT NULL
   ) WITHOUT ROWID;
   CREATE TABLE kalphite_entities (
     room TEXT NOT NULL,
     id TEXT NOT NULL,
     type TEXT NOT NULL,
     version INTEGER NOT NULL,
     written_at INTEGER NOT NULL,
     body TEXT,
     PRIMARY KEY (room, id, type)
   ) WITHOUT ROWID;
   CREATE INDEX kalphite_entities_by_version ON kalphite_entities (room, version, id, type);
   CREATE INDEX kalphite_entities_by_type ON kalphite_entities (room, type) WHERE body IS NOT NULL;
   CREATE INDEX kalphite_tombstones ON kalphite_entities (written_at) WHERE body IS NULL;
   CREATE TABLE kalphite_settled (
     room TEXT NOT NULL,
     client TEXT NOT NULL,
     last_operation INTEGER NOT NULL,
     first_operation INTEGER NOT NULL,
     user_id TEXT,
     settled_at INTEGER NOT NULL,
     failures TEXT,
     PRIMARY KEY (room, client, last_operation)
   ) WITHOUT ROWID;
   CREATE TABLE kalphite_invalidations (
     room TEXT NOT NULL,
     user_id TEXT NOT NULL,
     version INTEGER NOT NULL,
     PRIMARY KEY (room, user_id)
   ) WITHOUT ROWID;`,
  // What is of one type is found through the index by version, which holds the type: one index less to write.
  `DROP INDEX kalphite_entities_by_type;
   ALTER TABLE kalphite_rooms ADD COLUMN entities INTEGER NOT NULL DEFAULT 0;
   UPDATE kalphite_rooms SET entities = (
     SELECT count(*) FROM kalphite_entities e WHERE e.room = kalphite_rooms.room AND e.body IS NOT NULL);`,
];

/**
 * Brings a database to the current schema. Safe when several servers start at once: the write lock is taken first, and what
 * another one did is not done again. @throws where the schema is newer than this code
 */
export function migrateSqlite(database: SqliteDatabase, epoch: string): string {
  database.exec("BEGIN IMMEDIATE");
  try {
    database.exec(
      "CREATE TABLE IF NOT EXISTS kalphite_schema (version INTEGER NOT NULL, epoch TEXT NOT NULL)",
    );
    const found = database.prepare("SELECT version, epoch FROM kalphite_schema").get() as
      { readonly version: number; readonly epoch: string } | undefined;
    const version = found?.version ?? 0;
    if (version > MIGRATIONS.length)
      throw new Error(`The database's schema ${version} is newer than this server`);
    for (const migration of MIGRATIONS.slice(version)) database.exec(migration);
    if (found === undefined) {
      database.prepare("INSERT INTO kalphite_schema VALUES (?, ?)").run([MIGRATIONS.length, epoch]);
    } else if (version < MIGRATIONS.length) {
      database.prepare("UPDATE kalphite_schema SET version = ?").run([MIGRATIONS.length]);
    }
    database.exec("COMMIT");
    return found?.epoch ?? epoch;
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}
