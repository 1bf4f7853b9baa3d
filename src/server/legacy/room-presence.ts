import type { PresenceInfo } from "../../protocol/index.js";
import type { LegacySession } from "./legacy-session.js";

/** Who is there among the legacy clients of a room at this process. Nothing of it is kept. */
export class RoomPresence {
  readonly #clock: () => number;
  readonly #sessions = new Set<LegacySession>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Tells a newcomer who is there. */
  join(session: LegacySession): void {
    for (const { presence } of this.#sessions) if (presence) session.tell("presence", presence);
    this.#sessions.add(session);
  }

  /** Tells the others, under the name of who is signed in. */
  update(session: LegacySession, presence: Partial<PresenceInfo>): void {
    const { access, claimedUserId } = session;
    const userId = access.user?.id ?? presence.userId ?? claimedUserId ?? "anonymous";
    session.presence = { ...presence, userId };
    this.#tellOthers(session, session.presence);
  }

  /** Tells the others that a user is gone, with the last of its clients that told of itself. */
  leave(session: LegacySession): void {
    this.#sessions.delete(session);
    const { presence } = session;
    if (presence === undefined) return;
    for (const other of this.#sessions) if (other.presence?.userId === presence.userId) return;
    this.#tellOthers(session, { ...presence, isOnline: false, lastSeen: this.#clock() });
  }

  #tellOthers(session: LegacySession, presence: PresenceInfo): void {
    for (const other of this.#sessions) if (other !== session) other.tell("presence", presence);
  }
}
