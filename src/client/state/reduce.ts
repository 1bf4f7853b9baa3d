import {
  onConnected,
  onDisconnected,
  onFailed,
  onHinted,
  onOnline,
  onPatched,
  onPulled,
  onPushed,
  onRetryDue,
} from "./network-events.js";
import { startNextRequest } from "./next-request.js";
import { onLoaded, onMutated, onStored } from "./queue-events.js";
import type { Step } from "./step.js";
import type { SyncEffect } from "./sync-effect.js";
import type { SyncEvent } from "./sync-event.js";
import type { SyncSettings } from "./sync-settings.js";
import type { SyncState } from "./sync-state.js";
import { takeVerdicts } from "./verdicts.js";

/**
 * The client's heart: state in, event in, new state and effects out. Pure: the state that went in stays as it was,
 * and the same state and event always give the same answer.
 *
 * What always holds of a state:
 * 1. The view is `base` with every uncovered entry's mutator run over it in order (P21), however few of them ran.
 * 2. Numbered entries stand in the order of their numbers, without a duplicate; `lastId` is at least the highest, and
 *    never falls while `clientId` stays (P4). Drafts stand behind them.
 * 3. An operation leaves `entries` with a verdict of failure, or with one of success once the base contains it (P22), or
 *    once the server forgot this client; never otherwise (P23). Its verdict is told once; again only where the server
 *    went back in time (P7).
 * 4. At most one request is on its way; a push carries operations that are stored, marked as sent there, and undecided, in
 *    order (P20). What is in doubt goes again only after the server has said that it knows this client (P25).
 * 5. No request starts while disconnected, offline, waiting, blocked, or before this client leads.
 * 6. `base` and `stateVersion` change together, at the last page of an answer (P17) or with a patch that leads on
 *    from `stateVersion` (P28).
 * 7. One `changed` at most comes out of an event, and names every entity that the view shows otherwise, no other.
 */
export function reduce(
  settings: SyncSettings,
  state: SyncState,
  event: SyncEvent,
): { readonly state: SyncState; readonly effects: readonly SyncEffect[] } {
  const step: Step = { settings, state, effects: [] };
  take(step, event);
  startNextRequest(step);
  return { state: step.state, effects: step.effects };
}

function take(step: Step, event: SyncEvent): void {
  switch (event.kind) {
    case "mutated":
      return onMutated(step, event);
    case "loaded":
      return onLoaded(step, event);
    case "offered":
    case "followed":
    case "told":
    case "resigned":
      return step.settings.tabs?.takeTabEvent(step, event);
    case "stored":
      return onStored(step, event);
    case "connected":
      return onConnected(step);
    case "disconnected":
      return onDisconnected(step, event);
    case "online":
      return onOnline(step, event);
    case "hinted":
      return onHinted(step, event);
    case "patched":
      return onPatched(step, event);
    case "confirmed":
      takeVerdicts(step, event.confirmations);
      return;
    case "pushed":
      return onPushed(step, event);
    case "pulled":
      return onPulled(step, event);
    case "failed":
      return onFailed(step, event);
    case "retry_due":
      return onRetryDue(step);
  }
}
