import { jsonEquals, type Entity, type PendingOperation } from "../../protocol/index.js";
import { changesEntities, type RoomChanges } from "../../server/index.js";
import { describe } from "./describe.js";
import type { SimulationOptions } from "./simulation-options.js";
import { InvariantBroken } from "./invariant-broken.js";
import { checkMerge, mergedEntityOf } from "./legacy-merge.js";
import type { OperationRegister, SettledOperation } from "./operation-register.js";

interface RoomVersion {
  readonly version: number;
  readonly entities: ReadonlyMap<string, Entity>;
}

/** What a room was at each of its versions, as its commits say, and which operation each of them settled. */
export class RoomRecord {
  readonly roomId: string;
  /** In the order of their commits. */
  readonly settled: SettledOperation[] = [];
  /** How often the rights of a user changed, and the version from which on all see it. */
  readonly #access = new Map<string, { readonly generation: number; readonly since: number }>();
  readonly #register: OperationRegister;
  readonly #visible: SimulationOptions["visible"];
  readonly #versions: RoomVersion[] = [{ version: 0, entities: new Map() }];
  /** By client and number. */
  readonly #arrived = new Map<string, PendingOperation>();
  /** The number of each client's last operation, and when it was settled. */
  readonly #last = new Map<string, { readonly id: number; readonly at: number }>();

  constructor(roomId: string, register: OperationRegister, visible: SimulationOptions["visible"]) {
    this.roomId = roomId;
    this.#register = register;
    this.#visible = visible;
  }

  /** An operation reached a server. @throws InvariantBroken where its number was another's (P4) */
  arrived(operation: PendingOperation): void {
    const key = `${operation.id}/${operation.clientId}`;
    const known = this.#arrived.get(key);
    if (known === undefined) this.#arrived.set(key, operation);
    else if (!jsonEquals(known, operation)) {
      throw new InvariantBroken(
        `P4: number ${operation.id} of client ${operation.clientId} was ${describe(known)}, and now is ${describe(operation)}`,
      );
    }
  }

  /** A transaction was committed. @throws InvariantBroken where an operation was left out, or settled twice (P5, P6) */
  committed(versionBefore: number, changes: RoomChanges): void {
    const version = versionBefore + (changesEntities(changes) ? 1 : 0);
    if (changesEntities(changes)) {
      const entities = new Map(this.#versions.at(-1)!.entities);
      for (const { id, type } of changes.removals) if (entities.get(id)?.type === type) entities.delete(id);
      for (const entity of changes.puts) entities.set(entity.id, entity);
      this.#versions.push({ version, entities });
    }
    for (const {
      clientId,
      userId,
      firstOperationId,
      lastOperationId,
      serverTimestamp,
      failures,
    } of changes.settled) {
      const expectedId = (this.#last.get(clientId)?.id ?? 0) + 1;
      if (firstOperationId !== expectedId) {
        throw new InvariantBroken(
          `P5: client ${clientId}: operation ${firstOperationId} was settled where ${expectedId} comes next`,
        );
      }
      this.#last.set(clientId, { id: lastOperationId, at: serverTimestamp });
      for (let id = firstOperationId; id <= lastOperationId; id++) {
        const operation = this.#arrived.get(`${id}/${clientId}`);
        const failure = failures.find(({ operationId }) => operationId === id)?.code;
        if (operation === undefined) continue;
        const merged = failure === undefined ? mergedEntityOf(operation, this.at(version)) : undefined;
        const { now } = changes;
        this.#settle({ operation, merged, userId, version, now, failure, place: this.settled.length });
      }
    }
  }

  /** The room forgets the clients that sent nothing since: what they send next is number 1 again. */
  forgetBefore(time: number): void {
    for (const [clientId, { at }] of this.#last) if (at < time) this.#last.delete(clientId);
  }

  get version(): number {
    return this.#versions.at(-1)!.version;
  }

  /** What the room held at a version: nothing before the first. */
  at(version: number): ReadonlyMap<string, Entity> {
    const index = this.#versions.findLastIndex((known) => known.version <= version);
    return this.#versions[Math.max(0, index)]!.entities;
  }

  /** The first version from `since` on that held just this entity. */
  firstVersionWith(entity: Entity, since: number): number | undefined {
    const found = this.#versions.find(
      ({ version, entities }) => version >= since && jsonEquals(entities.get(entity.id), entity),
    );
    return found?.version;
  }

  /** The rights of a user change now; which version is the first that they were used for throughout is not known yet. */
  changeAccess(userId: string): void {
    this.#access.set(userId, { generation: this.accessOf(userId).generation + 1, since: Infinity });
  }

  accessCommitted(userId: string, since: number): void {
    this.#access.set(userId, { ...this.accessOf(userId), since });
  }

  accessOf(userId: string | undefined): { readonly generation: number; readonly since: number } {
    return this.#access.get(userId ?? "") ?? { generation: 0, since: 0 };
  }

  /** To the user, by the rights of now and by those before, which a server may still go by. */
  #isSurelyVisible(entity: Entity, userId: string | undefined): boolean {
    const { generation } = this.accessOf(userId);
    const access = { roomId: this.roomId, user: userId === undefined ? undefined : { id: userId } };
    return [generation, Math.max(0, generation - 1)].every(
      (each) => this.#visible?.(entity, access, each) !== false,
    );
  }

  #settle(settled: SettledOperation): void {
    const { operation } = settled;
    const made = this.#register.find(operation);
    if (made?.settled !== undefined) {
      throw new InvariantBroken(
        `P5: ${describe(operation)} of ${made.process} was settled twice, as ${operation.id} of ${operation.clientId} and before as ` +
          `${made.settled.operation.id} of ${made.settled.operation.clientId}`,
      );
    }
    const { merged, version, userId } = settled;
    if (made !== undefined && merged !== undefined) {
      const before = this.at(version - 1).get(merged.id);
      checkMerge(made, merged, before, before !== undefined && this.#isSurelyVisible(before, userId));
    }
    this.settled.push(settled);
    if (made !== undefined) made.settled = settled;
  }
}
