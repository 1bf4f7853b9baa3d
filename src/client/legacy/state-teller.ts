import {
  jsonEquals,
  type Entity,
  type PendingOperation,
  type StateSyncResponse,
} from "../../protocol/index.js";
import type { ClientEngine } from "../engine/client-engine.js";
import type { ViewChange } from "../view-change.js";
import type { ConflictResolution, StatePatch, SyncChange } from "./engine-types.js";
import { touchKey, type OperationTouches, type TouchedEntity } from "./operation-touches.js";

type HeardState = Pick<StateSyncResponse, "entities" | "deletedEntityIds" | "lastOperationId">;

export interface StateTellerHost {
  readonly core: () => Pick<ClientEngine, "get" | "stateVersion">;
  readonly touches: OperationTouches;
  /** Operations without a verdict, in order. */
  readonly pending: () => readonly PendingOperation[];
  readonly userId: string;
  readonly now: () => number;
  readonly emit: (event: string, value: unknown) => void;
}

/**
 * Tells a client's state as it changes, entity by entity and as a whole: each as the client's view has it, with what is
 * pending on top, so that an application that shows the last that it was told shows the view. What the application did
 * itself it shows already; when that is undone, it is told (P21, P22).
 */
export class StateTeller {
  readonly #host: StateTellerHost;
  /** Types by id: a deletion names but the id. */
  readonly #types = new Map<string, string>();
  /** What the server was last heard to have. */
  readonly #server = new Map<string, Entity>();
  /** What is to be told, by type and id. */
  #due = new Map<string, TouchedEntity>();
  /** What the server said and the view does not show yet, by id; undefined where it is gone. */
  #heard = new Map<string, Entity | undefined>();

  /** The last own operation that the server's state contains (P15), as it was heard and as the view shows it. */
  #heardId = 0;
  #coveredId = 0;
  #toldVersion = "";

  constructor(host: StateTellerHost) {
    this.#host = host;
  }

  /** The entity of an id as the view has it, of one of these types or of any that there has been. */
  find(id: string, types: readonly string[]): Entity | undefined {
    const core = this.#host.core();
    for (const type of new Set([...types, ...this.#types.values()])) {
      const entity = core.get(type, id);
      if (entity !== undefined) return entity;
    }
    return undefined;
  }

  /** What was stored: as the server had it before. */
  stored(entities: readonly Entity[]): void {
    for (const entity of entities) this.#learn(entity);
  }

  /** The view has changed, by nothing that the application did just now. */
  changed(change: ViewChange): void {
    for (const [type, ids] of change) this.concern([...ids].map((id) => ({ type, id })));
  }

  /** What the application shows of these may not be what the view has. */
  concern(entities: Iterable<TouchedEntity>): void {
    for (const entity of entities) this.#due.set(touchKey(entity), entity);
  }

  /** The server told of entities; the view follows, now or later. */
  heard({ entities, deletedEntityIds = [], lastOperationId }: HeardState): void {
    for (const id of deletedEntityIds) this.#heard.set(id, undefined);
    for (const entity of entities) this.#heard.set(entity.id, entity);
    this.#heardId = lastOperationId ?? this.#heardId;
  }

  /**
   * The view shows what was heard. Tells it, and first what met a pending operation in it.
   * @param shown own operations with a verdict that the server's state contains now
   */
  arrived(shown: readonly PendingOperation[]): void {
    const { core, touches, pending } = this.#host;
    const heard = this.#heard;
    this.#heard = new Map();
    // The state may be quicker than the verdict.
    const isHeard = ({ id }: PendingOperation): boolean => id > 0 && id <= this.#heardId;
    const locals = touches.lastOf(pending().filter((operation) => !isHeard(operation)));
    const isNew = (operation: PendingOperation): boolean =>
      isHeard(operation) && operation.id > this.#coveredId;
    const own = touches.lastOf([...shown, ...pending().filter(isNew)]);
    this.#coveredId = this.#heardId;
    const due = new Map<string, TouchedEntity>();
    for (const [id, entity] of heard) {
      const touched = { id, type: entity?.type ?? this.#types.get(id) ?? "unknown" };
      const key = touchKey(touched);
      const isShown = core().get(touched.type, id) !== undefined;
      if (entity === undefined || isShown) due.set(key, touched);
      const local = own.has(key) ? undefined : locals.get(key);
      if (entity !== undefined && local !== undefined && isShown) this.#tellConflict(entity, local);
      if (entity === undefined) this.#server.delete(id);
      else this.#learn(entity);
    }
    // In the order in which the server told it, and then what followed from that.
    this.#due = new Map([...due, ...this.#due]);
    this.tell();
  }

  /** Tells what is due, deletions first: an id that has moved to another type is gone from the one and there in the other. */
  tell(): void {
    const due = [...this.#due.values()];
    this.#due = new Map();
    const { core, now, emit } = this.#host;
    const { stateVersion = "" } = core();
    if (due.length === 0 && (stateVersion === "" || stateVersion === this.#toldVersion)) return;
    this.#toldVersion = stateVersion;
    const entities: Entity[] = [];
    const changes: SyncChange[] = [];
    const timestamp = now();
    for (const { type, id } of due) {
      const entity = core().get(type, id);
      const head = { entityType: type, entityId: id, timestamp, userId: "server" };
      const operationId = `${stateVersion}-${id}`;
      if (entity === undefined) changes.push({ type: "delete", ...head, operationId });
      else {
        this.#types.set(id, type);
        entities.push(entity);
      }
    }
    const kept = new Set(entities.map(({ id }) => id));
    const deletedEntityIds = [...new Set(changes.map(({ entityId }) => entityId))].filter(
      (id) => !kept.has(id),
    );
    for (const id of deletedEntityIds) {
      this.#types.delete(id);
      this.#server.delete(id);
    }
    for (const entity of entities) {
      const { type: entityType, id: entityId } = entity;
      const operationId = `${stateVersion}-${entityId}`;
      changes.push({
        type: "upsert",
        entityType,
        entityId,
        entity,
        timestamp,
        userId: "server",
        operationId,
      });
    }
    for (const change of changes) emit("remoteChange", change);
    const patch: StatePatch = { stateVersion, operations: [], entities, deletedEntityIds, timestamp };
    emit("statePatch", patch);
  }

  #learn(entity: Entity): void {
    this.#types.set(entity.id, entity.type);
    this.#server.set(entity.id, entity);
  }

  /** Somebody else changed an entity that a pending operation changes as well: what is shown then is what came of both. */
  #tellConflict(remote: Entity, local: PendingOperation): void {
    const { core, userId, now, emit } = this.#host;
    const { id, type } = remote;
    const entity = core().get(type, id);
    if (jsonEquals(this.#server.get(id), remote) || jsonEquals(entity, remote)) return;
    const head = { type: "upsert", entityType: type, entityId: id } as const;
    const { timestamp } = local;
    emit("conflictResolved", {
      localOperation: { ...head, entity, timestamp, userId, operationId: String(local.id) },
      remoteOperation: { ...head, entity: remote, timestamp: now(), userId: "server", operationId: id },
      mergedEntity: entity,
      strategy: "operational_transform",
      timestamp: now(),
    } satisfies ConflictResolution);
    emit("entityMerged", entity);
  }
}
