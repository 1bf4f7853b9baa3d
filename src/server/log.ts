/** One thing that happened, for the application's own log. Never reaches a client. */
export interface LogEntry {
  readonly level: "debug" | "info" | "warn" | "error";
  /** A stable name: `handler_failed`, `store_failed`, `slow_stream_dropped`, … */
  readonly event: string;
  readonly roomId?: string;
  readonly clientId?: string;
  readonly operation?: string;
  readonly operationId?: number;
  readonly error?: unknown;
  readonly detail?: { readonly [key: string]: unknown };
}

export type Log = (entry: LogEntry) => void;

/** Writes warnings and errors to standard error, one line each. */
export function consoleLog(entry: LogEntry): void {
  if (entry.level !== "warn" && entry.level !== "error") return;
  const { level, event, error, ...rest } = entry;
  const write = level === "error" ? console.error : console.warn;
  write(`kalphite-gen server: ${event} ${JSON.stringify(rest)}`, ...(error === undefined ? [] : [error]));
}
