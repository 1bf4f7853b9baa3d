import type { QueuedOperation } from "../storage/client-storage.js";
import { commit } from "./queue-events.js";
import { update, updateNetwork, type Step } from "./step.js";
import type { RequestFailure } from "./sync-event.js";
import type { SyncRequest } from "./sync-state.js";
import { takeVerdicts } from "./verdicts.js";

/** Whether only the application can help (P24): the server answered, and will answer the same again. */
function isFinal(status: number | undefined): boolean {
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
  updateNetwork(step, { reached: status !== undefined });
  if (request.kind === "push") {
    if (detail?.code === "operation_gap" && closeGap(step, request.operationIds, failure, freshClientId)) {
      tell(step, failure, true);
      return;
    }
    if (status === 413 && request.operationIds.length > 1) {
      updateNetwork(step, { batchSize: Math.ceil(request.operationIds.length / 2) });
      return;
    }
  }
  const { code, message } = failure;
  const final = isFinal(status);
  tell(step, failure, !final);
  if (final) {
    updateNetwork(step, { blocked: { code, message } });
    return;
  }
  const failures = step.state.network.failures + 1;
  updateNetwork(step, { failures, waiting: true });
  step.effects.push({ kind: "wait", failures, retryAfterMs: failure.retryAfterMs ?? 0 });
}

/**
 * The server misses operations before the ones that were sent (P7): it forgot this client, or went back in time. Those
 * still held are sent again. Where they are not, what the server never took gets new numbers under a new name.
 *
 * @returns false where the server contradicts itself
 */
function closeGap(
  step: Step,
  operationIds: readonly number[],
  failure: RequestFailure,
  freshClientId: string,
): boolean {
  const told = takeVerdicts(step, failure.detail?.confirmations ?? []);
  if (told > 0) return true;
  const expectedId = failure.detail?.expectedOperationId ?? 0;
  if (operationIds.includes(expectedId)) return false;
  const { record, entries } = step.state;
  if (entries.some(({ operation, draft }) => !draft && operation.id === expectedId)) {
    update(step, {
      entries: entries.map((entry) =>
        entry.operation.id >= expectedId ? { ...entry, confirmed: false } : entry,
      ),
    });
    return true;
  }
  let lastId = 0;
  const append: QueuedOperation[] = entries
    .filter(({ draft, confirmed }) => !draft && !confirmed)
    .map(({ key, operation }) => ({
      key,
      operation: { ...operation, id: ++lastId, clientId: freshClientId },
    }));
  // Without a version the next pull brings everything, whatever the server went back to.
  update(step, { storedId: 0 });
  const remove = entries.filter(({ draft }) => !draft).map(({ operation }) => operation.id);
  commit(step, {
    record: { clientId: freshClientId, lastId, coveredId: 0, scope: record.scope },
    remove,
    append,
  });
  step.effects.push({ kind: "numbered", queued: append });
  updateNetwork(step, { pull: "now", pages: undefined, patches: [] });
  return true;
}
