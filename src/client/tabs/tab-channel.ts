import type { Settlement } from "../state/sync-effect.js";
import type { Step } from "../state/step.js";
import type { TabEvent } from "../state/sync-event.js";
import type { QueuedOperation, StateChange, StoredState } from "../storage/client-storage.js";

/** What a client lets the coordination of tabs see and do. */
export interface TabHost {
  /** A name that no other tab has. */
  readonly id: string;
  /** No other tab has the lead: read the storage, take it, and `announce`. */
  readonly lead: () => void;
  /** All that this client knows, for a tab that begins to follow it. */
  readonly describe: () => StoredState;
  readonly dispatch: (event: TabEvent) => void;
}

export interface TabMembership {
  /** This client leads from now on. */
  readonly announce: () => void;
  /** Tells the other tabs a change that this one decided. */
  readonly tell: (change: StateChange, settled: readonly Settlement[], lastSyncedAt?: number) => void;
  /** Asks the leading tab to queue an operation. */
  readonly offer: (queued: QueuedOperation) => void;
  /** Gives the lead away, if this tab has it or waits for it, and closes everything. */
  readonly leave: () => void;
}

/** How the tabs of one application share one queue and one connection (P26). */
export interface TabChannel {
  /** What the events that `join` dispatches mean to a client's state. */
  readonly takeTabEvent: (step: Step, event: TabEvent) => void;
  /** @param name tells this room of this application from others */
  join(name: string, host: TabHost): TabMembership;
}
