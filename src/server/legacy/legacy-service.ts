import type { OperationConfirmation, PendingOperation } from "../../protocol/index.js";
import type { Awaitable } from "../awaitable.js";
import type { PreparedOperation, Revision } from "../core/prepared-operation.js";
import type { Limits } from "../limits.js";
import type { Log } from "../log.js";
import type { AccessContext, SyncServerOptions } from "../server-options.js";
import type { Telemetry } from "../telemetry/telemetry.js";
import type { Timers } from "../timers.js";
import { LegacyChanges } from "./legacy-changes.js";
import type { EntranceHost } from "./legacy-entrance.js";
import { LegacyGateway } from "./legacy-gateway.js";
import { LegacyModes } from "./legacy-modes.js";
import { LegacyCounters } from "./legacy-traffic.js";

/** What distinguishes the push of legacy changes from any other. */
export interface LegacyPush {
  /** Whose rate counts where nobody is signed in: every change has a client of its own. */
  readonly rateKey: string;
  readonly revisions: ReadonlyMap<PendingOperation, Revision>;
}

export function withRevisions(
  batch: readonly PreparedOperation[],
  revisions: LegacyPush["revisions"],
): readonly PreparedOperation[] {
  return batch.map((prepared) =>
    prepared.refusal === undefined ? { ...prepared, revision: revisions.get(prepared.pending) } : prepared,
  );
}

/** What a server lends to its legacy side. */
export interface LegacyHost {
  readonly limits: Limits;
  readonly log: Log;
  readonly clock: () => number;
  readonly timers: Timers;
  readonly telemetry: () => Telemetry;
  readonly admit: EntranceHost["admit"];
  /** @throws RequestError where there is no room for one stream more */
  readonly refuseStreamBeyondLimit: (roomId?: string) => void;
  /** @throws RequestError where there is no room for one stream more in this very room */
  readonly refuseStreamBeyondRoomLimit: (roomId: string) => void;
  /** Applies operations through the core. @throws RequestError, nothing applied (P9) */
  readonly push: (
    operations: readonly PendingOperation[],
    access: AccessContext,
    push: LegacyPush,
  ) => Awaitable<{ readonly confirmations: readonly OperationConfirmation[] }>;
}

/** All of a server that is there for clients that have not moved on (P31 to P34). */
export class LegacyService {
  readonly clients: LegacyGateway;
  readonly #modes: LegacyModes;
  readonly #counters: LegacyCounters;
  readonly #clock: () => number;

  /** @throws TypeError where the option `legacy` names what there is not */
  constructor({ contract, legacy, store, visible }: SyncServerOptions, host: LegacyHost) {
    const { limits, log, clock, timers } = host;
    this.#clock = clock;
    const modes = (this.#modes = new LegacyModes(contract, legacy));
    const counters = (this.#counters = new LegacyCounters(host.telemetry));
    const changes = new LegacyChanges({ contract, modes, counters, log, clock, push: host.push });
    const { maxStreamBufferBytes: maxBufferBytes, maxOperations } = limits;
    this.clients = new LegacyGateway(
      { store, visible, changes, modes, maxBufferBytes, maxOperations, timers, clock, log },
      counters,
      {
        open: host.refuseStreamBeyondLimit,
        enter: host.refuseStreamBeyondRoomLimit,
        admit: host.admit,
        sizeChange: (by) => host.telemetry().changeStreams(by),
      },
    );
  }

  /** @throws OperationRejected `legacy_refused` for a legacy operation that is not taken (any more) */
  readonly checkName = (operation: string): void => this.#modes.check(operation);

  /** Counts the legacy operations among those that came over HTTP, from clients whose engine is new and whose calls are old. */
  countOperations(
    operations: readonly PendingOperation[],
    confirmations: readonly OperationConfirmation[],
    { clientVersion }: AccessContext,
  ): void {
    confirmations.forEach(({ success }, index) => {
      const entityType = this.#modes.typeOf(operations[index]?.name ?? "");
      if (entityType === undefined) return;
      const counted = {
        entityType,
        clientVersion: this.#counters.versionOf(clientVersion),
        via: "operation",
      } as const;
      this.#counters.count(counted, success ? "accepted" : "refused", this.#clock());
    });
  }
}
