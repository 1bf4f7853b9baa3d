import type {
  ErrorDetail,
  OperationConfirmation,
  PendingOperation,
  PushResponse,
  StatePatch,
  StateSyncResponse,
} from "../../protocol/index.js";
import type { QueuedOperation, StateChange, StoredState } from "../storage/client-storage.js";
import type { Settlement } from "./sync-effect.js";
import type { PullRequest, PushRequest, SyncRequest } from "./sync-state.js";

/** What happens to a client. Times are milliseconds since the epoch. */
export type SyncEvent =
  /** The user did something. `args` is what the contract made of `operation.args`; number and client are given here. */
  | {
      readonly kind: "mutated";
      readonly key: string;
      readonly operation: Pick<PendingOperation, "name" | "args" | "timestamp">;
      readonly args: readonly unknown[];
    }
  /** Another tab did something, and this one leads. */
  | { readonly kind: "offered"; readonly queued: QueuedOperation }
  /** Storage was read: this client leads from here on. */
  | { readonly kind: "loaded"; readonly stored: StoredState | undefined }
  /** The leading tab told all that it knows: this client follows it. */
  | {
      readonly kind: "followed";
      readonly stored: StoredState;
      /** What it decided lately, perhaps before this client listened to it. */
      readonly settled: readonly Settlement[];
    }
  /** The leading tab changed something. */
  | {
      readonly kind: "told";
      readonly change: StateChange;
      readonly settled: readonly Settlement[];
      readonly at?: number;
    }
  /** Operations of this client up to this number are on disk, and marked there as sent. */
  | { readonly kind: "stored"; readonly clientId: string; readonly id: number }
  | { readonly kind: "connected" }
  /** `resigned`: what storage holds may be another tab's from now on, so that this one is loading again (P26). */
  | { readonly kind: "disconnected"; readonly resigned: boolean }
  /** All is on disk that ever will be, but for these operations, by key; another tab may lead from here on (P26). */
  | { readonly kind: "resigned"; readonly unwritten: ReadonlySet<string> }
  | { readonly kind: "online"; readonly online: boolean }
  /** Something may have changed on the server: a hint (P28), a stream that has opened, or time to poll (P27). */
  | { readonly kind: "hinted"; readonly stateVersion?: string }
  /** A hint that brings what changed (P28). */
  | {
      readonly kind: "patched";
      readonly stateVersion: string;
      readonly patch: StatePatch;
      readonly at: number;
    }
  /** Verdicts ahead of the answers to their pushes (P29). */
  | { readonly kind: "confirmed"; readonly confirmations: readonly OperationConfirmation[] }
  | { readonly kind: "pushed"; readonly request: PushRequest; readonly response: PushResponse }
  | {
      readonly kind: "pulled";
      readonly request: PullRequest;
      readonly response: StateSyncResponse;
      readonly at: number;
      /** For a client that has to begin anew. */
      readonly freshClientId: string;
    }
  | {
      readonly kind: "failed";
      readonly request: SyncRequest;
      readonly failure: RequestFailure;
      /** For a client that has to begin anew. */
      readonly freshClientId: string;
    }
  | { readonly kind: "retry_due" };

export type EventOf<Kind extends SyncEvent["kind"]> = Extract<SyncEvent, { readonly kind: Kind }>;

/** The events that other tabs cause. */
export type TabEvent = EventOf<"offered" | "followed" | "told" | "resigned">;

export interface RequestFailure {
  readonly code: string;
  readonly message: string;
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly detail?: ErrorDetail | undefined;
}
