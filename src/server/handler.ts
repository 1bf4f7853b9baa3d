import type { FieldChanges, MutationContext } from "../protocol/index.js";
import type { User } from "./user.js";

/** What a handler may know besides its arguments. */
export interface HandlerContext extends MutationContext {
  readonly side: "server";
  /** As `authenticate` named it; undefined where the server allows anonymous use. */
  readonly user: User | undefined;
}

/**
 * One entity type inside a handler's transaction. As `TransactionCollection`, but a store may have to be asked.
 * Nothing can be read or written through it once the handler has returned.
 */
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
  update(id: string, fields: FieldChanges<Fields>): Promise<void>;
  /** Inserts, or changes the given fields. */
  upsert(id: string, fields: Fields): Promise<void>;
  /** @throws OperationRejected `not_found` */
  delete(id: string): Promise<void>;
  /** Writes a whole entity as it is, stamps included. @throws OperationRejected `invalid_arguments` where its own id is another */
  put(id: string, entity: Entity): Promise<void>;
  /** Deletes if it is there. */
  discard(id: string): Promise<void>;
}

/**
 * An operation on the server: `(tx, args, context)` with the arguments by name. It may run more than once for one
 * operation, since a store starts a batch over that it could not serialize; what counts is the run that commits.
 * Generated code types `tx` and `args`.
 */
export type OperationHandler = (tx: never, args: never, context: HandlerContext) => void | Promise<void>;

export interface OperationHandlers {
  readonly [operation: string]: OperationHandler | undefined;
}
