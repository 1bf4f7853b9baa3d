import {
  legacyDeleteName,
  legacyUpsertName,
  parsePushResponse,
  type Entity,
  type OperationConfirmation,
  type PendingOperation,
  type StateSyncRequest,
  type StateSyncResponse,
} from "../../protocol/index.js";
import type { CheckSession } from "./check-session.js";
import { ClauseBroken } from "./clause-broken.js";
import type { WireReply } from "./wire.js";

export interface Change {
  readonly name: string;
  readonly args: readonly unknown[];
}

export function upsert(entity: Entity): Change {
  return { name: legacyUpsertName(entity.type), args: [entity.id, entity] };
}

export function remove(entity: Pick<Entity, "id" | "type">): Change {
  return { name: legacyDeleteName(entity.type), args: [entity.id] };
}

const MAX_PAGES = 10_000;

/** A client of one room, which numbers what it does (P4). */
export class RoomClient {
  readonly roomId: string;
  readonly clientId: string;
  readonly #session: CheckSession;
  #nextId = 1;

  constructor(session: CheckSession, roomId: string, clientId: string) {
    this.#session = session;
    this.roomId = roomId;
    this.clientId = clientId;
  }

  /** The number of its last operation. */
  get lastId(): number {
    return this.#nextId - 1;
  }

  /** Numbers changes without sending them. */
  number(...changes: readonly Change[]): PendingOperation[] {
    return changes.map(({ name, args }) => ({
      name,
      args,
      id: this.#nextId++,
      clientId: this.clientId,
      timestamp: Date.now(),
    }));
  }

  /** Sends operations as they are. */
  send(operations: readonly PendingOperation[], asOther = false): Promise<WireReply> {
    const query = { roomId: this.roomId };
    return this.#session.wire.send({ path: "/sync/operations", query, body: { operations }, asOther });
  }

  /** Sends operations and gives their confirmations: one for each, in order. @throws ClauseBroken */
  async confirm(operations: readonly PendingOperation[]): Promise<readonly OperationConfirmation[]> {
    const reply = await this.send(operations);
    this.#session.demandStatus(reply, 200);
    return this.confirmationsOf(reply.json, operations);
  }

  /** @throws ClauseBroken unless there is a confirmation for each operation, in order */
  confirmationsOf(
    answer: unknown,
    operations: readonly PendingOperation[],
  ): readonly OperationConfirmation[] {
    const { defaultClause } = this.#session.parts;
    const parsed = parsePushResponse(answer);
    if (!parsed.ok) {
      const [issue] = parsed.issues;
      throw new ClauseBroken(defaultClause, `Not confirmations: ${issue?.path.join(".")}: ${issue?.message}`);
    }
    const { confirmations } = parsed.value;
    const [wanted, given] = [
      operations.map(({ id, clientId }) => `${clientId}/${id}`),
      confirmations.map(({ operationId, clientId }) => `${clientId}/${operationId}`),
    ];
    this.#session.demand(
      defaultClause,
      wanted.join(" ") === given.join(" "),
      `There must be a confirmation for each of ${wanted.join(", ")}, in order, and there are ${given.join(", ") || "none"}`,
    );
    return confirmations;
  }

  /** Does changes that must succeed. @throws ClauseBroken */
  async apply(...changes: readonly Change[]): Promise<readonly OperationConfirmation[]> {
    const confirmations = await this.confirm(this.number(...changes));
    const failed = confirmations.find(({ success }) => !success);
    this.#session.demand(
      this.#session.parts.defaultClause,
      failed === undefined,
      `Operation ${failed?.operationId} is valid and must succeed: ${failed?.code} ${failed?.error}`,
    );
    return confirmations;
  }

  request(request: StateSyncRequest, asOther = false): Promise<WireReply> {
    const body = { clientId: this.clientId, ...request };
    return this.#session.wire.send({ path: "/sync/state", query: { roomId: this.roomId }, body, asOther });
  }

  /** One page. @throws ClauseBroken */
  async pull(request: StateSyncRequest = {}): Promise<StateSyncResponse> {
    return this.#session.demandState(await this.request(request));
  }

  /** All pages, as one answer. @throws ClauseBroken */
  async pullAll(request: StateSyncRequest = {}): Promise<StateSyncResponse> {
    let page = await this.pull(request);
    const entities = new Map<string, Entity>();
    const deleted = new Set<string>();
    const { reset } = page;
    for (let pages = 1; ; pages++) {
      for (const id of page.deletedEntityIds ?? []) {
        deleted.add(id);
        entities.delete(id);
      }
      for (const entity of page.entities) {
        deleted.delete(entity.id);
        entities.set(entity.id, entity);
      }
      if (!page.hasMore) break;
      this.#session.demand("P17", pages < MAX_PAGES, "Paging must come to an end");
      page = await this.pull({ ...request, stateVersion: page.stateVersion });
    }
    return {
      ...page,
      entities: [...entities.values()],
      deletedEntityIds: [...deleted],
      ...(reset && { reset }),
    };
  }
}
