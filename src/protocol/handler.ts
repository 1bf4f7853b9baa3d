import type { MutationContext } from "./runtime-contract.js";

/** What a server handler may know besides its arguments. */
export interface HandlerContext extends MutationContext {
  readonly side: "server";
  /** Who sent the operation; a server always knows. Undefined for an anonymous client where those are allowed. */
  readonly userId: string | undefined;
}

/** One entity type inside a server handler's transaction: as `TransactionCollection`, over a store that may be remote. */
export interface ServerTransactionCollection<Entity, Fields> {
  get(id: string): Promise<Entity | undefined>;
  /** The entity. @throws OperationRejected `not_found` */
  require(id: string): Promise<Entity>;
  has(id: string): Promise<boolean>;
  /** The entities whose fields equal `match` in each key given, or that the predicate holds for, ordered by id. */
  where(match: Partial<Fields> | ((entity: Entity) => boolean)): Promise<Entity[]>;
  all(): Promise<Entity[]>;
  /** @throws OperationRejected `already_exists`, `entity_type_conflict` (P18) */
  insert(id: string, fields: Fields): Promise<void>;
  /** Changes the given fields; `undefined` removes an optional one. @throws OperationRejected `not_found` */
  update(id: string, fields: { [Name in keyof Fields]?: Fields[Name] | undefined }): Promise<void>;
  /** Inserts, or changes the given fields. */
  upsert(id: string, fields: Fields): Promise<void>;
  /** @throws OperationRejected `not_found` */
  delete(id: string): Promise<void>;
  /** Writes a whole entity as it is, stamps included (legacy upsert, P31). @throws OperationRejected `invalid_arguments` where its own id is another */
  put(id: string, entity: Entity): Promise<void>;
  /** Deletes if it is there (legacy delete, P31). */
  discard(id: string): Promise<void>;
}
