import type { PostgresQuery } from "./postgres-connection.js";
import type { SettledOperations } from "./server-store.js";

/** A row of `kalphite_entities` to be written. */
export interface LivingRow {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  /** JSON text. */
  readonly body: string;
}

/** A row of `kalphite_tombstones` to be written. */
export interface TombstoneRow {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly writtenAt: number;
  /** Nothing lives under the id any more; otherwise something of another type does. */
  readonly isGone: boolean;
}

/** What one commit does to a room. */
export interface PostgresCommit {
  readonly roomId: string;
  readonly epoch: string;
  /** What the commit builds on: nothing is written where somebody else committed since. 0: Postgres has no such room yet, or only its lock. */
  readonly revision: number;
  readonly nextRevision: number;
  readonly version: number;
  readonly size: number;
  /** Entities under whose ids nothing lives: where something does, the whole statement fails on the primary key. */
  readonly created: readonly LivingRow[];
  /** Entities under whose ids something lives, or may live. */
  readonly replaced: readonly LivingRow[];
  readonly removed: readonly TombstoneRow[];
  readonly settled: readonly SettledOperations[];
}

interface Column<Row> {
  readonly name: string;
  /** `json`: text without line breaks, as JSON is, and never NULL; as one text of many lines it needs no quotes. */
  readonly type: "text" | "bigint" | "boolean" | "json";
  readonly of: (row: Row) => string | number | boolean | undefined;
}

/** What is written to one table, named for the name of the statement. */
interface Part<Row> {
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  /** Reads rows of `room` and the columns from `source`. */
  readonly text: (source: string) => string;
}

const LIVING: Part<LivingRow>["columns"] = [
  { name: "id", type: "text", of: ({ id }) => id },
  { name: "type", type: "text", of: ({ type }) => type },
  { name: "version", type: "bigint", of: ({ version }) => version },
  { name: "body", type: "json", of: ({ body }) => body },
];

const CREATED: Part<LivingRow> = {
  name: "created",
  columns: LIVING,
  text: (source) => `created AS (INSERT INTO kalphite_entities (room, id, type, version, body) ${source})`,
};

const REPLACED: Part<LivingRow> = {
  name: "replaced",
  columns: LIVING,
  text: (source) => `replaced AS (
    INSERT INTO kalphite_entities (room, id, type, version, body) ${source}
    ON CONFLICT (room, id) DO UPDATE
      SET type = excluded.type, version = excluded.version, body = excluded.body)`,
};

const REMOVED: Part<TombstoneRow> = {
  name: "removed",
  columns: [
    { name: "id", type: "text", of: ({ id }) => id },
    { name: "type", type: "text", of: ({ type }) => type },
    { name: "version", type: "bigint", of: ({ version }) => version },
    { name: "written_at", type: "bigint", of: ({ writtenAt }) => writtenAt },
    { name: "gone", type: "boolean", of: ({ isGone }) => isGone },
  ],
  // By row address: a join would be planned for an empty table, as a scan of it.
  text: (source) => `removed AS (${source}), deleted AS (
    DELETE FROM kalphite_entities WHERE ctid = ANY (ARRAY(
      SELECT found.ctid FROM removed, LATERAL (
        SELECT e.ctid FROM kalphite_entities e WHERE e.room = removed.room AND e.id = removed.id LIMIT 1) AS found
       WHERE removed.gone))
  ), tombstones AS (
    INSERT INTO kalphite_tombstones (room, id, type, version, written_at)
    SELECT room, id, type, version, written_at FROM removed
    ON CONFLICT (room, id, type) DO UPDATE SET version = excluded.version, written_at = excluded.written_at)`,
};

const SETTLED: Part<SettledOperations> = {
  name: "settled",
  columns: [
    { name: "client", type: "text", of: ({ clientId }) => clientId },
    { name: "last", type: "bigint", of: ({ lastOperationId }) => lastOperationId },
    { name: "first", type: "bigint", of: ({ firstOperationId }) => firstOperationId },
    { name: "user_id", type: "text", of: ({ userId }) => userId },
    { name: "settled_at", type: "bigint", of: ({ serverTimestamp }) => serverTimestamp },
    {
      name: "failures",
      type: "text",
      of: ({ failures }) => (failures.length === 0 ? undefined : JSON.stringify(failures)),
    },
  ],
  text: (source) => `settled AS (
    INSERT INTO kalphite_settled
      (room, client, last_operation, first_operation, user_id, settled_at, failures) ${source})`,
};

/**
 * The update of the head is the room's lock (P12): it waits for whoever holds it, and looks at the revision again once it has it.
 * Where it gives no room, nothing else is written.
 */
const HEAD = `UPDATE kalphite_rooms SET revision = $4::bigint, version = $5, entities = $6
    WHERE room = $1 AND epoch = $2 AND revision = $3::bigint RETURNING room`;

const FIRST_HEAD = `INSERT INTO kalphite_rooms AS r (room, epoch, version, revision, horizon, entities)
    VALUES ($1, $2, $5, $4::bigint, 0, $6)
    ON CONFLICT (room) DO UPDATE
      SET version = excluded.version, revision = excluded.revision, entities = excluded.entities
      WHERE r.revision = $3::bigint AND r.epoch = $2
    RETURNING room`;

/** The texts of statements by name: they differ in what is written and in whether it is one row. */
const texts = new Map<string, string>();

/** The statement that commits: it gives one row, or none where it wrote nothing. */
export function commitQuery(commit: PostgresCommit): PostgresQuery {
  const { roomId, epoch, revision, nextRevision, version, size } = commit;
  const values: unknown[] = [roomId, epoch, revision, nextRevision, version, size];
  const { created, replaced, removed, settled } = commit;
  let name = revision === 0 ? "kalphite_commit_first" : "kalphite_commit";
  const writes: (() => string)[] = [];
  const add = <Row>(part: Part<Row>, rows: readonly Row[]) => {
    if (rows.length === 0) return;
    // One row needs no arrays, which cost more to make and to read than the row.
    const isSingle = rows.length === 1;
    name += isSingle ? `_${part.name}` : `_${part.name}_n`;
    const from = values.length + 1;
    for (const column of part.columns)
      values.push(isSingle ? (column.of(rows[0]!) ?? null) : list(column, rows));
    writes.push(() => part.text(source(part.columns, from, isSingle)));
  };
  add(CREATED, created);
  add(REPLACED, replaced);
  add(REMOVED, removed);
  add(SETTLED, settled);
  let text = texts.get(name);
  if (text === undefined) {
    const head = `head AS (${revision === 0 ? FIRST_HEAD : HEAD})`;
    text = `WITH ${[head, ...writes.map((write) => write())].join(", ")} SELECT room FROM head`;
    texts.set(name, text);
  }
  return { name, text, values };
}

/** Rows of the room and of columns that are parameters, counted from one on. */
function source(columns: readonly Column<never>[], from: number, isSingle: boolean): string {
  if (isSingle) {
    const fields = columns.map(({ name, type }, index) => `$${from + index}::${typeName(type)} AS ${name}`);
    return `SELECT room, ${fields.join(", ")} FROM head`;
  }
  const names = columns.map(({ name }) => name).join(", ");
  const lists = columns.map(({ type }, index) =>
    type === "json" ? `string_to_array($${from + index}, E'\\n')` : `$${from + index}::${type}[]`,
  );
  return `SELECT room, ${names} FROM head, unnest(${lists.join(", ")}) AS rows (${names})`;
}

const typeName = (type: Column<never>["type"]) => (type === "json" ? "text" : type);

function list<Row>({ type, of }: Column<Row>, rows: readonly Row[]): string {
  if (type === "json") return rows.map(of).join("\n");
  if (type === "text") return textArray(rows.map((row) => of(row) as string | undefined));
  return `{${rows.map(of).join(",")}}`;
}

/** An array as Postgres reads it, undefined as NULL. `pg` would turn arrays into the same, in more time. */
function textArray(texts: readonly (string | undefined)[]): string {
  const quoted = texts.map((text) => {
    if (text === undefined) return "NULL";
    return /["\\]/.test(text) ? `"${text.replaceAll(/["\\]/g, "\\$&")}"` : `"${text}"`;
  });
  return `{${quoted.join(",")}}`;
}
