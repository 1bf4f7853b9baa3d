import { updateNetwork, type Step } from "./step.js";

/** How often a push may go before a pull that waits: enough to send a long queue, too little to starve the view. */
const MAX_PUSHES_BEFORE_PULL = 16;

/** Starts the next request if there is reason to and nothing against it: one at a time, operations in order (P20). */
export function startNextRequest(step: Step): void {
  const { settings, state } = step;
  const { network, record, role, storedId } = state;
  const { connected, online, blocked, waiting, request, pull } = network;
  if (role !== "leading" || !connected || !online || blocked || waiting || request) return;

  const serial = network.serial + 1;
  if (pull !== "now" || network.pushes < MAX_PUSHES_BEFORE_PULL) {
    const operations = [];
    for (const { operation, draft, confirmed } of state.entries) {
      if (draft || operation.id > storedId || operations.length === network.batchSize) break;
      if (!confirmed) operations.push(operation);
    }
    if (operations.length > 0) {
      const operationIds = operations.map(({ id }) => id);
      updateNetwork(step, {
        request: { kind: "push", serial, operationIds },
        serial,
        pushes: network.pushes + 1,
      });
      step.effects.push({ kind: "push", serial, operations });
      return;
    }
  }
  if (pull === "idle") return;
  let confirmedId = 0;
  for (const { operation, confirmed } of state.entries) {
    if (confirmed) confirmedId = Math.max(confirmedId, operation.id);
  }
  const stateVersion = network.pages?.responses.at(-1)?.stateVersion ?? record.stateVersion;
  const { entityTypes } = settings;
  updateNetwork(step, {
    request: { kind: "pull", serial, confirmedId },
    serial,
    pushes: 0,
    pull: "idle",
    hinted: undefined,
  });
  step.effects.push({
    kind: "pull",
    serial,
    request: {
      ...(stateVersion !== undefined && { stateVersion }),
      ...(entityTypes && { entityTypes }),
      clientId: record.clientId,
    },
  });
}
