const SCHEMA = `
  CREATE TABLE rooms (room text PRIMARY KEY, version bigint NOT NULL);
  CREATE TABLE clients (room text, client text, last bigint, PRIMARY KEY (room, client));
  CREATE TABLE entities (room text, id text, type text, version bigint, body text, PRIMARY KEY (room, id));
  CREATE INDEX by_version ON entities (room, version);
  CREATE TABLE outcomes (room text, client text, last bigint, first bigint, at bigint, failed text[],
    PRIMARY KEY (room, client, last));`;

/**
 * Nothing happens unless the batch is the client's next one; the room's row is the lock under which the version grows. What became
 * of the batch is kept, an id that was taken as a failure.
 */
const COMMIT = {
  name: "bare_commit",
  text: `WITH client AS (
      INSERT INTO clients AS c
      SELECT $1, $2, $4 WHERE $3::bigint = 1 OR EXISTS (SELECT 1 FROM clients WHERE room = $1 AND client = $2)
      ON CONFLICT (room, client) DO UPDATE SET last = excluded.last WHERE c.last = $3::bigint - 1
      RETURNING 1
    ), head AS (
      INSERT INTO rooms AS r SELECT $1, 1 FROM client
      ON CONFLICT (room) DO UPDATE SET version = r.version + 1
      RETURNING version
    ), entity AS (
      INSERT INTO entities
      SELECT $1, e.id, 'todo', head.version, e.body FROM head, unnest($5::text[], $6::text[]) AS e (id, body)
      ON CONFLICT (room, id) DO NOTHING
      RETURNING id
    ), outcome AS (
      INSERT INTO outcomes
      SELECT $1, $2, $4, $3, $7, CASE WHEN (SELECT count(*) FROM entity) < cardinality($5::text[])
          THEN ARRAY(SELECT unnest($5::text[]) EXCEPT SELECT id FROM entity) END
        FROM head
      RETURNING failed
    )
    SELECT failed FROM outcome`,
};

/** One statement a batch that keeps every clause for one kind of operation, by hand: the bar for `PostgresServerStore`. */
export async function openBarePostgres(pool) {
  await pool.query(SCHEMA);
  return {
    async commit(operations, roomId) {
      const ids = operations.map(({ args }) => args[0]);
      const now = Date.now();
      const bodies = operations.map(({ args: [id, title] }) =>
        JSON.stringify({ id, type: "todo", data: { title }, updatedAt: now, createdAt: now }),
      );
      const { clientId } = operations[0];
      const values = [roomId, clientId, operations[0].id, operations.at(-1).id, ids, bodies, now];
      const { rows } = await pool.query({ ...COMMIT, values });
      if (rows.length === 0) throw new Error("The batch was not the client's next");
    },
  };
}
