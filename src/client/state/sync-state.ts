import type {
  Entity,
  PendingOperation,
  StatePatch,
  StateSyncRequest,
  StateSyncResponse,
} from "../../protocol/index.js";
import type { ClientRecord } from "../storage/client-storage.js";
import { EntityState } from "./entity-state.js";
import { OverlayView } from "./overlay-view.js";
import type { PendingEntry } from "./pending-entry.js";
import type { ReadView } from "./read-view.js";
import { scopeOf, type SyncSettings } from "./sync-settings.js";
import { VersionedMap } from "./versioned-map.js";

/** A client's whole knowledge. Never changed, only succeeded: see `reduce` for what always holds of it. */
export interface SyncState extends NetworkState {
  readonly record: ClientRecord;
  /** `loading`: the queue is not known yet. `leading`: owns the queue and the connection. `following`: another tab does (P26). */
  readonly role: "loading" | "leading" | "following";
  /** The highest number that the storage knew when it was read. */
  readonly loadedId: number;
  /** Operations up to this number are on disk, and marked there as sent: no others may go. */
  readonly markedId: number;
  /** The highest number that a push has carried, or may have carried before this process began. */
  readonly pushedId: number;
  /** The server may have applied operations up to this number that have no verdict: an answer to a push of theirs was lost. */
  readonly doubtfulId: number;
  /** The last applied server state. */
  readonly base: EntityState;
  /** What the entries wrote on top of it. */
  readonly writes: VersionedMap<Entity | null>;
  /** By number, then the drafts in the order in which they were made. */
  readonly entries: readonly PendingEntry[];
  readonly lastSyncedAt: number | undefined;
}

/** How it stands with the server. */
export interface NetworkState {
  /** Between `connect` and `disconnect`. */
  readonly connected: boolean;
  /** What the platform says. */
  readonly online: boolean;
  /** The last request reached the server. */
  readonly reached: boolean;
  /** What stops requests until the next `connect`. */
  readonly blocked: { readonly code: string; readonly message: string } | undefined;
  /** Failures in a row. */
  readonly failures: number;
  /** Until a retry is due. */
  readonly waiting: boolean;
  /** On its way. The very object tells its answer from that to one given up. */
  readonly request: SyncRequest | undefined;
  /** The server has said what it holds of this client since the client was loaded and since an answer was lost. */
  readonly asked: boolean;
  /** Pushes in a row while a pull waits. */
  readonly pushes: number;
  readonly batchSize: number;
  /** `when_pushed`: to see what was pushed. `now`: someone changed something, or may have. */
  readonly pull: "idle" | "when_pushed" | "now";
  /** The version that the last hint since the start of the last pull named (P28). */
  readonly hinted: string | undefined;
  /** The pages of an answer that is not whole yet (P17). */
  readonly pages: readonly StateSyncResponse[];
  /** Patches that came while the answer to a pull was not whole, in the order of their arrival (P28). */
  readonly patches: readonly HintedPatch[];
}

/** What led to a version, as a hint told it. */
export interface HintedPatch {
  readonly stateVersion: string;
  readonly patch: StatePatch;
}

export type SyncRequest = PushRequest | PullRequest;

export interface PushRequest {
  readonly kind: "push";
  /** As they are sent: one at least, in order. */
  readonly operations: readonly PendingOperation[];
  /** The number of the last one. */
  readonly lastId: number;
}

export interface PullRequest {
  readonly kind: "pull";
  readonly body: StateSyncRequest;
  /** The operations that the answer must contain, for servers that do not say. */
  readonly confirmedId: number;
}

export function initialState(settings: SyncSettings, clientId: string, online: boolean): SyncState {
  return {
    record: { clientId, lastId: 0, coveredId: 0, scope: scopeOf(settings) },
    role: "loading",
    loadedId: 0,
    markedId: 0,
    pushedId: 0,
    doubtfulId: 0,
    base: new EntityState(),
    writes: new VersionedMap(),
    entries: [],
    connected: false,
    online,
    reached: false,
    blocked: undefined,
    failures: 0,
    waiting: false,
    request: undefined,
    asked: true,
    pushes: 0,
    batchSize: settings.batchSize,
    pull: "idle",
    hinted: undefined,
    pages: [],
    patches: [],
    lastSyncedAt: undefined,
  };
}

/** The local view: server state with the pending operations on top (P21). */
export function viewOf(state: SyncState): ReadView {
  return new OverlayView(state.base, state.writes);
}
