import {
  createTransaction,
  reject,
  type Entity,
  type EntityView,
  type MutationContext,
  type PendingOperation,
} from "../../protocol/index.js";
import { OverlayView } from "./overlay-view.js";
import type { ReadView } from "./read-view.js";
import type { SyncSettings } from "./sync-settings.js";

/**
 * What one run of a mutator looked at and what it wrote. The same mutator over a view in which none of `reads` and
 * no entity of the types in `scans` differs writes the same again: that is why it need not run. It also need not when
 * the operation gets its number, if it did not ask for it.
 */
export interface Footprint {
  readonly reads: ReadonlySet<string>;
  readonly scans: ReadonlySet<string>;
  readonly asksNumber: boolean;
  /** By id; null where it deleted. Empty where the mutator rejected or threw: such an operation shows nothing. */
  readonly writes: ReadonlyMap<string, Entity | null>;
}

export const NO_FOOTPRINT: Footprint = {
  reads: new Set(),
  scans: new Set(),
  asksNumber: false,
  writes: new Map(),
};

class FootprintRecorder implements EntityView {
  readonly reads = new Set<string>();
  /** Few mutators look at more than single entities: no set of its own until one does. */
  scans: ReadonlySet<string> = NO_FOOTPRINT.scans;
  asksNumber = false;
  writes = new Map<string, Entity | null>();
  readonly #below: ReadView;

  constructor(below: ReadView) {
    this.#below = below;
  }

  get(type: string, id: string): Entity | undefined {
    const entity = this.#find(id);
    return entity?.type === type ? entity : undefined;
  }

  typeOf(id: string): string | undefined {
    return this.#find(id)?.type;
  }

  values(type: string): Iterable<Entity> {
    this.scans = new Set(this.scans).add(type);
    return new OverlayView(this.#below, this.writes).values(type);
  }

  put(entity: Entity): void {
    this.writes.set(entity.id, entity);
  }

  delete(_type: string, id: string): void {
    this.writes.set(id, null);
  }

  #find(id: string): Entity | undefined {
    const written = this.writes.get(id);
    if (written !== undefined) return written ?? undefined;
    this.reads.add(id);
    return this.#below.find(id);
  }
}

/** Runs a mutator over a view, which stays as it is. Never throws: what a mutator throws means that nothing is shown. */
export function recordFootprint(
  { contract, userId, roomId }: SyncSettings,
  { name, timestamp, clientId, id }: PendingOperation,
  args: readonly unknown[],
  below: ReadView,
): Footprint {
  const recorder = new FootprintRecorder(below);
  const context: MutationContext = {
    now: timestamp,
    userId,
    roomId,
    side: "client",
    reject,
    get clientId() {
      recorder.asksNumber = true;
      return clientId;
    },
    get operationId() {
      recorder.asksNumber = true;
      return id;
    },
  };
  const mutate = contract.operations[name]?.mutate as
    ((tx: unknown, args: readonly unknown[], context: MutationContext) => void) | undefined;
  try {
    mutate?.(createTransaction(contract, recorder, context), args, context);
  } catch {
    recorder.writes = new Map();
  }
  return recorder;
}
