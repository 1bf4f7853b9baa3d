import type { Entity, PendingOperation, RuntimeContract } from "../protocol/index.js";
import type { Awaitable } from "./awaitable.js";
import type { Maintenance } from "./core/maintenance.js";
import type { ContractEvolution } from "./evolution.js";
import type { OperationHandlers } from "./handler.js";
import type { LegacyOption } from "./legacy/legacy-modes.js";
import type { Limits } from "./limits.js";
import type { Log } from "./log.js";
import type { Notifier } from "./notify/notifier.js";
import type { ServerRequest } from "./server-request.js";
import type { ServerStore } from "./store/server-store.js";
import type { Telemetry } from "./telemetry/telemetry.js";
import type { Timers } from "./timers.js";
import type { User } from "./user.js";

/** Who asks and where, for the hooks that decide what they may do. */
export interface AccessContext {
  readonly roomId: string;
  readonly user: User | undefined;
  readonly clientId?: string | undefined;
  /** Fingerprint of the contract that the client has, where it says so (P35). */
  readonly contract?: string | undefined;
  /** As the client names it, by the header `Kalphite-Client-Version` or the query parameter `clientVersion`. */
  readonly clientVersion?: string | undefined;
}

/** An operation whose name and arguments the contract has accepted. */
export interface AuthorizableOperation {
  readonly name: string;
  readonly args: { readonly [argument: string]: unknown };
  readonly id: PendingOperation["id"];
}

interface CommonOptions {
  readonly contract: RuntimeContract;
  /** What runs instead of the contract's own mutators, by operation name. */
  readonly handlers?: OperationHandlers;
  /** How clients of former contracts are served (P35). Generated code binds it. */
  readonly evolution?: ContractEvolution;
  readonly store: ServerStore;
  /** Whether the user may be in the room at all; 403 `forbidden` if not. */
  readonly authorizeRoom?: (context: AccessContext) => Awaitable<boolean>;
  /** Whether the user may do this operation; it fails with `operation_forbidden` if not. */
  readonly authorize?: (operation: AuthorizableOperation, context: AccessContext) => Awaitable<boolean>;
  /**
   * Whether each entity that an operation writes must fit the contract as a whole; the operation fails with
   * `invalid_entity` if not. Arguments are checked in any case. Default false: an entity that an older contract let in
   * could not be changed any more without being repaired.
   */
  readonly checkEntities?: boolean;
  /**
   * Whether the user may see the entity. A row that becomes invisible reaches its clients as a deletion. Where
   * visibility changes without the entity changing, or somebody's access to a room ends, call `invalidate`.
   */
  readonly visible?: (entity: Entity, context: AccessContext) => boolean;
  /**
   * What legacy clients may do, for all entity types or by type: `accept` (the default), `read-only`, or `off`. Where it is not
   * `accept`, `upsert<type>` and `delete<type>` are refused from everybody.
   */
  readonly legacy?: LegacyOption;
  /** Wakes the streams of other server processes; not needed where there is one process. */
  readonly notifier?: Notifier;
  readonly limits?: Partial<Limits>;
  /** Origins of web pages that may use the server besides its own; `"*"` for all. */
  readonly origins?: readonly string[] | "*";
  /** Where the endpoints are mounted, such as `/api`; without a slash at the end. */
  readonly basePath?: string;
  /** Fingerprints of contracts known to be incompatible (P35). */
  readonly unsupportedContracts?: Iterable<string>;
  readonly maintenance?: Partial<Maintenance>;
  /** Default: warnings and errors to standard error. */
  readonly log?: Log;
  /** Counters and latencies. Default: OpenTelemetry where the application has `@opentelemetry/api`. */
  readonly telemetry?: Telemetry;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  readonly timers?: Timers;
}

/** How a server is made. Letting everybody in takes saying so. */
export type SyncServerOptions = CommonOptions &
  (
    | {
        /** The user behind a request, or undefined for 401 `unauthenticated`. */
        readonly authenticate: (request: ServerRequest, roomId: string) => Awaitable<User | undefined>;
        readonly allowAnonymous?: false;
      }
    | { readonly authenticate?: undefined; readonly allowAnonymous: true }
  );

type Unbound<Options> = Options extends unknown
  ? Omit<Options, "contract" | "handlers" | "evolution">
  : never;

/** What is left to say once generated code has bound the contract and the handlers. */
export type BoundServerOptions = Unbound<SyncServerOptions>;
