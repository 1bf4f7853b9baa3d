import type { SyncEffect } from "./sync-effect.js";
import type { SyncSettings } from "./sync-settings.js";
import type { SyncState } from "./sync-state.js";

/** One call of the reducer while it lasts: the state so far, and the effects so far. */
export interface Step {
  readonly settings: SyncSettings;
  state: SyncState;
  readonly effects: SyncEffect[];
}

export function update(step: Step, part: Partial<SyncState>): void {
  step.state = { ...step.state, ...part };
}
