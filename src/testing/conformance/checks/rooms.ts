import type { ConformanceCheck } from "../conformance-check.js";
import { RoomModel } from "../room-model.js";
import { upsert } from "../room-client.js";

/** P1 */
export const rooms: ConformanceCheck = {
  id: "rooms",
  title: "rooms have versions, numbers and entities of their own",
  clauses: ["P1"],
  run: async (session) => {
    // Long names that differ at their ends: a server must not cut them.
    const name = session.newName("room").padEnd(250, "-x");
    const clientId = session.newName("client");
    const one = session.client(`${name}-1`, clientId);
    const two = session.client(`${name}-2`, clientId);
    const [first, second] = [session.entity(), session.entity()];
    await one.apply(upsert(first));
    await two.apply(upsert(second));
    for (const [client, entity] of [
      [one, first],
      [two, second],
    ] as const) {
      const model = new RoomModel();
      model.put(entity);
      const { entities, lastOperationId } = await client.pullAll();
      session.demand(
        "P1",
        model.difference(entities) === undefined,
        `In its room ${model.difference(entities)}`,
      );
      session.demand(
        "P1",
        lastOperationId === 1,
        `A client's numbers are a room's: 1, not ${lastOperationId}`,
      );
    }
    const plain = await session.wire.send({ path: "/sync/state", body: {} });
    if (plain.status !== 200) return session.note(`the room "default" is not open: ${plain.status}`);
    const named = await session.wire.send({ path: "/sync/state", query: { roomId: "default" }, body: {} });
    // A server in use may have changed it in between; ids are compared, and more than once is not needed.
    const ids = (reply: typeof plain) =>
      session
        .demandState(reply)
        .entities.map(({ id }) => id)
        .sort()
        .join();
    session.demand("P1", ids(plain) === ids(named), 'Without roomId the room must be "default"');
  },
};
