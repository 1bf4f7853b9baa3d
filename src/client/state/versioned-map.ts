/**
 * A map that is never changed, only succeeded. The newest version holds the entries; an older one knows what differed
 * and reads the rest through its successor. Making a version costs as much as it changes, reading the newest one as
 * much as a `Map`, and reading one that has been succeeded often as much as it has successors: nobody holds on to those.
 */
export class VersionedMap<Value> {
  #entries: Map<string, Value> | undefined;
  #successor: VersionedMap<Value> | undefined;
  #differing: ReadonlyMap<string, Value | undefined> | undefined;

  /** Takes the map over: its maker no longer touches it. */
  constructor(entries: Map<string, Value> = new Map()) {
    this.#entries = entries;
  }

  get(key: string): Value | undefined {
    if (this.#entries) return this.#entries.get(key);
    return this.#differing!.has(key) ? this.#differing!.get(key) : this.#successor!.get(key);
  }

  /** Not to be changed. That of the newest version changes with the next `with`. */
  entries(): ReadonlyMap<string, Value> {
    if (this.#entries) return this.#entries;
    const entries = new Map(this.#successor!.entries());
    write(entries, this.#differing!);
    return entries;
  }

  /** The next version: undefined takes a key out. */
  with(changes: ReadonlyMap<string, Value | undefined>): VersionedMap<Value> {
    if (changes.size === 0) return this;
    const entries = this.#entries;
    if (entries === undefined || entries.size === 0) {
      const copy = new Map(this.entries());
      write(copy, changes);
      return new VersionedMap(copy);
    }
    const differing = new Map<string, Value | undefined>();
    for (const key of changes.keys()) differing.set(key, entries.get(key));
    write(entries, changes);
    this.#entries = undefined;
    this.#differing = differing;
    this.#successor = new VersionedMap(entries);
    return this.#successor;
  }
}

function write<Value>(entries: Map<string, Value>, changes: ReadonlyMap<string, Value | undefined>): void {
  for (const [key, value] of changes) {
    if (value === undefined) entries.delete(key);
    else entries.set(key, value);
  }
}
