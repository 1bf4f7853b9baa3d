import type { ConformanceCheck } from "../conformance-check.js";
import { upsert } from "../room-client.js";
import { Replica, RoomModel } from "../room-model.js";

/** P12: what does not change a room leaves its version; what does moves it, and nobody misses a change. */
export const roomVersions: ConformanceCheck = {
  id: "room-versions",
  title:
    "the version moves with every change and with no other, and readers miss nothing of concurrent writers",
  clauses: ["P12"],
  run: async (session) => {
    const roomId = session.newName("room");
    const reader = session.client(roomId);
    const model = new RoomModel();
    const writers = Array.from({ length: 4 }, () => session.client(roomId));
    const first = session.entity();
    await writers[0]!.apply(upsert(first));
    model.put(first);
    const { stateVersion } = await reader.pullAll();
    await writers[1]!.confirm(writers[1]!.number({ name: "noSuchOperation", args: [] }));
    const after = (await reader.pullAll()).stateVersion;
    session.demand("P12", after === stateVersion, "A failure changes nothing, so the version must stay");
    const second = session.entity();
    await writers[2]!.apply(upsert(second));
    model.put(second);
    session.demand(
      "P12",
      (await reader.pullAll()).stateVersion !== stateVersion,
      "A change must move the version",
    );

    const replica = new Replica();
    const entities = writers.map(() => Array.from({ length: 8 }, () => session.entity()));
    for (const entity of entities.flat()) model.put(entity);
    let isWriting = true;
    const writing = Promise.all(
      writers.map(async (writer, index) => {
        for (const entity of entities[index]!) await writer.apply(upsert(entity));
      }),
    ).finally(() => (isWriting = false));
    const reading = async () => {
      while (isWriting) replica.apply(await reader.pullAll(replica.since));
    };
    await Promise.all([writing, reading()]);
    replica.apply(await reader.pullAll(replica.since));
    const difference = model.difference(replica.entities.values());
    session.demand("P12", difference === undefined, `A reader of deltas beside four writers: ${difference}`);
  },
};

/** P13 */
export const unknownVersions: ConformanceCheck = {
  id: "unknown-versions",
  title: "a version that the server does not know gets everything, with reset",
  clauses: ["P13"],
  run: async (session) => {
    const client = session.client();
    const model = new RoomModel();
    const entity = session.entity();
    model.put(entity);
    await client.apply(upsert(entity));
    for (const stateVersion of ["verify.zz", "", "no version at all", "0"]) {
      const answer = await client.pullAll({ stateVersion });
      session.demand(
        "P13",
        answer.reset === true,
        `The version ${JSON.stringify(stateVersion)} must be answered with reset: true`,
      );
      const difference = model.difference(answer.entities);
      session.demand("P13", difference === undefined, `With reset everything must come: ${difference}`);
    }
  },
};
