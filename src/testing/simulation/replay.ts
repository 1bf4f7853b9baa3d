import {
  createTransaction,
  decodeArguments,
  findOperation,
  reject,
  type Entity,
  type EntityView,
  type MutationContext,
  type PendingOperation,
  type RuntimeContract,
} from "../../protocol/index.js";

class Overlay implements EntityView {
  readonly below: ReadonlyMap<string, Entity>;
  readonly writes = new Map<string, Entity | undefined>();

  constructor(below: ReadonlyMap<string, Entity>) {
    this.below = below;
  }

  get(type: string, id: string): Entity | undefined {
    const entity = this.#find(id);
    return entity?.type === type ? entity : undefined;
  }

  typeOf(id: string): string | undefined {
    return this.#find(id)?.type;
  }

  *values(type: string): Iterable<Entity> {
    for (const [id, entity] of this.below) if (!this.writes.has(id) && entity.type === type) yield entity;
    for (const entity of this.writes.values()) if (entity?.type === type) yield entity;
  }

  put(entity: Entity): void {
    this.writes.set(entity.id, entity);
  }

  delete(_type: string, id: string): void {
    this.writes.set(id, undefined);
  }

  #find(id: string): Entity | undefined {
    return this.writes.has(id) ? this.writes.get(id) : this.below.get(id);
  }
}

/**
 * The state with the operations run over it, each as the client's own mutator does, in the plainest way (P21). Undefined
 * where a mutator asked for a number that the operation does not have yet.
 */
export function replay(
  contract: RuntimeContract,
  { userId, roomId }: { readonly userId: string; readonly roomId: string },
  base: Map<string, Entity>,
  operations: readonly PendingOperation[],
): ReadonlyMap<string, Entity> | undefined {
  const state = new Map(base);
  let isKnown = true;
  for (const operation of operations) {
    const model = findOperation(contract, operation.name);
    const args = model && decodeArguments(model, operation.args);
    if (model === undefined || args?.ok !== true) continue;
    const overlay = new Overlay(state);
    const context: MutationContext = {
      now: operation.timestamp,
      userId,
      roomId,
      side: "client",
      reject,
      get clientId() {
        if (operation.id === 0) isKnown = false;
        return operation.clientId;
      },
      get operationId() {
        if (operation.id === 0) isKnown = false;
        return operation.id;
      },
    };
    try {
      model.mutate(createTransaction(contract, overlay, context) as never, args.value as never, context);
    } catch {
      continue;
    }
    for (const [id, entity] of overlay.writes) {
      if (entity === undefined) state.delete(id);
      else state.set(id, entity);
    }
  }
  return isKnown ? state : undefined;
}
