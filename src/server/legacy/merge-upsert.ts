import { jsonEquals, type Entity, type EntityFields, type RuntimeEntity } from "../../protocol/index.js";

/** The versions of an entity that meet in a legacy client's upsert. */
export interface UpsertMerge {
  /** What the client showed when it made its change. */
  readonly base: Entity;
  /** What it sent. */
  readonly sent: Entity;
  /** What the contract made of that: unknown fields gone, defaults filled in. */
  readonly parsed: Entity;
  /** What the room holds. */
  readonly current: Entity;
}

export interface MergedUpsert {
  readonly entity: Entity;
  /** The fields that hold what somebody else wrote, instead of what was sent. */
  readonly kept: readonly string[];
}

/** Of the envelope, what is no field of the application's. */
const IDENTITY: ReadonlySet<string> = new Set(["id", "type"]);

/**
 * The last write of each field wins: a field that the client changed is as it sent it, any other as the room has it. A
 * field that the client left out, and that the contract fills with a default, is one that it does not know, and did not
 * change. Where the result would not fit the contract, what was sent wins as a whole.
 */
export function mergeUpsert(model: RuntimeEntity, merge: UpsertMerge): MergedUpsert {
  const { parsed, current } = merge;
  const kept: string[] = [];
  const entity =
    model.shape === "flat"
      ? { ...mergeFields(merge, IDENTITY, kept), id: parsed.id, type: parsed.type }
      : mergeEnvelope(model, merge, kept);
  if (current.type === parsed.type && model.validator.is(entity)) return { entity, kept };
  return { entity: parsed, kept: [] };
}

function mergeEnvelope(model: RuntimeEntity, merge: UpsertMerge, kept: string[]): Entity {
  const { base, sent, parsed, current } = merge;
  const stamps = new Set([...IDENTITY, "data"]);
  const around = mergeFields(merge, stamps, []);
  const data = mergeFields(
    { base: dataOf(base), sent: dataOf(sent), parsed: dataOf(parsed), current: dataOf(current) },
    new Set(),
    kept,
  );
  const updatedAt = model.updatedAt && later(parsed["updatedAt"], current["updatedAt"]);
  return { ...parsed, data, ...around, ...(updatedAt !== undefined && { updatedAt }) } as Entity;
}

function dataOf(entity: Entity): EntityFields {
  return (entity["data"] ?? {}) as EntityFields;
}

/** Stamps of one kind order as they are; any other pair is as it was sent. */
function later(sent: unknown, current: unknown): unknown {
  const isLater =
    (typeof sent === "number" && typeof current === "number" && current > sent) ||
    (typeof sent === "string" && typeof current === "string" && current > sent);
  return isLater ? current : sent;
}

type Versions = { readonly [Version in keyof UpsertMerge]: EntityFields };

function mergeFields(versions: Versions, without: ReadonlySet<string>, kept: string[]): EntityFields {
  const { parsed, current } = versions;
  const merged = new Map<string, unknown>();
  for (const name of new Set([...Object.keys(parsed), ...Object.keys(current)])) {
    if (without.has(name)) continue;
    const from = isChanged(versions, name) ? parsed : current;
    if (Object.hasOwn(from, name)) merged.set(name, from[name]);
    if (from === current && !jsonEquals(valueOf(parsed, name), valueOf(current, name))) kept.push(name);
  }
  return Object.fromEntries(merged);
}

function isChanged({ base, sent, parsed }: Versions, name: string): boolean {
  if (!Object.hasOwn(sent, name)) return Object.hasOwn(base, name) && !Object.hasOwn(parsed, name);
  if (!Object.hasOwn(base, name)) return true;
  return !jsonEquals(sent[name], base[name]) && !jsonEquals(parsed[name], base[name]);
}

function valueOf(fields: EntityFields, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
