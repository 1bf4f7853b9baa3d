/**
 * What the store says to Postgres, each prepared once per connection. Every statement is one snapshot. A `LIMIT 1` where there is
 * one row anyway keeps the planner from joining: plans are made while the tables are empty, and a join would read the whole room.
 */

/** A room's head, some of its clients, and what the work will probably read, in one round trip. */
export const LOAD = {
  name: "kalphite_load",
  text: `SELECT
    (SELECT json_build_object('epoch', epoch, 'version', version, 'revision', revision, 'entities', entities)
       FROM kalphite_rooms WHERE room = $1) AS head,
    (SELECT json_agg(json_build_object('client', asked.client, 'user', s.user_id, 'last', s.last_operation))
       FROM unnest($2::text[]) AS asked (client), LATERAL (
         SELECT user_id, last_operation FROM kalphite_settled
          WHERE room = $1 AND client = asked.client ORDER BY last_operation DESC LIMIT 1) s) AS clients,
    (SELECT json_agg(json_build_object('id', found.id, 'body', found.body))
       FROM unnest($3::text[]) AS asked (id), LATERAL (
         SELECT id, body FROM kalphite_entities
          WHERE room = $1 AND id = asked.id LIMIT 1) found) AS entities`,
};

/** Lets nobody else commit to a room until the transaction ends. */
export const LOCK_ROOM = {
  name: "kalphite_lock_room",
  text: `INSERT INTO kalphite_rooms VALUES ($1, $2, 0, 0, 0)
         ON CONFLICT (room) DO UPDATE SET revision = kalphite_rooms.revision`,
};

export const ENTITY = {
  name: "kalphite_entity",
  text: "SELECT body FROM kalphite_entities WHERE room = $1 AND id = $2",
};

export const ENTITIES_OF_TYPE = {
  name: "kalphite_entities_of_type",
  text: "SELECT id, body FROM kalphite_entities WHERE room = $1 AND type = $2",
};

export const OUTCOME = {
  name: "kalphite_outcome",
  text: `SELECT first_operation, last_operation, settled_at, failures FROM kalphite_settled
          WHERE room = $1 AND client = $2 AND last_operation >= $3 ORDER BY last_operation LIMIT 1`,
};

/** The rows up to the one whose JSON reaches the length, and how many there were to choose from. */
const fitting = (rows: string, maxLength: string) => `
    SELECT * FROM (
      SELECT found.*, count(*) OVER () AS available,
             coalesce(sum(length(body)) OVER (ORDER BY row_version, id, type
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS length_before
        FROM (${rows}) AS found
    ) AS measured WHERE length_before < ${maxLength}`;

const HEAD = `SELECT r.epoch, r.version, greatest(r.horizon, i.version) AS horizon,
    c.user_id, c.last_operation
  FROM (SELECT $1::text AS room) AS asked
  LEFT JOIN kalphite_rooms r ON r.room = asked.room
  LEFT JOIN LATERAL (
    SELECT user_id, last_operation FROM kalphite_settled s
     WHERE s.room = asked.room AND s.client = $2 ORDER BY last_operation DESC LIMIT 1) c ON true
  LEFT JOIN kalphite_invalidations i ON i.room = asked.room AND i.user_id = $3`;

/** A page behind a position: the head, and beside it one row of state each. */
export const PAGE = {
  name: "kalphite_page",
  text: `WITH head AS (${HEAD})
    SELECT head.*, s.id, s.type, s.row_version, s.body, s.available FROM head LEFT JOIN LATERAL (${fitting(
      `
      SELECT * FROM (
        SELECT id, type, version AS row_version, body FROM kalphite_entities
         WHERE room = $1 AND (version, id, type) > ($4::bigint, $5::text, $6::text)
           AND ($8::text[] IS NULL OR type = ANY ($8::text[]))
        UNION ALL
        SELECT id, type, version, NULL FROM kalphite_tombstones t
         WHERE room = $1 AND (version, id, type) > ($4::bigint, $5::text, $6::text) AND version > $7::bigint
           AND ($8::text[] IS NULL OR type = ANY ($8::text[]))
           AND (SELECT l.id FROM kalphite_entities l
                 WHERE l.room = t.room AND l.id = t.id
                   AND ($8::text[] IS NULL OR l.type = ANY ($8::text[])) LIMIT 1) IS NULL
      ) AS rows ORDER BY row_version, id, type LIMIT $9`,
      "$10::bigint",
    )}
    ) s ON true ORDER BY s.row_version, s.id, s.type`,
};

/** The first page of a full state: living entities alone. */
export const FULL_PAGE = {
  name: "kalphite_full_page",
  text: `WITH head AS (${HEAD})
    SELECT head.*, s.id, s.type, s.row_version, s.body, s.available FROM head LEFT JOIN LATERAL (${fitting(
      `
      SELECT id, type, version AS row_version, body FROM kalphite_entities
       WHERE room = $1 AND ($4::text[] IS NULL OR type = ANY ($4::text[]))
       ORDER BY version, id, type LIMIT $5`,
      "$6::bigint",
    )}
    ) s ON true ORDER BY s.row_version, s.id, s.type`,
};

export const INVALIDATE = {
  name: "kalphite_invalidate",
  text: `WITH head AS (
      INSERT INTO kalphite_rooms AS r VALUES ($1, $2, 1, 1, 0)
      ON CONFLICT (room) DO UPDATE SET version = r.version + 1, revision = r.revision + 1
      RETURNING room, version
    )
    INSERT INTO kalphite_invalidations SELECT room, $3, version FROM head
    ON CONFLICT (room, user_id) DO UPDATE SET version = excluded.version`,
};

/** Takes the rooms' locks first, so that no pull sees tombstones gone below the horizon. */
export const DROP_TOMBSTONES = {
  name: "kalphite_drop_tombstones",
  text: `WITH old AS (
      SELECT room, max(version) AS version FROM kalphite_tombstones WHERE written_at < $1 GROUP BY room
    ), raised AS (
      UPDATE kalphite_rooms r SET horizon = greatest(r.horizon, old.version) FROM old WHERE r.room = old.room
      RETURNING r.room
    ), gone AS (
      DELETE FROM kalphite_tombstones t USING raised
       WHERE t.room = raised.room AND t.written_at < $1 RETURNING 1
    )
    SELECT count(*) AS count FROM gone`,
};

/** Their rooms' revisions grow: a batch that read one of these clients starts over. */
export const DROP_CLIENTS = {
  name: "kalphite_drop_clients",
  text: `WITH idle AS (
      SELECT room, client FROM kalphite_settled GROUP BY room, client HAVING max(settled_at) < $1
    ), touched AS (
      UPDATE kalphite_rooms SET revision = revision + 1 WHERE room IN (SELECT room FROM idle)
    ), gone AS (
      DELETE FROM kalphite_settled s USING idle WHERE s.room = idle.room AND s.client = idle.client
    )
    SELECT count(*) AS count FROM idle`,
};

export const DROP_OUTCOMES = {
  name: "kalphite_drop_outcomes",
  text: `WITH old AS (
      DELETE FROM kalphite_settled o WHERE settled_at < $1 AND failures IS NULL AND EXISTS (
        SELECT 1 FROM kalphite_settled s
         WHERE s.room = o.room AND s.client = o.client AND s.last_operation > o.last_operation)
      RETURNING 1
    )
    SELECT count(*) AS count FROM old`,
};
