import type { RuntimeContract } from "../../protocol/index.js";

/** What does not change while a client lives. */
export interface SyncSettings {
  readonly contract: RuntimeContract;
  readonly roomId: string;
  readonly userId: string | undefined;
  readonly entityTypes: readonly string[] | undefined;
  readonly batchSize: number;
  readonly queueLimit: number;
  /** What the keys of this client's own operations begin with, in distinction to those of other tabs. */
  readonly origin: string;
}

/** Names what stored entities were fetched under: with another contract or other types they are fetched anew (P16). */
export function scopeOf(settings: SyncSettings): string {
  return JSON.stringify([settings.contract.fingerprint, settings.entityTypes?.toSorted() ?? null]);
}
