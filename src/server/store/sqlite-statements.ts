import type { SqliteDatabase } from "./sqlite-driver.js";

/** What the store says to SQLite, compiled once. */
export function prepareStatements(database: SqliteDatabase) {
  const lives = (types: string) =>
    `NOT EXISTS (SELECT 1 FROM kalphite_entities l
                  WHERE l.room = e.room AND l.id = e.id AND l.body IS NOT NULL ${types})`;
  const rows = (types: string, living: string) =>
    `SELECT id, type, version, body FROM kalphite_entities e INDEXED BY kalphite_entities_by_version
      WHERE room = ?1 AND (version, id, type) > (?2, ?3, ?4)
        AND (body IS NOT NULL OR (version > ?5 AND ${living})) ${types}
      ORDER BY version, id, type`;
  const replace = `ON CONFLICT (room, id, type) DO UPDATE
    SET version = excluded.version, written_at = excluded.written_at, body = excluded.body`;
  return {
    room: database.prepare("SELECT epoch, version, horizon, entities FROM kalphite_rooms WHERE room = ?"),
    putHead: database.prepare(
      `INSERT INTO kalphite_rooms (room, epoch, version, entities, horizon) VALUES (?, ?, ?, ?, 0)
       ON CONFLICT (room) DO UPDATE SET version = excluded.version, entities = excluded.entities`,
    ),
    client: database.prepare(
      `SELECT user_id, last_operation FROM kalphite_settled
        WHERE room = ? AND client = ? ORDER BY last_operation DESC LIMIT 1`,
    ),
    outcome: database.prepare(
      `SELECT first_operation, last_operation, settled_at, failures FROM kalphite_settled
        WHERE room = ? AND client = ? AND last_operation >= ? ORDER BY last_operation LIMIT 1`,
    ),
    putSettled: database.prepare("INSERT INTO kalphite_settled VALUES (?, ?, ?, ?, ?, ?, ?)"),
    entity: database.prepare(
      "SELECT body FROM kalphite_entities WHERE room = ? AND id = ? AND body IS NOT NULL",
    ),
    entitiesOfType: database.prepare(
      `SELECT body FROM kalphite_entities INDEXED BY kalphite_entities_by_version
        WHERE room = ? AND type = ? AND body IS NOT NULL`,
    ),
    entities: database.prepare(
      `SELECT e.id, e.body FROM json_each(?2) ids CROSS JOIN kalphite_entities e
           ON e.room = ?1 AND e.id = ids.value WHERE e.body IS NOT NULL`,
    ),
    putEntity: database.prepare(
      `INSERT INTO kalphite_entities (room, id, type, body, version, written_at) VALUES (?, ?, ?, ?, ?, ?) ${replace}`,
    ),
    putEntities: database.prepare(
      `INSERT INTO kalphite_entities (room, id, type, body, version, written_at)
       SELECT ?1, value ->> 0, value ->> 1, value ->> 2, ?2, ?3 FROM json_each(?4) WHERE true ${replace}`,
    ),
    rows: database.prepare(`${rows("", lives(""))} LIMIT ?6`),
    rowsOfTypes: database.prepare(
      `${rows("AND type IN (SELECT value FROM json_each(?6))", lives("AND l.type IN (SELECT value FROM json_each(?6))"))} LIMIT ?7`,
    ),
    invalidation: database.prepare(
      "SELECT version FROM kalphite_invalidations WHERE room = ? AND user_id = ?",
    ),
    putInvalidation: database.prepare("INSERT OR REPLACE INTO kalphite_invalidations VALUES (?, ?, ?)"),
    raiseHorizons: database.prepare(
      `UPDATE kalphite_rooms SET horizon = gone.version
         FROM (SELECT room, max(version) AS version FROM kalphite_entities
                WHERE body IS NULL AND written_at < ? GROUP BY room) AS gone
        WHERE kalphite_rooms.room = gone.room AND kalphite_rooms.horizon < gone.version`,
    ),
    dropTombstones: database.prepare("DELETE FROM kalphite_entities WHERE body IS NULL AND written_at < ?"),
    dropClients: database.prepare(
      `DELETE FROM kalphite_settled WHERE (room, client) IN
         (SELECT room, client FROM kalphite_settled GROUP BY room, client HAVING max(settled_at) < ?)
       RETURNING room, client`,
    ),
    dropOutcomes: database.prepare(
      `DELETE FROM kalphite_settled WHERE settled_at < ? AND failures IS NULL AND EXISTS
         (SELECT 1 FROM kalphite_settled s WHERE s.room = kalphite_settled.room
             AND s.client = kalphite_settled.client AND s.last_operation > kalphite_settled.last_operation)`,
    ),
  };
}
