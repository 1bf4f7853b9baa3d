import type { ErrorDetail } from "../../protocol/index.js";
import { beginAnew } from "./begin-anew.js";
import { askAgain, noteDoubt } from "./doubt.js";
import { update, type Step } from "./step.js";
import type { RequestFailure } from "./sync-event.js";
import type { PushRequest, SyncRequest } from "./sync-state.js";
import { takeVerdicts } from "./verdicts.js";

/** Whether only the application can help (P24): the server answered, and will answer the same again. */
export function isFinal(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500 && ![408, 425, 429].includes(status);
}

function tell(step: Step, failure: RequestFailure, willRetry: boolean): void {
  const { code, message, status } = failure;
  step.effects.push({
    kind: "error",
    error: { kind: "request", code, message, willRetry, ...(status !== undefined && { status }) },
  });
}

/** Decides what a failed request means: try again later, try another way, or leave it to the application (P9, P24). */
export function takeFailure(
  step: Step,
  request: SyncRequest,
  failure: RequestFailure,
  freshClientId: string,
): void {
  const { status, detail } = failure;
  update(step, { reached: status !== undefined });
  // Only the server itself can say that it applied nothing, and 503 is what proxies say, too.
  if (detail === undefined || status === undefined || status >= 500) noteDoubt(step, request);
  if (request.kind === "push") {
    if (detail?.code === "operation_gap" && closeGap(step, request, detail, freshClientId)) {
      tell(step, failure, true);
      return;
    }
    if (status === 413 && request.operations.length > 1) {
      update(step, { batchSize: Math.ceil(request.operations.length / 2) });
      return;
    }
  }
  const { code, message } = failure;
  const final = isFinal(status);
  tell(step, failure, !final);
  if (final) {
    update(step, { blocked: { code, message } });
    return;
  }
  askAgain(step);
  const failures = step.state.failures + 1;
  update(step, { failures, waiting: true });
  step.effects.push({ kind: "wait", failures, retryAfterMs: failure.retryAfterMs ?? 0 });
}

/**
 * The server misses operations before the ones that were sent (P7): it forgot this client, or went back in time. Those
 * still held are sent again where its row says so; where they are not, the client begins anew.
 *
 * @returns false where the server contradicts itself
 */
function closeGap(
  step: Step,
  { operations }: PushRequest,
  detail: ErrorDetail,
  freshClientId: string,
): boolean {
  if (takeVerdicts(step, detail.confirmations ?? []) > 0) return true;
  const { expectedOperationId: expectedId = 1 } = detail;
  if (operations.some(({ id }) => id === expectedId)) return false;
  const { entries, doubtfulId } = step.state;
  if (expectedId === 1) beginAnew(step, freshClientId, doubtfulId);
  else if (entries.some(({ operation, draft }) => !draft && operation.id === expectedId)) {
    update(step, {
      entries: entries.map((entry) =>
        entry.operation.id >= expectedId ? { ...entry, confirmed: false } : entry,
      ),
    });
  } else beginAnew(step, freshClientId, expectedId - 1, true);
  return true;
}
