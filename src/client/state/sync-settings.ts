import type { RuntimeContract } from "../../protocol/index.js";
import type { Step } from "./step.js";
import type { TabEvent } from "./sync-event.js";

/** What does not change while a client lives. */
export interface SyncSettings {
  readonly contract: RuntimeContract;
  readonly roomId: string;
  readonly userId?: string;
  readonly entityTypes?: readonly string[];
  readonly batchSize: number;
  /** Present where tabs share the client (P26). */
  readonly tabs?: { readonly takeTabEvent: (step: Step, event: TabEvent) => void };
  /** What the keys of this client's own operations begin with, in distinction to those of other tabs. */
  readonly origin: string;
}

/** Names what stored entities were fetched under: with another contract or other types they are fetched anew (P16). */
export function scopeOf(settings: SyncSettings): string {
  return JSON.stringify([
    settings.contract.fingerprint,
    settings.entityTypes && [...settings.entityTypes].sort(),
  ]);
}
