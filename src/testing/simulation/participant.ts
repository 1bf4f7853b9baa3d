import type { History } from "./history.js";

/**
 * Somebody who takes part in a history. The real client engine is one kind, alone or in tabs; another kind of client,
 * such as one that speaks an older protocol, is another implementation of this.
 */
export interface Participant {
  readonly name: string;
  /** Whatever happens to it next: its user does something, it dies, it comes back. */
  act(): void;
  /** Its own faults are over: what was killed, closed or cut off comes back. Called again until all has come to rest. */
  heal(): void;
  /** Why it has not come to rest, undefined where it has: nothing pending, and what it shows is what the server has. */
  unrest(): string | undefined;
}

/** Makes a participant of a kind; `index` tells it from the others of the history. */
export type ParticipantKind = (history: History, index: number) => Participant;
