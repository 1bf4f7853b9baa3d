import { MemoryStorage, type ClientStorage, type StateChange } from "../../client/index.js";
import type { History } from "./history.js";
import { never, type SimulatedProcess } from "./simulated-process.js";

/** What outlives the processes of one client: what they wrote, each write whole or not at all. */
export class ClientDisk {
  readonly #history: History;
  readonly #durable: ClientStorage;
  #written: Promise<unknown> = Promise.resolve();

  constructor(history: History) {
    this.#history = history;
    this.#durable = history.options.createClientStorage?.() ?? new MemoryStorage();
  }

  /** A process's access to it, which ends with the process: the write under way is then there or not, as chance says. */
  open(process: SimulatedProcess): ClientStorage {
    const history = this.#history;
    const { random, world } = history;
    const durationMs = (): number =>
      history.strikes("storage_slow") ? random.between(10, 3_000) : random.between(0.1, 5);
    const failing = (what: string): Error => {
      history.say(process.name, () => `cannot ${what} its storage`);
      return new Error(`Simulated: the storage cannot be ${what}`);
    };

    /** Resolves when the process lives to see it. */
    const passTime = (): Promise<void> =>
      new Promise((resolve) => world.schedule(durationMs(), () => process.enter(resolve)));

    return {
      load: async () => {
        if (!process.reach()) return never();
        await passTime();
        if (history.strikes("storage_fails")) throw failing("read");
        await this.#written;
        return this.#durable.load();
      },
      write: async (changes) => {
        if (!process.reach()) return never();
        const forget = process.onDeath(() => {
          const isKept = random.chance(0.5);
          history.count(isKept ? "write_kept_at_death" : "write_lost_at_death");
          if (isKept) this.#commit(changes, process.name);
        });
        await passTime();
        forget();
        if (history.strikes("storage_fails")) throw failing("written");
        this.#commit(changes, process.name);
        if (!process.reach()) return never();
        await passTime();
        await this.#written;
      },
      close: async () => {
        if (!process.reach()) return never();
        await passTime();
      },
    };
  }

  #commit(changes: readonly StateChange[], writer: string): void {
    this.#history.say(writer, () => `has written ${changes.map(describeChange).join("; ")}`);
    this.#written = this.#written.then(() => this.#durable.write(changes));
    for (const { append } of changes) {
      for (const { operation } of append ?? []) {
        const made = this.#history.register.find(operation);
        if (made !== undefined) made.wasStored = true;
      }
    }
  }
}

function describeChange({ record, append, remove, reset, put, delete: deleted }: StateChange): string {
  const parts = [
    reset && "all anew",
    put && `${put.length} entities`,
    deleted?.length && `without ${deleted.join(", ")}`,
    append?.length && `operations ${append.map(({ operation }) => operation.id).join(", ")}`,
    remove?.length && `no more ${remove.join(", ")}`,
  ];
  return [`version ${record.stateVersion ?? "none"}`, ...parts.filter(Boolean)].join(", ");
}
