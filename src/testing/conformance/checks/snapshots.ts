import type { Entity } from "../../../protocol/index.js";
import type { ConformanceCheck } from "../conformance-check.js";
import { remove, upsert } from "../room-client.js";
import { Replica, RoomModel } from "../room-model.js";

/** P14: a history of changes by several clients, followed by deltas. */
export const deltas: ConformanceCheck = {
  id: "deltas",
  title: "deltas bring what changed and what was deleted, and nothing else",
  clauses: ["P14"],
  run: async (session) => {
    const roomId = session.newName("room");
    const clients = Array.from({ length: 3 }, () => session.client(roomId));
    const model = new RoomModel();
    const replica = new Replica();
    const reader = session.client(roomId);
    for (let step = 0; step < 24; step++) {
      const client = session.random.pick(clients);
      const living = model.entities;
      const touched: Entity[] = [];
      const gone: Entity[] = [];
      for (let count = session.random.integer(0, 3); count > 0; count--) {
        const free = living.filter(({ id }) => ![...touched, ...gone].some((each) => each.id === id));
        if (free.length > 2 && session.random.chance(0.35)) gone.push(session.random.pick(free));
        else if (free.length > 0 && session.random.chance(0.4))
          touched.push(session.changed(session.random.pick(free)));
        else touched.push(session.entity());
      }
      for (const entity of touched) model.put(entity);
      for (const { id } of gone) model.delete(id);
      const changes = [...touched.map(upsert), ...gone.map(remove)];
      if (changes.length > 0) await client.apply(...changes);
      if (step > 0 && session.random.chance(0.4)) continue;
      const isDelta = replica.stateVersion !== undefined;
      const before = new Map(replica.entities);
      const answer = await reader.pullAll(replica.since);
      session.demand(
        "P14",
        !isDelta || answer.reset !== true,
        "A version that the server gave is known to it",
      );
      replica.apply(answer);
      const difference = model.difference(replica.entities.values());
      session.demand("P14", difference === undefined, `By deltas, after step ${step + 1}: ${difference}`);
      if (!isDelta) continue;
      const idle = answer.entities.find(
        (entity) => JSON.stringify(before.get(entity.id)) === JSON.stringify(entity),
      );
      session.demand("P14", idle === undefined, `${JSON.stringify(idle?.id)} did not change, and came`);
    }
    const { entities } = await reader.pullAll();
    const difference = model.difference(entities);
    session.demand("P14", difference === undefined, `Without a version everything must come: ${difference}`);
    const { entities: none } = await reader.pullAll({ stateVersion: (await reader.pullAll()).stateVersion });
    session.demand("P14", none.length === 0, "A version without changes behind it brings nothing");
  },
};

/** P15: while a client writes, every answer holds exactly what its number says. */
export const oneSnapshot: ConformanceCheck = {
  id: "one-snapshot",
  title: "entities and lastOperationId of an answer belong together",
  clauses: ["P15"],
  run: async (session) => {
    const client = session.client();
    const entities = Array.from({ length: 25 }, () => session.entity());
    let isWriting = true;
    const writing = (async () => {
      for (const entity of entities) await client.apply(upsert(entity));
    })().finally(() => (isWriting = false));
    const look = async () => {
      const answer = await client.pullAll();
      const { lastOperationId = -1 } = answer;
      const expected = entities.slice(0, lastOperationId).map(({ id }) => id);
      const found = answer.entities.map(({ id }) => id);
      const isSame = JSON.stringify(expected.toSorted()) === JSON.stringify(found.toSorted());
      session.demand(
        "P15",
        isSame,
        `With lastOperationId ${lastOperationId} come ${found.length} entities of ${expected.length}`,
      );
    };
    const reading = async () => {
      while (isWriting) await look();
    };
    await Promise.all([writing, reading(), reading()]);
    await look();
  },
};
