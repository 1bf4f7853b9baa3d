import { parseNotification } from "../../../protocol/index.js";
import type { CheckSession } from "../check-session.js";
import { ClauseBroken } from "../clause-broken.js";
import type { ConformanceCheck } from "../conformance-check.js";
import { openEventStream } from "../event-stream.js";
import { StreamRefused, type MessageStream } from "../message-stream.js";
import { upsert, type RoomClient } from "../room-client.js";
import { openWebSocket } from "../web-socket.js";

const TRIES = 3;

type Open = typeof openWebSocket;

/** P28 and P29, over one of the ways in which hints come. */
function notifications(id: string, way: string, open: Open): ConformanceCheck {
  return {
    id,
    title: `changes and confirmations are told over ${way}`,
    clauses: ["P28", "P29"],
    run: async (session) => {
      const client = session.client();
      const other = session.client(client.roomId);
      const streams: MessageStream[] = [];
      const listen = async (to: RoomClient): Promise<MessageStream> => {
        try {
          const stream = await open(session.wire, "/sync/notify", {
            roomId: to.roomId,
            clientId: to.clientId,
          });
          streams.push(stream);
          return stream;
        } catch (error) {
          if (!(error instanceof StreamRefused)) throw error;
          throw new ClauseBroken("P28", `${way} could not be opened: ${error.message}`);
        }
      };
      try {
        const own = await listen(client);
        const others = await listen(other);
        // The first user's client, so that the stream is its owner's.
        await demandHint(session, client, others);
        await demandConfirmation(session, client, own);
        const leaked = others.received.find(
          ({ type, data }) =>
            type === "operation_confirmed" && (data as { clientId?: unknown }).clientId === client.clientId,
        );
        session.demand("P29", leaked === undefined, "A confirmation must go to that client alone");
        for (const message of [...own.received, ...others.received]) demandNotification(session, message);
      } finally {
        for (const stream of streams) stream.close();
      }
    },
  };
}

/** A hint may be lost (P27), but not every time. */
async function demandHint(session: CheckSession, client: RoomClient, stream: MessageStream): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    await client.apply(upsert(session.entity()));
    const hint = await stream.next(({ type }) => type === "state_changed", session.parts.hintTimeoutMs);
    if (hint === undefined) continue;
    const { entityTypes = [] } = hint["data"] as { readonly entityTypes?: readonly string[] };
    return session.demand("P28", entityTypes.includes(session.type), `entityTypes must name ${session.type}`);
  }
  session.demand("P28", false, "No state_changed came, after three changes");
}

async function demandConfirmation(
  session: CheckSession,
  client: RoomClient,
  stream: MessageStream,
): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    await client.apply(upsert(session.entity()));
    const operationId = client.lastId;
    const isIt = (data: unknown) => (data as { operationId?: unknown }).operationId === operationId;
    const told = await stream.next(
      ({ type, data }) => type === "operation_confirmed" && isIt(data),
      session.parts.hintTimeoutMs,
    );
    if (told !== undefined) return;
  }
  session.demand("P29", false, "No operation_confirmed came, after three operations");
}

function demandNotification(session: CheckSession, message: object): void {
  const parsed = parseNotification(message);
  const clause = (message as { type?: unknown }).type === "operation_confirmed" ? "P29" : "P28";
  const issue = parsed.ok ? undefined : parsed.issues[0];
  session.demand(clause, parsed.ok, `Not a notification: ${issue?.path.join(".")}: ${issue?.message}`);
}

export const webSocketNotifications = notifications("notify-web-socket", "a WebSocket", openWebSocket);
export const eventStreamNotifications = notifications(
  "notify-event-stream",
  "Server-Sent Events",
  openEventStream,
);
