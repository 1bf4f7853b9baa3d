import type { ConformanceCheck } from "../conformance-check.js";
import { remove, upsert } from "../room-client.js";
import { RoomModel } from "../room-model.js";

/** P18 */
export const uniqueIds: ConformanceCheck = {
  id: "unique-ids",
  title: "an id is one entity, whatever its type",
  clauses: ["P18"],
  run: async (session) => {
    const client = session.client();
    const other = session.otherType();
    const entity = session.entity();
    const taken = { ...session.entity(other), id: entity.id };
    await client.apply(upsert(entity));
    const [confirmation] = await client.confirm(client.number(upsert(taken)));
    if (confirmation!.code === "invalid_arguments")
      return session.note(`an id of ${entity.type} is none of ${other}, so that they cannot meet`);
    const { success, code } = confirmation!;
    const isRefused = !success && code === "entity_type_conflict";
    session.demand(
      "P18",
      isRefused,
      `It must fail with entity_type_conflict, and ${success ? "succeeded" : `failed with ${code}`}`,
    );
    const model = new RoomModel();
    model.put(entity);
    const difference = model.difference((await client.pullAll()).entities);
    session.demand("P18", difference === undefined, `After the conflict: ${difference}`);
    // Free again once it is deleted.
    await client.apply(remove(entity), upsert(taken));
  },
};
