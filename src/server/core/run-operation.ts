import type { RuntimeContract, RuntimeOperation, Transaction } from "../../protocol/index.js";
import { isPending, wait, type Steps } from "../awaitable.js";
import type { HandlerContext, OperationHandler } from "../handler.js";
import type { Timers } from "../timers.js";
import { HandlerTransaction } from "./server-transaction.js";
import { namedArguments } from "./prepared-operation.js";
import type { RoomOverlay } from "./room-overlay.js";

/**
 * Runs the contract's own mutator against the overlay. On an asynchronous store it runs against what is loaded; where it missed
 * something the overlay is as before, and the mutator is to run again behind what is returned. @throws what the mutator throws
 */
export function runMutator(
  transaction: Transaction,
  operation: RuntimeOperation,
  args: readonly unknown[],
  overlay: RoomOverlay,
  context: HandlerContext,
): PromiseLike<unknown> | undefined {
  let failure: { readonly error: unknown } | undefined;
  try {
    const result: unknown = operation.mutate(transaction as never, args as never, context);
    if (isPending(result)) {
      result.then(undefined, () => {});
      throw new Error(`The mutator of ${operation.name} is asynchronous; only handlers on the server may be`);
    }
  } catch (error) {
    failure = { error };
  }
  const loading = overlay.loadMissed();
  if (loading !== undefined) overlay.dropOperation();
  else if (failure !== undefined) throw failure.error;
  return loading;
}

/** How long an overriding handler may take, and by which time. */
export interface HandlerTiming {
  readonly handlerTimeoutMs: number;
  readonly timers: Timers;
}

/** Runs an overriding handler against the overlay. @throws what the handler throws, or that it took too long */
export function* runHandler(
  contract: RuntimeContract,
  operation: RuntimeOperation,
  handler: OperationHandler,
  args: readonly unknown[],
  overlay: RoomOverlay,
  context: HandlerContext,
  { handlerTimeoutMs, timers }: HandlerTiming,
): Steps<void> {
  const transaction = new HandlerTransaction(contract, overlay, context);
  try {
    const result = handler(
      transaction.collections as never,
      namedArguments(operation, args) as never,
      context,
    );
    yield* wait(withTimeout(finished(transaction, result), handlerTimeoutMs, timers, operation.name));
  } finally {
    transaction.revoke();
  }
}

async function finished(transaction: HandlerTransaction, result: void | Promise<void>): Promise<void> {
  await result;
  await transaction.finish();
}

async function withTimeout(
  work: Promise<void>,
  timeoutMs: number,
  timers: Timers,
  name: string,
): Promise<void> {
  let callOff = (): void => {};
  const expired = new Promise<never>((_resolve, fail) => {
    const expire = () => fail(new Error(`The handler of ${name} took more than ${timeoutMs} ms`));
    callOff = timers.once(expire, timeoutMs);
  });
  try {
    await Promise.race([work, expired]);
  } finally {
    callOff();
  }
}
