import { askAgain, isRemembered, noteDoubt } from "./doubt.js";
import { takePatch, takeState } from "./pulled-state.js";
import { takeFailure } from "./request-failure.js";
import { update, type Step } from "./step.js";
import type { EventOf } from "./sync-event.js";
import type { PushRequest, SyncRequest } from "./sync-state.js";
import { takeVerdicts } from "./verdicts.js";

function stopWaiting(step: Step): void {
  if (step.state.waiting) step.effects.push({ kind: "stop_waiting" });
  update(step, { waiting: false });
}

/** Begins, or begins anew after a stop that the application has dealt with. */
export function onConnected(step: Step): void {
  stopWaiting(step);
  update(step, { connected: true, blocked: undefined, failures: 0 });
  onHinted(step, { kind: "hinted" });
  askAgain(step);
}

export function onDisconnected(step: Step, { resigned }: EventOf<"disconnected">): void {
  stopWaiting(step);
  if (resigned && step.state.role !== "loading") {
    const entries = step.state.entries.map((entry) => ({ ...entry, left: true }));
    update(step, { role: "loading", entries });
  }
  noteDoubt(step, step.state.request);
  if (step.state.request) step.effects.push({ kind: "abort" });
  update(step, {
    connected: false,
    reached: false,
    request: undefined,
    pages: [],
    patches: [],
  });
}

/** A network that came back is tried at once, and asked what was missed (P27). */
export function onOnline(step: Step, { online }: EventOf<"online">): void {
  if (online === step.state.online) return;
  update(step, { online, failures: 0 });
  if (!online) return update(step, { reached: false });
  stopWaiting(step);
  onHinted(step, { kind: "hinted" });
  askAgain(step);
}

/** A hint of the version that is held tells nothing; any other causes a pull, or one more (P28). */
export function onHinted(step: Step, { stateVersion }: EventOf<"hinted">): void {
  if (stateVersion !== undefined && stateVersion === step.state.record.stateVersion) return;
  update(step, { pull: "now", hinted: stateVersion });
}

/** Patches that are kept for the answer to a pull; what is beyond them is pulled. */
const MAX_PATCHES = 64;

/**
 * A patch that leads on from the version that is held is applied, and spares the pull. While an answer is on its way that
 * could be older than the patch, it is kept until then. Any other is a hint (P28), and so is one that speaks of numbers
 * which were never sent from here: what they mean is for a pull to find out.
 */
export function onPatched(step: Step, { stateVersion, patch, at }: EventOf<"patched">): void {
  const { record, role, request, pages, patches, pushedId } = step.state;
  const isOfThisClient = (patch.lastOperationId ?? 0) <= pushedId;
  if (isOfThisClient && (request?.kind === "pull" || pages.length > 0)) {
    update(step, { patches: [...patches, { stateVersion, patch }].slice(-MAX_PATCHES) });
  } else if (isOfThisClient && role === "leading" && patch.from === record.stateVersion) {
    return takePatch(step, { stateVersion, patch }, at);
  }
  onHinted(step, { kind: "hinted", stateVersion });
}

/** Ends the request that an answer belongs to; false where it was given up before. */
function endRequest(step: Step, request: SyncRequest): boolean {
  if (step.state.request !== request) return false;
  update(step, { request: undefined });
  return true;
}

export function onPushed(step: Step, { request, response }: EventOf<"pushed">): void {
  if (!endRequest(step, request)) return;
  const told = takeVerdicts(step, response.confirmations);
  if (isWaitedFor(step, request)) {
    if (told > 0) noteDoubt(step, request);
    else {
      takeFailure(step, request, { code: "invalid_response", message: "The server confirmed nothing" }, "");
      return;
    }
  }
  const { pull, record } = step.state;
  // A patch may have come ahead of the answer, and shows already what a pull would show.
  const isShown = request.lastId <= record.coveredId;
  update(step, {
    failures: 0,
    reached: true,
    pull: pull === "now" || isShown ? pull : "when_pushed",
  });
}

/** A verdict may have come ahead of the answer (P29); then an answer without news is none to wonder about. */
function isWaitedFor(step: Step, { lastId }: PushRequest): boolean {
  return step.state.entries.some(
    ({ operation, confirmed, draft }) => !draft && !confirmed && operation.id <= lastId,
  );
}

export function onPulled(step: Step, { request, response, at, freshClientId }: EventOf<"pulled">): void {
  if (!endRequest(step, request)) return;
  // A server that answers pulls and fails pushes must not be pushed to at the first pace for ever (P24).
  const failures = step.state.entries.some(({ confirmed, draft }) => !confirmed && !draft)
    ? step.state.failures
    : 0;
  update(step, { failures, reached: true });
  if (!response.hasMore) {
    update(step, { asked: true });
    const { lastOperationId } = response;
    if (lastOperationId !== undefined && !isRemembered(step, lastOperationId, at, freshClientId)) return;
  }
  takeState(step, response, request.confirmedId, at);
  const { hinted, pull } = step.state;
  if (pull === "now" && hinted !== undefined && hinted === step.state.record.stateVersion) {
    update(step, { pull: "idle" });
  }
}

export function onFailed(step: Step, { request, failure, freshClientId }: EventOf<"failed">): void {
  if (!endRequest(step, request)) return;
  if (request.kind === "pull" && step.state.pull === "idle") update(step, { pull: "now" });
  takeFailure(step, request, failure, freshClientId);
}

export function onRetryDue(step: Step): void {
  update(step, { waiting: false });
}
