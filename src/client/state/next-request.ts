import type { PendingOperation } from "../../protocol/index.js";
import { commitMark } from "./queue-events.js";
import { update, type Step } from "./step.js";
import type { SyncRequest, SyncState } from "./sync-state.js";

/** How often a push may go before a pull that waits: enough to send a long queue, too little to starve the view. */
const MAX_PUSHES_BEFORE_PULL = 16;

/** Whether nothing is against a request but another one on its way. */
export function mayRequest({ role, connected, online, blocked, waiting }: SyncState): boolean {
  return role === "leading" && connected && online && !blocked && !waiting;
}

/** The request names this contract; an operation that was queued under another one says so itself (P35). */
function withoutKnownContract(operation: PendingOperation, fingerprint: string): PendingOperation {
  if (operation.contract !== fingerprint) return operation;
  const { contract, ...sent } = operation;
  return sent;
}

/** Starts the next request if there is reason to and nothing against it: one at a time, operations in order (P20). */
export function startNextRequest(step: Step): void {
  const { settings, state } = step;
  const { record, markedId, asked, pull, pushes, pages } = state;
  if (!mayRequest(state) || state.request) return;

  if (asked && (pull !== "now" || pushes < MAX_PUSHES_BEFORE_PULL)) {
    const batch = [];
    for (const { operation, draft, confirmed } of state.entries) {
      if (draft || batch.length === state.batchSize) break;
      if (!confirmed) batch.push(operation);
    }
    const lastId = batch.at(-1)?.id ?? 0;
    const isMarking = lastId > (record.sentId ?? 0);
    if (isMarking) commitMark(step, lastId);
    const operations = lastId > markedId ? batch.filter(({ id }) => id <= markedId) : batch;
    if (operations.length > 0) {
      const { fingerprint } = settings.contract;
      const sent = operations.map((operation) => withoutKnownContract(operation, fingerprint));
      const { id } = operations.at(-1)!;
      update(step, { pushes: pushes + 1, pushedId: Math.max(state.pushedId, id) });
      return send(step, { kind: "push", operations: sent, lastId: id });
    }
    // The mark is on disk soon: a long queue goes on before a look at what has become of its beginning.
    if (isMarking && pushes > 0) return;
  }
  if (pull === "idle") return;
  const confirmedId = state.entries.findLast(({ confirmed }) => confirmed)?.operation.id ?? 0;
  const stateVersion = pages.at(-1)?.stateVersion ?? record.stateVersion;
  const { entityTypes } = settings;
  update(step, { pushes: 0, pull: "idle", hinted: undefined });
  const body = {
    ...(stateVersion !== undefined && { stateVersion }),
    ...(entityTypes && { entityTypes }),
    clientId: record.clientId,
  };
  send(step, { kind: "pull", body, confirmedId });
}

function send(step: Step, request: SyncRequest): void {
  update(step, { request });
  step.effects.push({ kind: "request", request });
}
