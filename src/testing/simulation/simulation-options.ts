import type { ClientStorage, SyncTransport } from "../../client/index.js";
import type { Entity, Outcome, RuntimeContract } from "../../protocol/index.js";
import type {
  AccessContext,
  LegacyOption,
  Limits,
  ServerStore,
  SyncServerOptions,
} from "../../server/index.js";
import type { FaultKind } from "./fault-kinds.js";
import type { ParticipantKind } from "./participant.js";

/** What to simulate: a contract with its handlers, and what its users do. */
export interface SimulationOptions {
  readonly contract: RuntimeContract;
  /** By operation name: makes up the arguments of one that a user does now. Operations that are left out are not done. */
  readonly operations: { readonly [name: string]: (choose: Chooser) => readonly unknown[] };
  /** What a user of a legacy client does now, in a history that has such clients. */
  readonly legacyEdit?: (choose: Chooser, shown: Shown) => LegacyEdit;
  /** The option `legacy` of the servers; each history has one of these. */
  readonly legacyModes?: readonly SimulatedLegacyModes[];
  /** As given to `createSyncServer`. Handlers must come to the same each time they are given the same. */
  readonly server?: Pick<SyncServerOptions, "handlers" | "authorize" | "checkEntities"> & {
    readonly limits?: Partial<Limits>;
  };
  /**
   * Whether a user may see an entity. `generation` counts how often the rights of this user in this room have changed,
   * which happens at random, followed by `invalidate`.
   */
  readonly visible?: (entity: Entity, access: AccessContext, generation: number) => boolean;
  /** What the servers of one history share, and what outlives them. Default: a `MemoryServerStore`. */
  readonly createServerStore?: () => ServerStore;
  /** What outlives the processes of one client. Default: a `MemoryStorage`. */
  readonly createClientStorage?: () => ClientStorage;
  /** Puts something between each client and its transport. */
  readonly wrapTransport?: (transport: SyncTransport) => SyncTransport;
  /** Says what is wrong with the end of a history, beyond what the simulation itself checks. */
  readonly verify?: (history: FinishedHistory) => Iterable<string>;
  /** Faults that do not happen. */
  readonly without?: readonly FaultKind[];
  /** Things that happen in a history before it heals, at most; default 40. */
  readonly steps?: number;
  /** The kinds of clients that take part, each as likely as the others. Default: `SYNC_CLIENTS`. */
  readonly participants?: readonly ParticipantKind[];
}

/** What arguments are made of. */
export interface Chooser {
  readonly roomId: string;
  readonly userId: string;
  /** From a small pool, so that clients meet: one that lives, one that is gone, or one that is new. */
  readonly id: (type: string) => string;
  /** A text that no other call in the history gives. */
  readonly token: () => string;
  readonly integer: (least: number, most: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <Value>(values: readonly Value[]) => Value;
}

/** What legacy clients may do, by entity type. */
export type SimulatedLegacyModes = Exclude<LegacyOption, string>;

/** What a legacy client's screen shows of an id. */
export type Shown = (id: string) => Entity | undefined;

/** An entity as a legacy client's user makes it, or its end. */
export interface LegacyEdit {
  readonly entityType: string;
  readonly entityId: string;
  /** Absent: it is deleted. */
  readonly entity?: Entity;
}

/** What is left when everything has come to rest. */
export interface FinishedHistory {
  readonly rooms: readonly FinishedRoom[];
}

export interface FinishedRoom {
  readonly roomId: string;
  /** The server's, all of them. */
  readonly entities: readonly Entity[];
  /** In the order in which the users did them. */
  readonly operations: readonly FinishedOperation[];
}

export interface FinishedOperation {
  readonly name: string;
  readonly args: readonly unknown[];
  /** The device and the process of it that did it. */
  readonly client: string;
  readonly process: string;
  /** What the user was told; undefined where the process died before. */
  readonly outcome: Outcome | undefined;
  /** What the server recorded: the place among all that it applied in the room, and the code of a failure. */
  readonly settled: { readonly place: number; readonly failure: string | undefined } | undefined;
}
