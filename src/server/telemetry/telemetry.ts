/** Counters and latencies of a server. Names end in what they count, times are milliseconds. */
export interface Telemetry {
  /** Operations that were settled or replayed; `code` is `ok` or the confirmation's. */
  countOperations(count: number, code: string): void;
  /** Requests that were refused or failed, by the code of the answer. */
  countRequestError(code: string): void;
  recordPush(durationMs: number): void;
  recordPull(durationMs: number): void;
  /** Legacy changes, by entity type, client version, the way they came, and what became of them. */
  countLegacyChange?(attributes: {
    readonly entityType: string;
    readonly clientVersion: string;
    readonly via: "socket" | "operation";
    readonly outcome: "accepted" | "refused" | "merged";
  }): void;
  /** Open notification streams: 1 for one more, -1 for one less. */
  changeStreams(by: 1 | -1): void;
}

/** Counts nothing. */
export const NO_TELEMETRY: Telemetry = {
  countOperations: () => {},
  countRequestError: () => {},
  recordPush: () => {},
  recordPull: () => {},
  changeStreams: () => {},
};
