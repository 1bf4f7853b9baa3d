import type { Telemetry } from "../telemetry/telemetry.js";
import type { LegacyDialect } from "./legacy-dialect.js";

/** What legacy clients of one version did to one entity type, at this process, since it started. */
export interface LegacyTraffic {
  readonly entityType: string;
  /** As the client names it; `unknown` where it does not. */
  readonly clientVersion: string;
  /** `socket`: as sync-change. `operation`: as `upsert<type>` or `delete<type>` over HTTP. */
  readonly via: "socket" | "operation";
  /** Changes that were committed, or were already. */
  readonly accepted: number;
  readonly refused: number;
  /** Upserts into which somebody else's concurrent changes were merged. */
  readonly merged: number;
  /** Milliseconds since the epoch. */
  readonly lastAt: number;
}

/** Open legacy sockets of this process by what is known of their clients. */
export interface LegacySockets {
  readonly clientVersion: string;
  readonly dialect: LegacyDialect;
  readonly open: number;
}

export interface LegacyReport {
  readonly sockets: readonly LegacySockets[];
  readonly changes: readonly LegacyTraffic[];
}

/** Versions that are told apart; clients may claim any. */
const MAX_VERSIONS = 100;
const MAX_VERSION_LENGTH = 64;

type Counted = { -readonly [Name in keyof LegacyTraffic]: LegacyTraffic[Name] };

/** Counts legacy changes by type and client version, so that a team sees when the last old client is gone. */
export class LegacyCounters {
  readonly #telemetry: () => Telemetry;
  readonly #changes = new Map<string, Counted>();
  readonly #versions = new Set<string>();

  constructor(telemetry: () => Telemetry) {
    this.#telemetry = telemetry;
  }

  /** A version as it is counted: what is too long or one too many is `other`. */
  versionOf(claimed: string | null | undefined): string {
    if (!claimed) return "unknown";
    if (this.#versions.has(claimed)) return claimed;
    if (claimed.length > MAX_VERSION_LENGTH || this.#versions.size >= MAX_VERSIONS) return "other";
    this.#versions.add(claimed);
    return claimed;
  }

  count(
    { entityType, clientVersion, via }: Pick<LegacyTraffic, "entityType" | "clientVersion" | "via">,
    outcome: "accepted" | "refused" | "merged",
    now: number,
  ): void {
    const key = JSON.stringify([entityType, clientVersion, via]);
    let counted = this.#changes.get(key);
    if (counted === undefined) {
      counted = { entityType, clientVersion, via, accepted: 0, refused: 0, merged: 0, lastAt: now };
      this.#changes.set(key, counted);
    }
    counted[outcome]++;
    counted.lastAt = now;
    this.#telemetry().countLegacyChange?.({ entityType, clientVersion, via, outcome });
  }

  changes(): readonly LegacyTraffic[] {
    return [...this.#changes.values()].map((counted) => ({ ...counted }));
  }
}
