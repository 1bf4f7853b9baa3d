import type { ConformanceCheck } from "../conformance-check.js";
import { upsert } from "../room-client.js";
import { Replica, RoomModel } from "../room-model.js";

/** P16 */
export const scope: ConformanceCheck = {
  id: "scope",
  title: "entityTypes limits an answer to these types",
  clauses: ["P16"],
  run: async (session) => {
    const client = session.client();
    const other = session.otherType();
    const [one, two, three] = [session.entity(), session.entity(other), session.entity(other)];
    await client.apply(upsert(one), upsert(two));
    const demandIds = async (
      request: { stateVersion?: string; entityTypes?: string[] },
      ids: readonly string[],
      what: string,
    ) => {
      const answer = await client.pullAll(request);
      const found = answer.entities.map(({ id }) => id).toSorted();
      const isSame = JSON.stringify(found) === JSON.stringify(ids.toSorted());
      session.demand(
        "P16",
        isSame,
        `${what} must bring ${JSON.stringify(ids)}, not ${JSON.stringify(found)}`,
      );
      return answer;
    };
    const { stateVersion } = await demandIds(
      { entityTypes: [session.type] },
      [one.id],
      `The scope ${session.type}`,
    );
    await demandIds({ entityTypes: [other] }, [two.id], `The scope ${other}`);
    await demandIds({ entityTypes: [session.type, other] }, [one.id, two.id], "A scope of both types");
    await client.apply(upsert(three));
    await demandIds(
      { stateVersion, entityTypes: [session.type] },
      [],
      `A delta in the scope ${session.type}`,
    );
  },
};

/** P17: pages, and a change between two of them. */
export const paging: ConformanceCheck = {
  id: "paging",
  title: "large answers come in pages, and what changes meanwhile is not lost",
  clauses: ["P17"],
  run: async (session) => {
    const client = session.client();
    const writer = session.client(client.roomId);
    const model = new RoomModel();
    const entities = Array.from({ length: 11 }, () => session.entity());
    for (const entity of entities) model.put(entity);
    await client.apply(...entities.map(upsert));
    const replica = new Replica();
    const seen: string[] = [];
    let pages = 0;
    for (let hasMore = true; hasMore; pages++) {
      const page = await client.pull({ ...replica.since, limit: 3 });
      session.demand("P17", page.entities.length <= 3, `A page of 3 has ${page.entities.length} entities`);
      hasMore = page.hasMore === true;
      const isTold = page.lastOperationId !== undefined;
      session.demand(
        "P17",
        isTold === !hasMore,
        "lastOperationId must come with the last page, and with it alone",
      );
      replica.apply(page);
      seen.push(...page.entities.map(({ id }) => id));
      session.demand("P17", pages < 40, "Paging must come to an end");
      if (pages !== 1) continue;
      // One that was seen, one that was not perhaps, and a new one.
      const changes = [session.changed(entities[0]!), session.changed(entities[10]!), session.entity()];
      for (const entity of changes) {
        model.put(entity);
        await writer.apply(upsert(entity));
      }
    }
    session.demand("P17", pages > 2, `11 entities in pages of 3 came in ${pages} pages`);
    replica.apply(await client.pullAll(replica.since));
    const difference = model.difference(replica.entities.values());
    session.demand(
      "P17",
      difference === undefined,
      `After paging beside a writer, and one more pull: ${difference}`,
    );
  },
};
