import type { NetworkSyncEngine } from "kalphite-gen/client";
import { refusalOf, type Reach } from "./reach.js";

/** Sync-change does not say where the room's state ends: a client takes it that nothing more comes when nothing comes. */
const QUIET_MS = 500;

/** Connects, waits until the room has arrived, and until all that was sent has its verdict. */
export async function reachOf(
  engine: NetworkSyncEngine,
  {
    server,
    user,
    waitMs,
    arrived,
  }: {
    readonly server: string;
    readonly user: string;
    readonly waitMs: number;
    /** Resolves when the room of a connected engine has arrived, and what waited for it is sent. */
    readonly arrived: () => Promise<void>;
  },
): Promise<Reach> {
  let late: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<Reach>((resolve) => {
    const why = `no answer within ${waitMs / 1_000} s`;
    late = setTimeout(() => resolve({ kind: "offline", why }), waitMs);
  });
  let complaint: string | undefined;
  const hear = (error: unknown): void => {
    // What the server says is told as an Error; what the socket met, as an event.
    if (error instanceof Error) complaint = error.message;
  };
  engine.on("error", hear);
  const reached = engine
    .connect()
    .then(async (): Promise<Reach> => {
      await arrived();
      await engine.flush();
      if (engine.connected && complaint === undefined) return { kind: "synced" };
      throw new Error("The connection was lost");
    })
    .catch((error: unknown): Reach => failureOf(server, user, error, complaint));
  const reach = await Promise.race([reached, tooLate]);
  clearTimeout(late);
  engine.off("error", hear);
  return reach;
}

/** Resolves when the room has arrived, or the connection is lost. */
export function quiet(engine: NetworkSyncEngine): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, QUIET_MS);
    engine.on("remoteChange", () => void timer.refresh());
    engine.on("disconnected", resolve);
  });
}

function failureOf(server: string, user: string, error: unknown, complaint: string | undefined): Reach {
  if (complaint !== undefined) {
    return complaint.startsWith("unauthenticated") || complaint.startsWith("forbidden")
      ? { kind: "refused", why: `${server} does not let ${user} in (${complaint})` }
      : { kind: "refused", why: `${server} answered with an error (${complaint})` };
  }
  const { message = "" } = Object(error) as { readonly message?: string };
  const [, status] = /^Unexpected server response: (\d+)/.exec(message) ?? [];
  if (status !== undefined) return refusalOf(server, user, Number(status), "");
  return { kind: "offline", why: `${server} cannot be reached` };
}
