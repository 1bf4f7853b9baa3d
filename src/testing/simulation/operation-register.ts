import type { Entity, Outcome, PendingOperation } from "../../protocol/index.js";

/** Something that a user did. Its timestamp, which no other has, tells it apart wherever it goes. */
export interface MadeOperation {
  readonly timestamp: number;
  readonly roomId: string;
  readonly client: string;
  readonly process: string;
  /** Operations of one lane are applied in the order in which they were made. */
  readonly lane: string;
  readonly name: string;
  readonly args: readonly unknown[];
  /** What the user was told. */
  outcome: Outcome | undefined;
  /** The code of a failure that the application was told as an error, by this process or a later one. */
  reported: string | undefined;
  /** It was on disk once: from then on it must not be lost. */
  wasStored: boolean;
  settled: SettledOperation | undefined;
  /** Of a legacy upsert: what its maker had shown of the entity up to then. */
  readonly bases?: readonly (Entity | undefined)[];
  /** Of a legacy upsert: the first of these was told by the server. */
  readonly isBaseTold?: boolean;
}

/** What the server recorded of an operation when it committed it. */
export interface SettledOperation {
  readonly operation: PendingOperation;
  /** Of a legacy upsert that was merged into what the room held: what came of it. */
  readonly merged?: Entity | undefined;
  readonly userId: string | undefined;
  /** Among all operations of the room. */
  readonly place: number;
  /** The room's version after the commit. */
  readonly version: number;
  /** The server's time of the commit. */
  readonly now: number;
  readonly failure: string | undefined;
}

/** All that users did in one history, in order. */
export class OperationRegister {
  readonly made: MadeOperation[] = [];
  readonly #byTimestamp = new Map<number, MadeOperation>();

  /** The first time from `now` on that no operation has. */
  freeTimestamp(now: number): number {
    let timestamp = now;
    while (this.#byTimestamp.has(timestamp)) timestamp++;
    return timestamp;
  }

  add(made: MadeOperation): void {
    this.made.push(made);
    this.#byTimestamp.set(made.timestamp, made);
  }

  find(operation: Pick<PendingOperation, "timestamp">): MadeOperation | undefined {
    return this.#byTimestamp.get(operation.timestamp);
  }
}
