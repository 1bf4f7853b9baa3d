import type { PendingOperation } from "../../protocol/index.js";
import type { Footprint } from "./footprint.js";

/** One operation that the queue holds: what it is, how far it has come, and what it does to the view. */
export interface PendingEntry {
  readonly key: string;
  /** A draft's number and client are not yet its own. */
  readonly operation: PendingOperation;
  /** As the contract yields them; undefined where it no longer knows the operation or refuses its arguments. */
  readonly args: readonly unknown[] | undefined;
  /** Waits for its number: the queue is not loaded, or another tab keeps it. */
  readonly draft: boolean;
  /** Other tabs had it when this one left them: one that their queue no longer holds has been decided (P26). */
  readonly left: boolean;
  /** The server has applied it. Its effect stays until a pull contains it (P22). */
  readonly confirmed: boolean;
  readonly footprint: Footprint;
}
