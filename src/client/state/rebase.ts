import { jsonEquals, type Entity } from "../../protocol/index.js";
import { NO_FOOTPRINT, type Footprint } from "./footprint.js";
import { OverlayView } from "./overlay-view.js";
import type { PendingEntry } from "./pending-entry.js";
import type { ReadView } from "./read-view.js";

export interface Rebase {
  readonly entries: readonly PendingEntry[];
  /** What the operations wrote, taken together. */
  readonly writes: Map<string, Entity | null>;
  /** Ids at which the view may show something else than before; every id where it does is among them. */
  readonly suspects: Iterable<string>;
}

/**
 * Replays operations over a new base (P21), running only those that could come out differently.
 *
 * `stale` holds, before each operation, every id whose value at this point may not be what it was at the same point of
 * the last replay. An operation that looked at none of them writes what it wrote before; after it, what it wrote is no
 * longer stale. An operation that is new, gone or run again makes stale what it writes otherwise. The types of stale
 * entities, before and after, are remembered to the end, which errs on the side of running.
 *
 * @param before the entries of the last replay
 * @param after the entries now; those that were there before come in the same order and are the same objects, or
 *   objects with the footprint of the last replay still on them
 * @param changed ids at which `base` differs from `formerBase`, that of the last replay
 * @param run runs the entry's mutator, or yields no footprint where its effect is not to be shown
 */
export function rebase(
  before: readonly PendingEntry[],
  after: readonly PendingEntry[],
  formerBase: ReadView,
  base: ReadView,
  changed: Iterable<string>,
  mustRun: (entry: PendingEntry) => boolean,
  run: (entry: PendingEntry, view: ReadView) => Footprint,
): Rebase {
  const writes = new Map<string, Entity | null>();
  if (before.length === 0 && after.length === 0) return { entries: after, writes, suspects: changed };
  const view = new OverlayView(base, writes);
  const stale = new Set<string>();
  const staleTypes = new Set<string>();

  const mark = (id: string, ...types: readonly (string | undefined)[]): void => {
    stale.add(id);
    for (const type of types) if (type !== undefined) staleTypes.add(type);
  };
  for (const id of changed) mark(id, formerBase.find(id)?.type, base.find(id)?.type);

  const advance = (old: Footprint, now: Footprint): void => {
    for (const [id, value] of old.writes) {
      if (now.writes.has(id)) continue;
      if ((view.find(id) ?? null) === value) stale.delete(id);
      else mark(id, value?.type, view.find(id)?.type);
    }
    for (const [id, value] of now.writes) {
      const known = old.writes.get(id);
      if (known === value) stale.delete(id);
      else mark(id, known?.type, view.find(id)?.type, value?.type);
      writes.set(id, value);
    }
  };

  const isAffected = ({ reads, scans }: Footprint): boolean => {
    if (stale.size === 0) return false;
    for (const id of reads) if (stale.has(id)) return true;
    for (const type of scans) if (staleTypes.has(type)) return true;
    return false;
  };

  let places: ReadonlyMap<string, number> | undefined;
  const placeOf = (key: string): number => {
    if (before[place]?.key === key) return place;
    places ??= new Map(before.map((entry, index) => [entry.key, index]));
    return places.get(key) ?? -1;
  };
  let place = 0;
  const entries: PendingEntry[] = [];
  for (const entry of after) {
    const found = placeOf(entry.key);
    const isKnown = found >= place;
    if (isKnown) {
      while (place < found) advance(before[place++]!.footprint, NO_FOOTPRINT);
      place++;
    }
    const old = isKnown ? entry.footprint : NO_FOOTPRINT;
    const isCurrent = isKnown && !mustRun(entry) && !isAffected(old);
    const footprint = isCurrent ? old : keepEqual(old, run(entry, view));
    advance(old, footprint);
    entries.push(footprint === entry.footprint ? entry : { ...entry, footprint });
  }
  while (place < before.length) advance(before[place++]!.footprint, NO_FOOTPRINT);
  return { entries, writes, suspects: stale };
}

/** What comes out equal stays the same object, so that nobody is told of a change that is none. */
function keepEqual(old: Footprint, now: Footprint): Footprint {
  if (now.writes.size === 0) return now;
  const writes = new Map<string, Entity | null>();
  for (const [id, value] of now.writes) {
    const known = old.writes.get(id);
    writes.set(id, known !== undefined && jsonEquals(known, value) ? known : value);
  }
  return { ...now, writes };
}
