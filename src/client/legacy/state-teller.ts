import type { Entity } from "../../protocol/index.js";
import type { StateChange } from "../storage/client-storage.js";
import type { StatePatch, SyncChange } from "./engine-types.js";

/** Tells a client's state as it changes, entity by entity and as a whole. */
export class StateTeller {
  readonly #emit: (event: string, value: unknown) => void;
  /** Types by id: a deletion names but the id, and a full state what is there alone. */
  readonly #types = new Map<string, string>();

  constructor(emit: (event: string, value: unknown) => void) {
    this.#emit = emit;
  }

  /** Types of which there have been entities. */
  types(): Iterable<string> {
    return new Set(this.#types.values());
  }

  /** What the server's state became, told by one patch and a change for each entity. */
  tell({ record, put = [], delete: deleted = [], reset }: StateChange): void {
    const kept = new Set(put.map(({ id }) => id));
    const gone = reset ? [...this.#types.keys()].filter((id) => !kept.has(id)) : deleted;
    const { stateVersion = "" } = record;
    if (put.length + gone.length === 0 && stateVersion === "") return;
    const timestamp = Date.now();
    const head = { timestamp, userId: "server" };
    for (const entity of put) {
      this.#types.set(entity.id, entity.type);
      this.#emit("remoteChange", {
        ...upsertOf(entity),
        ...head,
        operationId: `${stateVersion}-${entity.id}`,
      });
    }
    for (const entityId of gone) {
      const entityType = this.#types.get(entityId) ?? "unknown";
      this.#types.delete(entityId);
      const change: SyncChange = {
        type: "delete",
        entityType,
        entityId,
        ...head,
        operationId: `${stateVersion}-${entityId}`,
      };
      this.#emit("remoteChange", change);
    }
    const patch: StatePatch = {
      stateVersion,
      operations: [],
      entities: [...put],
      deletedEntityIds: [...gone],
      timestamp,
    };
    this.#emit("statePatch", patch);
  }
}

function upsertOf(entity: Entity): Pick<SyncChange, "type" | "entityType" | "entityId" | "entity"> {
  return { type: "upsert", entityType: entity.type, entityId: entity.id, entity };
}
