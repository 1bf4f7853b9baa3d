/** Takes a database of layout 2 back to layout 1, in SQLite as in Postgres. */
export const TO_LAYOUT_1 = `
  ALTER TABLE kalphite_rooms DROP COLUMN entities;
  CREATE INDEX kalphite_entities_by_type ON kalphite_entities (room, type) WHERE body IS NOT NULL;
  UPDATE kalphite_schema SET version = 1;`;

/** Takes a Postgres database of layout 3 back to layout 2. */
export const POSTGRES_TO_LAYOUT_2 = `
  ALTER TABLE kalphite_entities
    DROP CONSTRAINT kalphite_entities_pkey, ADD PRIMARY KEY (room, id, type),
    ALTER COLUMN body DROP NOT NULL, ADD COLUMN written_at bigint NOT NULL DEFAULT 0;
  INSERT INTO kalphite_entities (room, id, type, version, written_at)
    SELECT room, id, type, version, written_at FROM kalphite_tombstones ON CONFLICT DO NOTHING;
  DROP TABLE kalphite_tombstones;
  CREATE INDEX kalphite_tombstones ON kalphite_entities (written_at) WHERE body IS NULL;
  UPDATE kalphite_schema SET version = 2;`;
