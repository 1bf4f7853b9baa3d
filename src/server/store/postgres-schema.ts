import { inPostgresTransaction, type PostgresPool } from "./postgres-connection.js";

/** One number for "kalphite schema" among the advisory locks of the database. */
const LOCK = 7_201_154_310;

/** Each brings the schema from the version of its index to the next. Never edited, only added to. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE kalphite_rooms (
     room text COLLATE "C" PRIMARY KEY,
     epoch text NOT NULL,
     version bigint NOT NULL,
     revision bigint NOT NULL,
     horizon bigint NOT NULL
   );
   CREATE TABLE kalphite_entities (
     room text COLLATE "C" NOT NULL,
     id text COLLATE "C" NOT NULL,
     type text COLLATE "C" NOT NULL,
     version bigint NOT NULL,
     written_at bigint NOT NULL,
     body text,
     PRIMARY KEY (room, id, type)
   );
   CREATE INDEX kalphite_entities_by_version ON kalphite_entities (room, version, id, type);
   CREATE INDEX kalphite_entities_by_type ON kalphite_entities (room, type) WHERE body IS NOT NULL;
   CREATE INDEX kalphite_tombstones ON kalphite_entities (written_at) WHERE body IS NULL;
   CREATE TABLE kalphite_settled (
     room text COLLATE "C" NOT NULL,
     client text COLLATE "C" NOT NULL,
     last_operation bigint NOT NULL,
     first_operation bigint NOT NULL,
     user_id text,
     settled_at bigint NOT NULL,
     failures text,
     PRIMARY KEY (room, client, last_operation)
   );
   CREATE TABLE kalphite_invalidations (
     room text COLLATE "C" NOT NULL,
     user_id text COLLATE "C" NOT NULL,
     version bigint NOT NULL,
     PRIMARY KEY (room, user_id)
   );`,
  // What is of one type is found through the index by version, which holds the type: one index less to write.
  `DROP INDEX kalphite_entities_by_type;
   ALTER TABLE kalphite_rooms ADD COLUMN entities bigint NOT NULL DEFAULT 0;
   UPDATE kalphite_rooms r SET entities = (
     SELECT count(*) FROM kalphite_entities e WHERE e.room = r.room AND e.body IS NOT NULL);`,
  // What lives apart from what is gone: then the primary key alone says that a new id is free, and a new row takes no other check.
  // The tombstone of an id that lives again stays until its time is over.
  `DROP INDEX kalphite_tombstones;
   CREATE TABLE kalphite_tombstones (
     room text COLLATE "C" NOT NULL,
     id text COLLATE "C" NOT NULL,
     type text COLLATE "C" NOT NULL,
     version bigint NOT NULL,
     written_at bigint NOT NULL,
     PRIMARY KEY (room, id, type)
   );
   INSERT INTO kalphite_tombstones
     SELECT room, id, type, version, written_at FROM kalphite_entities WHERE body IS NULL;
   DELETE FROM kalphite_entities WHERE body IS NULL;
   CREATE INDEX kalphite_tombstones_by_version ON kalphite_tombstones (room, version, id, type);
   CREATE INDEX kalphite_tombstones_by_age ON kalphite_tombstones (written_at);
   ALTER TABLE kalphite_entities
     DROP CONSTRAINT kalphite_entities_pkey, ADD PRIMARY KEY (room, id), ALTER COLUMN body SET NOT NULL,
     DROP COLUMN written_at;`,
];

/**
 * Brings a database to the current schema and gives its epoch. Safe when several servers start at once: one of them does it
 * under an advisory lock while the others wait. @throws where the schema is newer than this code
 */
export async function migratePostgres(pool: PostgresPool, epoch: string): Promise<string> {
  return inPostgresTransaction(pool, async (connection) => {
    await connection.query({ text: "SELECT pg_advisory_xact_lock($1)", values: [LOCK] });
    await connection.query({
      text: "CREATE TABLE IF NOT EXISTS kalphite_schema (version integer NOT NULL, epoch text NOT NULL)",
    });
    const { rows } = await connection.query({ text: "SELECT version, epoch FROM kalphite_schema" });
    const found = rows[0] as { readonly version: number; readonly epoch: string } | undefined;
    const version = found?.version ?? 0;
    if (version > MIGRATIONS.length)
      throw new Error(`The database's schema ${version} is newer than this server`);
    for (const migration of MIGRATIONS.slice(version)) await connection.query({ text: migration });
    await connection.query(
      found === undefined
        ? { text: "INSERT INTO kalphite_schema VALUES ($1, $2)", values: [MIGRATIONS.length, epoch] }
        : { text: "UPDATE kalphite_schema SET version = $1", values: [MIGRATIONS.length] },
    );
    return found?.epoch ?? epoch;
  });
}
