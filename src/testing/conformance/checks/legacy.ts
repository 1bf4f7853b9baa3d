import type { ConformanceCheck } from "../conformance-check.js";
import { CheckSkipped, ClauseBroken } from "../clause-broken.js";
import type { Clause } from "../conformance-report.js";
import { StreamRefused, type MessageStream, type StreamMessage } from "../message-stream.js";
import { remove, upsert } from "../room-client.js";
import { RoomModel } from "../room-model.js";
import { openWebSocket } from "../web-socket.js";

const WAIT_MS = 3_000;

interface ChangeData {
  readonly type?: unknown;
  readonly entityId?: unknown;
  readonly operationId?: unknown;
}

/** P32 to P34: one modern client and two sockets that speak sync-change. */
export const legacySockets: ConformanceCheck = {
  id: "legacy-sockets",
  title: "sync-change is taken, answered, deduplicated, and told to everybody else",
  clauses: ["P32", "P33", "P34"],
  run: async (session) => {
    const modern = session.client();
    const model = new RoomModel();
    const streams: MessageStream[] = [];
    const open = async () => {
      try {
        const stream = await openWebSocket(session.wire, "/sync/legacy", { roomId: modern.roomId });
        streams.push(stream);
        return stream;
      } catch (error) {
        if (!(error instanceof StreamRefused)) throw error;
        if (error.status === 404) throw new CheckSkipped("the server has no /sync/legacy: it answers 404");
        throw new ClauseBroken("P32", `/sync/legacy could not be opened: ${error.message}`);
      }
    };
    const expect = async (
      stream: MessageStream,
      clause: Clause,
      what: string,
      fits: (message: StreamMessage, data: ChangeData) => boolean,
    ) => {
      const found = await stream.next(
        (message) => fits(message, (message["data"] ?? {}) as ChangeData),
        WAIT_MS,
      );
      session.demand(clause, found !== undefined, `${what} must come, and did not`);
    };
    try {
      const sender = await open();
      const listener = await open();
      const entity = session.entity();
      const change = (operationId: string, of = entity) => ({
        type: "sync-change",
        data: { type: "upsert", entityType: of.type, entityId: of.id, entity: of, operationId },
      });
      const acknowledged = (operationId: string) => (message: StreamMessage, data: ChangeData) =>
        message.type === "sync-ack" && data.operationId === operationId;
      const told = (kind: "upsert" | "delete", id: string) => (message: StreamMessage, data: ChangeData) =>
        message.type === "sync-change" && data.type === kind && data.entityId === id;
      sender.send!(change("one"));
      await expect(sender, "P32", "sync-ack", acknowledged("one"));
      await expect(listener, "P33", "The change of another socket", told("upsert", entity.id));
      const echo = sender.received.find((message) =>
        told("upsert", entity.id)(message, message["data"] as ChangeData),
      );
      session.demand("P33", echo === undefined, "A change must not come back to its sender");
      model.put(entity);

      // The same again after another change: it must not be run again.
      const later = session.changed(entity);
      await modern.apply(upsert(later));
      model.put(later);
      const count = sender.received.filter(({ type }) => type === "sync-ack").length;
      sender.send!(change("one"));
      await sender.next(
        () => sender.received.filter(({ type }) => type === "sync-ack").length > count,
        WAIT_MS,
      );
      const afterwards = model.difference((await modern.pullAll()).entities);
      session.demand("P32", afterwards === undefined, `After a change was sent again: ${afterwards}`);

      sender.send!({
        type: "sync-change",
        data: {
          type: "upsert",
          entityType: entity.type,
          entityId: entity.id,
          entity: { id: entity.id, type: "no such type" },
          operationId: "bad",
        },
      });
      await expect(sender, "P32", "sync-error", ({ type }) => type === "sync-error");

      const another = session.entity();
      await modern.apply(upsert(another));
      model.put(another);
      for (const stream of streams)
        await expect(stream, "P33", "A modern client's change", told("upsert", another.id));
      await modern.apply(remove(another));
      model.delete(another.id);
      for (const stream of streams) await expect(stream, "P33", "A deletion", told("delete", another.id));
      sender.send!({
        type: "sync-change",
        data: { type: "delete", entityType: entity.type, entityId: entity.id, operationId: "gone" },
      });
      await expect(sender, "P32", "sync-ack", acknowledged("gone"));
      model.delete(entity.id);
      const difference = model.difference((await modern.pullAll()).entities);
      session.demand("P34", difference === undefined, `Legacy and modern clients must agree: ${difference}`);
    } finally {
      for (const stream of streams) stream.close();
    }
  },
};
