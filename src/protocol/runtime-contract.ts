import type { Validator } from "../validation/index.js";

/** A contract as running code: what generated files hand to the client engine and to the server. */
export interface RuntimeContract {
  /** SHA-256 in hex; sent as `Kalphite-Contract` (P35). */
  readonly fingerprint: string;
  readonly entities: { readonly [type: string]: RuntimeEntity };
  readonly operations: RuntimeOperations;
}

export interface RuntimeOperations {
  readonly [name: string]: RuntimeOperation;
}

export interface RuntimeEntity {
  readonly type: string;
  readonly shape: "enveloped" | "flat";
  /** The envelope's stamps, written by the transaction; absent where the entity has none. */
  readonly createdAt?: "number" | "string";
  readonly updatedAt?: "number" | "string";
  readonly validator: Validator<unknown, unknown>;
}

export interface RuntimeOperation {
  readonly name: string;
  /** Entity types the operation may write. */
  readonly touches: readonly string[];
  readonly argumentNames: readonly string[];
  /**
   * Positions of optional arguments that do not take null: JSON cannot carry `undefined` inside an array, so null
   * stands for an argument that was left out before one that was given.
   */
  readonly nullIsAbsent?: readonly number[];
  readonly args: Validator<readonly unknown[], readonly unknown[]>;
  /** Applies the operation: optimistically on the client, with authority on the server. `args` is positional. */
  readonly mutate: (tx: never, args: never, context: MutationContext) => void;
}

/** What a mutator may know besides its arguments. */
export interface MutationContext {
  /** Milliseconds since the epoch: the server's time there, the time of the operation on the client. */
  readonly now: number;
  /** The author; undefined while the client does not know it. */
  readonly userId: string | undefined;
  readonly roomId: string;
  readonly clientId: string;
  readonly operationId: number;
  readonly side: "client" | "server";
  /** Refuses the operation: on the server for good (P8), on the client its optimistic effect is not shown. */
  readonly reject: (code: string, message: string) => never;
}

/** Any of the fields; `undefined` takes away one that is optional. */
export type FieldChanges<Fields> = {
  [Name in keyof Fields]?: {} extends Pick<Fields, Name> ? Fields[Name] | undefined : Fields[Name];
};

/** One entity type inside a transaction. `Fields` is what an operation sets: `data`, or what stands beside `id` and `type`. */
export interface TransactionCollection<Entity, Fields> {
  get(id: string): Entity | undefined;
  /** The entity. @throws OperationRejected `not_found` */
  require(id: string): Entity;
  has(id: string): boolean;
  /** The entities whose fields equal `match` in each key given, or that the predicate holds for, ordered by id. */
  where(match: Partial<Fields> | ((entity: Entity) => boolean)): Entity[];
  all(): Entity[];
  /** @throws OperationRejected `already_exists`, `entity_type_conflict` (P18) */
  insert(id: string, fields: Fields): void;
  /** Changes the given fields; `undefined` removes an optional one. @throws OperationRejected `not_found` */
  update(id: string, fields: FieldChanges<Fields>): void;
  /** Inserts, or changes the given fields. */
  upsert(id: string, fields: Fields): void;
  /** @throws OperationRejected `not_found` */
  delete(id: string): void;
  /** Writes a whole entity as it is, stamps included (legacy upsert, P31). @throws OperationRejected `invalid_arguments` where its own id is another */
  put(id: string, entity: Entity): void;
  /** Deletes if it is there (legacy delete, P31). */
  discard(id: string): void;
}
