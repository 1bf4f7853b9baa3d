import {
  decodeArguments,
  findOperation,
  isOperationRejected,
  type ConfirmationIssue,
  type Entity,
  type PendingOperation,
  type RuntimeContract,
  type RuntimeOperation,
} from "../../protocol/index.js";
import { settle, wait, type Awaitable, type Steps } from "../awaitable.js";
import type { Log } from "../log.js";
import type { AccessContext, SyncServerOptions } from "../server-options.js";
import { isUnsupported, presentName, upgradedArguments } from "./former-operation.js";
import { isDeeperThan } from "./json-depth.js";

/** A refusal that goes into a confirmation (P8). */
export interface Refusal {
  readonly code: string;
  readonly error: string;
  readonly issues?: readonly ConfirmationIssue[];
}

/**
 * Makes an operation's arguments anew from the entity that it writes, as that is when the operation is applied. It may be called
 * more than once for one operation; what counts is the last call.
 */
export interface Revision {
  readonly entityType: string;
  readonly entityId: string;
  readonly revise: (args: readonly unknown[], current: Entity | undefined) => readonly unknown[];
}

/** An operation with what can be said of it without the room: its checked arguments, or why it is refused. */
export type PreparedOperation = {
  readonly pending: PendingOperation;
} & (
  | {
      readonly operation: RuntimeOperation;
      readonly args: readonly unknown[];
      readonly revision?: Revision | undefined;
      readonly refusal?: undefined;
    }
  | { readonly refusal: Refusal }
);

/** Arguments by name, absent ones left out. */
export function namedArguments(
  operation: RuntimeOperation,
  args: readonly unknown[],
): { readonly [name: string]: unknown } {
  return Object.fromEntries(
    operation.argumentNames.flatMap((name, index) =>
      args[index] === undefined ? [] : [[name, args[index]]],
    ),
  );
}

const MAX_ISSUES = 20;

/** What operations are checked against before the room is touched. */
export interface PreparationOptions {
  readonly contract: RuntimeContract;
  readonly evolution: SyncServerOptions["evolution"] | undefined;
  readonly authorize: SyncServerOptions["authorize"] | undefined;
  readonly maxArgumentDepth: number;
  readonly log: Log;
  /** @throws OperationRejected for an operation that this server does not take */
  readonly checkName: (name: string) => void;
}

function check(
  { contract, evolution, maxArgumentDepth, log, checkName }: PreparationOptions,
  pending: PendingOperation,
  contractOfClient: string | undefined,
): PreparedOperation {
  const fingerprint = pending.contract ?? contractOfClient;
  if (isUnsupported(pending, fingerprint, evolution)) {
    const error = "The operation was made under a contract that is no longer supported";
    return { pending, refusal: { code: "contract_unsupported", error } };
  }
  const operation =
    findOperation(contract, pending.name) ?? findOperation(contract, presentName(pending.name, evolution));
  if (operation === undefined) {
    return { pending, refusal: { code: "unknown_operation", error: "There is no operation of this name" } };
  }
  try {
    checkName(operation.name);
  } catch (error) {
    if (!isOperationRejected(error)) throw error;
    return { pending, refusal: { code: error.code, error: error.message } };
  }
  if (isDeeperThan(pending.args, maxArgumentDepth)) {
    return { pending, refusal: { code: "invalid_arguments", error: "The arguments nest too deeply" } };
  }
  let decoded: ReturnType<typeof decodeArguments>;
  try {
    const args = upgradedArguments(operation, pending, fingerprint, contract.fingerprint, evolution);
    decoded = decodeArguments(operation, args);
  } catch (error) {
    // A contract may run the application's own code on arguments; what that throws is no reason to come again.
    const { name, clientId, id } = pending;
    log({ level: "error", event: "handler_failed", operation: name, clientId, operationId: id, error });
    return { pending, refusal: { code: "handler_failed", error: "The operation failed on the server" } };
  }
  if (decoded.ok) return { pending, operation, args: decoded.value };
  const issues = decoded.issues.slice(0, MAX_ISSUES).map(({ path, message }) => ({ path, message }));
  const error = "The arguments do not fit the operation";
  return { pending, refusal: { code: "invalid_arguments", error, issues } };
}

function* authorized(
  prepared: PreparedOperation,
  authorize: NonNullable<SyncServerOptions["authorize"]>,
  context: AccessContext,
): Steps<PreparedOperation> {
  if (prepared.refusal !== undefined) return prepared;
  const { pending, operation, args } = prepared;
  const described = { name: operation.name, args: namedArguments(operation, args), id: pending.id };
  const isAllowed = yield* wait(authorize(described, { ...context, clientId: pending.clientId }));
  if (isAllowed === true) return prepared;
  return { pending, refusal: { code: "operation_forbidden", error: "You may not do this" } };
}

/**
 * Checks names and arguments against the contract, and asks `authorize`, before the room is touched (P8).
 * @throws what `authorize` throws
 */
export function prepareOperations(
  options: PreparationOptions,
  operations: readonly PendingOperation[],
  context: AccessContext,
): Awaitable<readonly PreparedOperation[]> {
  const { authorize } = options;
  const checked = operations.map((pending) => check(options, pending, context.contract));
  if (authorize === undefined) return checked;
  return settle(
    (function* () {
      const result: PreparedOperation[] = [];
      for (const prepared of checked) result.push(yield* authorized(prepared, authorize, context));
      return result;
    })(),
  );
}
