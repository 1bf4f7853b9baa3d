import {
  createTransaction,
  findEntity,
  isOperationRejected,
  OperationRejected,
  reject,
  type Entity,
  type OperationConfirmation,
  type PendingOperation,
  type RuntimeContract,
  type Transaction,
} from "../../protocol/index.js";
import { wait, type Steps } from "../awaitable.js";
import type { HandlerContext, OperationHandlers } from "../handler.js";
import type { Log } from "../log.js";
import type {
  ClientRecord,
  OperationFailure,
  OutcomeRecord,
  RoomChanges,
  RoomReader,
  RoomResult,
  SettledOperations,
} from "../store/server-store.js";
import { TransientFailure } from "../transient-failure.js";
import type { User } from "../user.js";
import type { PreparedOperation, Refusal, Revision } from "./prepared-operation.js";
import { RequestError } from "./request-error.js";
import { RoomOverlay } from "./room-overlay.js";
import { runHandler, runMutator, type HandlerTiming } from "./run-operation.js";

/** What all batches of a server have in common. */
export interface BatchEnvironment extends HandlerTiming {
  readonly contract: RuntimeContract;
  readonly handlers: OperationHandlers;
  readonly checkEntities: boolean;
  readonly maxRoomEntities: number;
  readonly log: Log;
}

/** Who sends a batch, where, and when it is applied. */
export interface BatchOrigin {
  readonly roomId: string;
  readonly user: User | undefined;
  /** Milliseconds since the epoch; the same for all operations of the batch. */
  readonly now: number;
}

export interface BatchOutcome {
  readonly confirmations: readonly OperationConfirmation[];
  /** Set where the batch stopped at a gap (P7). */
  readonly expectedOperationId?: number;
  /** The room after the batch. */
  readonly epoch: string;
  readonly version: number;
  /** What the batch changed since the version before; absent where it changed nothing. */
  readonly changes?: BatchChanges;
}

/** What one batch changed, and whose operations it was made of. */
export interface BatchChanges extends Pick<RoomChanges, "puts" | "removals"> {
  readonly clients: readonly ContributingClient[];
}

export interface ContributingClient extends ClientRecord {
  readonly clientId: string;
}

/** What a batch did for one of its clients so far. */
interface ClientProgress {
  readonly record: ClientRecord;
  lastOperationId: number;
  readonly failures: OperationFailure[];
}

/**
 * Applies a batch in order, each operation exactly once, with a savepoint each (P5, P11): what was settled before is
 * confirmed from the record (P6), a gap ends the batch (P7), a failed operation leaves nothing behind but its
 * confirmation (P8). Pure but for the handlers: it may be run again for the same batch.
 * @throws RequestError `client_not_yours` (P10) @throws TransientFailure (P9)
 */
export function* applyBatch(
  environment: BatchEnvironment,
  origin: BatchOrigin,
  batch: readonly PreparedOperation[],
  room: RoomReader,
): Steps<RoomResult<BatchOutcome>> {
  const overlay = new RoomOverlay(room);
  // Whatever operation it is of, it reads and writes the same overlay at the same time.
  const transaction = createTransaction(environment.contract, overlay, origin);
  const clients = new Map<string, ClientProgress>();
  const confirmations: OperationConfirmation[] = [];
  let expectedOperationId: number | undefined;
  for (const prepared of batch) {
    const { pending } = prepared;
    const progress = progressOf(clients, room, pending.clientId, origin.user);
    if (pending.id > progress.lastOperationId + 1) {
      expectedOperationId = progress.lastOperationId + 1;
      break;
    }
    if (pending.id <= progress.lastOperationId) {
      const here = confirmations.find((each) => isOf(each, pending));
      confirmations.push(here ?? (yield* recorded(room, pending, origin.now)));
      continue;
    }
    const refusal =
      prepared.refusal ?? (yield* apply(environment, origin, prepared, room, overlay, transaction));
    const confirmation = confirm(pending, origin.now, refusal);
    if (refusal !== undefined) progress.failures.push({ operationId: pending.id, ...refusal });
    progress.lastOperationId = pending.id;
    confirmations.push(confirmation);
  }
  return resultOf(room, overlay, clients, confirmations, expectedOperationId, origin.now);
}

function progressOf(
  clients: Map<string, ClientProgress>,
  room: RoomReader,
  clientId: string,
  user: User | undefined,
): ClientProgress {
  const known = clients.get(clientId);
  if (known !== undefined) return known;
  const record = room.client(clientId) ?? { userId: user?.id, lastOperationId: 0 };
  if (record.userId !== user?.id) throw new RequestError("client_not_yours");
  const progress = { record, lastOperationId: record.lastOperationId, failures: [] };
  clients.set(clientId, progress);
  return progress;
}

/** Whether a confirmation of this very batch is the operation's, which came twice in it then. */
function isOf({ operationId, clientId }: OperationConfirmation, pending: PendingOperation): boolean {
  return operationId === pending.id && clientId === pending.clientId;
}

function* recorded(room: RoomReader, pending: PendingOperation, now: number): Steps<OperationConfirmation> {
  const record: OutcomeRecord | undefined = yield* wait(room.outcome(pending.clientId, pending.id));
  // Failures stay on record for as long as the client does, so what is not on record succeeded.
  const failure = record?.failures.find(({ operationId }) => operationId === pending.id);
  return confirm(pending, record?.serverTimestamp ?? now, failure);
}

function confirm(
  pending: PendingOperation,
  serverTimestamp: number,
  refusal: Refusal | undefined,
): OperationConfirmation {
  const { id: operationId, clientId } = pending;
  if (refusal === undefined) return { operationId, clientId, success: true, serverTimestamp };
  const { error, code, issues } = refusal;
  return { operationId, clientId, success: false, error, serverTimestamp, code, ...(issues && { issues }) };
}

function* apply(
  environment: BatchEnvironment,
  origin: BatchOrigin,
  prepared: Extract<PreparedOperation, { readonly refusal?: undefined }>,
  room: RoomReader,
  overlay: RoomOverlay,
  transaction: Transaction,
): Steps<Refusal | undefined> {
  const { pending, operation, revision } = prepared;
  const { contract, handlers } = environment;
  const { user, now, roomId } = origin;
  const context: HandlerContext = {
    now,
    userId: user?.id,
    user,
    roomId,
    clientId: pending.clientId,
    operationId: pending.id,
    side: "server",
    reject,
  };
  const handler = Object.hasOwn(handlers, operation.name) ? handlers[operation.name] : undefined;
  try {
    const args = revision === undefined ? prepared.args : yield* revised(revision, prepared.args, overlay);
    if (handler === undefined) {
      let loading = runMutator(transaction, operation, args, overlay, context);
      while (loading !== undefined) {
        yield loading;
        loading = runMutator(transaction, operation, args, overlay, context);
      }
    } else yield* runHandler(contract, operation, handler, args, overlay, context, environment);
    if (environment.checkEntities) checkEntities(contract, overlay.written());
    checkSize(room.size, overlay.growth, environment.maxRoomEntities);
    overlay.keepOperation();
    return undefined;
  } catch (error) {
    overlay.dropOperation();
    return refusalOf(error, environment.log, origin, pending);
  }
}

function* revised(
  { entityType, entityId, revise }: Revision,
  args: readonly unknown[],
  overlay: RoomOverlay,
): Steps<readonly unknown[]> {
  yield* wait(overlay.load(entityId));
  return revise(args, overlay.get(entityType, entityId));
}

/** What makes a room no larger is always allowed. @throws OperationRejected `room_full` */
function checkSize(size: number, { total, isGrowing }: RoomOverlay["growth"], maxEntities: number): void {
  if (isGrowing && size + total > maxEntities) {
    throw new OperationRejected("room_full", `The room may hold ${maxEntities} entities`);
  }
}

const MAX_ISSUES = 20;

/** @throws OperationRejected `invalid_entity` */
function checkEntities(contract: RuntimeContract, entities: Iterable<Entity>): void {
  for (const entity of entities) {
    const validator = findEntity(contract, entity.type)?.validator;
    if (validator === undefined || validator.is(entity)) continue;
    const issues = validator.issues(entity).slice(0, MAX_ISSUES);
    throw new OperationRejected(
      "invalid_entity",
      `The ${entity.type} would not fit the contract`,
      issues.map(({ path, message }) => ({ path, message })),
    );
  }
}

/** What the client may know of an error: all of a rejection, nothing of anything else (P8). */
function refusalOf(error: unknown, log: Log, origin: BatchOrigin, pending: PendingOperation): Refusal {
  if (error instanceof TransientFailure) throw error;
  if (isOperationRejected(error)) {
    return { code: error.code, error: error.message, ...(error.issues && { issues: error.issues }) };
  }
  log({
    level: "error",
    event: "handler_failed",
    roomId: origin.roomId,
    clientId: pending.clientId,
    operation: pending.name,
    operationId: pending.id,
    error,
  });
  return { code: "handler_failed", error: "The operation failed on the server" };
}

function contributors(clients: ReadonlyMap<string, ClientProgress>): readonly ContributingClient[] {
  const contributing: ContributingClient[] = [];
  for (const [clientId, { record, lastOperationId }] of clients) {
    contributing.push({ clientId, userId: record.userId, lastOperationId });
  }
  return contributing;
}

function resultOf(
  room: RoomReader,
  overlay: RoomOverlay,
  clients: ReadonlyMap<string, ClientProgress>,
  confirmations: readonly OperationConfirmation[],
  expectedOperationId: number | undefined,
  now: number,
): RoomResult<BatchOutcome> {
  const { puts, removals, growth } = overlay.changes();
  const isChanged = puts.length + removals.length > 0;
  const outcome: BatchOutcome = {
    confirmations,
    ...(expectedOperationId !== undefined && { expectedOperationId }),
    epoch: room.epoch,
    version: room.version + (isChanged ? 1 : 0),
    ...(isChanged && { changes: { puts, removals, clients: contributors(clients) } }),
  };
  const settled: SettledOperations[] = [];
  for (const [clientId, { record, lastOperationId, failures }] of clients) {
    const firstOperationId = record.lastOperationId + 1;
    if (lastOperationId < firstOperationId) continue;
    const { userId } = record;
    settled.push({ clientId, userId, firstOperationId, lastOperationId, serverTimestamp: now, failures });
  }
  return settled.length === 0 ? { outcome } : { outcome, changes: { puts, removals, growth, settled, now } };
}
