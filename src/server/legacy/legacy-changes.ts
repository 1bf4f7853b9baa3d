import {
  findEntity,
  isOperationRejected,
  jsonEquals,
  legacyDeleteName,
  legacyOperationOf,
  legacyUpsertName,
  type Entity,
  type OperationConfirmation,
  type PendingOperation,
  type RuntimeContract,
} from "../../protocol/index.js";
import type { Revision } from "../core/prepared-operation.js";
import type { Log } from "../log.js";
import type { StateRow } from "../store/server-store.js";
import { legacyClientId } from "./legacy-identity.js";
import type { LegacyModes } from "./legacy-modes.js";
import type { LegacyHost } from "./legacy-service.js";
import { baseOf, issuesOfChange, type LegacySession, type ReceivedChange } from "./legacy-session.js";
import type { LegacyCounters } from "./legacy-traffic.js";
import { mergeUpsert, type MergedUpsert } from "./merge-upsert.js";
import type { ChangeAuthor } from "./room-record.js";

export interface LegacyChangesOptions {
  readonly contract: RuntimeContract;
  readonly modes: LegacyModes;
  readonly counters: LegacyCounters;
  readonly log: Log;
  readonly clock: () => number;
  readonly push: LegacyHost["push"];
}

/** A change as the operation that it is, and what became of its merge. */
interface Attempt {
  readonly received: ReceivedChange;
  readonly operation: PendingOperation;
  merged: MergedUpsert | undefined;
}

type Refused = { readonly code: string; readonly message: string };

/** Turns what legacy clients send into operations, applies them, and answers (P32). */
export class LegacyChanges {
  readonly #options: LegacyChangesOptions;
  readonly #names: { readonly [type: string]: { readonly upsert: string; readonly delete: string } };

  constructor(options: LegacyChangesOptions) {
    this.#options = options;
    this.#names = Object.fromEntries(
      Object.keys(options.contract.entities).map((type) => [
        type,
        { upsert: legacyUpsertName(type), delete: legacyDeleteName(type) },
      ]),
    );
  }

  /**
   * Applies a session's changes in order, each exactly once, and answers each. Gives who made what, for those that are told.
   * @throws RequestError, nothing applied and nothing answered (P9)
   */
  async apply(session: LegacySession, changes: readonly ReceivedChange[]): Promise<readonly AppliedChange[]> {
    const attempts = await Promise.all(changes.map((received) => this.#attempt(session, received)));
    const applicable = attempts.filter((attempt): attempt is Attempt => "operation" in attempt);
    const confirmations = new Map<PendingOperation, OperationConfirmation>();
    if (applicable.length > 0) {
      const operations = applicable.map(({ operation }) => operation);
      const revisions = new Map(applicable.flatMap((attempt) => this.#revision(session, attempt)));
      const { rateKey, access } = session;
      const answer = await this.#options.push(operations, access, { rateKey, revisions });
      answer.confirmations.forEach((confirmation, index) =>
        confirmations.set(operations[index]!, confirmation),
      );
    }
    return attempts.flatMap((attempt, index) => {
      const received = changes[index]!;
      if (!("operation" in attempt)) return this.#refuse(session, received, attempt);
      const confirmation = confirmations.get(attempt.operation)!;
      return confirmation.success
        ? this.#acknowledge(session, attempt, confirmation)
        : this.#refuse(session, received, {
            code: confirmation.code ?? "handler_failed",
            message: confirmation.error ?? "The operation failed",
            issues: issuesOfChange(confirmation.issues),
          });
    });
  }

  async #attempt(session: LegacySession, received: ReceivedChange): Promise<Attempt | Refused> {
    const { change } = received;
    try {
      const { name, args } = legacyOperationOf(this.#names, change);
      this.#options.modes.check(name);
      const clientId = await legacyClientId(change, session.access.user, session.claimedUserId);
      const timestamp = change.timestamp ?? this.#options.clock();
      return { received, operation: { name, args, id: 1, clientId, timestamp }, merged: undefined };
    } catch (error) {
      if (!isOperationRejected(error)) throw error;
      return { code: error.code, message: error.message };
    }
  }

  /** An upsert whose maker is known to have seen a version of the entity is merged into the one that there is now. */
  #revision(session: LegacySession, attempt: Attempt): readonly (readonly [PendingOperation, Revision])[] {
    const { received, operation } = attempt;
    const { entityType, entityId, entity: sent } = received.change;
    const model = findEntity(this.#options.contract, entityType);
    const base = baseOf(received)?.entity;
    if (model === undefined || sent === undefined || base?.type !== entityType) return [];
    const revise: Revision["revise"] = (args, current) => {
      attempt.merged = undefined;
      // A client that names a base of its own must not get to know by it what it may not see.
      if (current === undefined || !session.maySee(current)) return args;
      attempt.merged = mergeUpsert(model, { base, sent, parsed: args[1] as Entity, current });
      return [entityId, attempt.merged.entity];
    };
    return [[operation, { entityType, entityId, revise }]];
  }

  #acknowledge(
    session: LegacySession,
    { received, operation, merged }: Attempt,
    confirmation: OperationConfirmation,
  ): readonly AppliedChange[] {
    const { operationId, entityType, entityId, entity, userId, type } = received.change;
    const about = { ...(operationId !== undefined && { operationId }), entityType, entityId };
    session.acknowledge({ ...about, timestamp: confirmation.serverTimestamp });
    this.#count(session, entityType, "accepted");
    if (merged !== undefined && merged.kept.length > 0) {
      session.tellMerge({ ...about, entity: merged.entity, fields: merged.kept });
      this.#count(session, entityType, "merged");
      this.#options.log({
        level: "info",
        event: "entity_merged",
        roomId: session.access.roomId,
        clientId: operation.clientId,
        operation: operation.name,
        detail: { entityType, entityId, kept: merged.kept, clientVersion: session.clientVersion },
      });
    }
    const author = { userId: session.access.user?.id ?? userId ?? session.claimedUserId, operationId };
    return [{ entityId, entity: type === "delete" ? undefined : (merged?.entity ?? entity), author }];
  }

  #refuse(
    session: LegacySession,
    received: ReceivedChange,
    refused: Refused & { readonly issues?: ReturnType<typeof issuesOfChange> },
  ): readonly AppliedChange[] {
    const { operationId, entityType, entityId } = received.change;
    const { code, message, issues } = refused;
    received.isRefused = true;
    const about = { ...(operationId !== undefined && { operationId }), entityType, entityId };
    session.refuse({ ...about, code, message, ...(issues && { issues }) });
    const known = findEntity(this.#options.contract, entityType);
    this.#count(session, known === undefined ? "unknown" : entityType, "refused");
    return [];
  }

  #count(session: LegacySession, entityType: string, outcome: "accepted" | "refused" | "merged"): void {
    const { clientVersion } = session;
    const { counters, clock } = this.#options;
    counters.count({ entityType, clientVersion, via: "socket" }, outcome, clock());
  }
}

/** A change that was committed, as far as this process knows what it made. */
export interface AppliedChange {
  readonly entityId: string;
  readonly entity: Entity | undefined;
  readonly author: ChangeAuthor;
}

/** Who made a row, if one of these changes did: the last one of its id that made just that. */
export function authorAmong(
  applied: ReadonlyMap<string, AppliedChange>,
  { id, json }: StateRow,
): ChangeAuthor | undefined {
  const change = applied.get(id);
  if (change === undefined) return undefined;
  const made = json === undefined ? undefined : (JSON.parse(json) as Entity);
  return jsonEquals(made, change.entity) ? change.author : undefined;
}
