import type { ConformanceCheck } from "../conformance-check.js";
import { ClauseBroken } from "../clause-broken.js";
import { remove, upsert, type RoomClient } from "../room-client.js";
import { RoomModel } from "../room-model.js";
import type { CheckSession } from "../check-session.js";
import type { Clause } from "../conformance-report.js";

export async function demandRoom(
  session: CheckSession,
  client: RoomClient,
  model: RoomModel,
  clause: Clause,
  when: string,
): Promise<string> {
  const { entities, stateVersion, lastOperationId } = await client.pullAll();
  const difference = model.difference(entities);
  session.demand(clause, difference === undefined, `${when}: ${difference}`);
  const isKnown = lastOperationId === client.lastId;
  session.demand(
    clause,
    isKnown,
    `${when}: lastOperationId must be ${client.lastId}, and is ${lastOperationId}`,
  );
  return stateVersion;
}

/** P5: one after another, in batches, and several operations on one entity in one batch. */
export const inOrder: ConformanceCheck = {
  id: "in-order",
  title: "the operations of a batch are applied in order, each of them",
  clauses: ["P5"],
  run: async (session) => {
    const client = session.client();
    const model = new RoomModel();
    for (let batch = 0; batch < 4; batch++) {
      const changes = [];
      for (let count = session.random.integer(2, 6); count > 0; count--) {
        const living = model.entities;
        const isNew = living.length === 0 || session.random.chance(0.4);
        if (!isNew && session.random.chance(0.3)) {
          const gone = session.random.pick(living);
          model.delete(gone.id);
          changes.push(remove(gone));
          continue;
        }
        const entity = isNew ? session.entity() : session.changed(session.random.pick(living));
        model.put(entity);
        changes.push(upsert(entity));
        const again = session.changed(entity);
        model.put(again);
        changes.push(upsert(again));
      }
      await client.apply(...changes);
      await demandRoom(session, client, model, "P5", `After batch ${batch + 1}`);
    }
  },
};

/** P6: whole batches again, parts of them, one operation twice in a batch, and failures. */
export const repeated: ConformanceCheck = {
  id: "repeated",
  title: "what was sent before is not run again, and is confirmed as before",
  clauses: ["P6"],
  run: async (session) => {
    const client = session.client();
    const model = new RoomModel();
    const entity = session.entity();
    const batches = [];
    let current = entity;
    for (let round = 0; round < 3; round++) {
      const next = session.changed(current);
      const failing = { name: upsert(entity).name, args: [] };
      const operations = client.number(upsert(current), failing);
      batches.push({ operations, confirmations: await client.confirm(operations) });
      model.put(current);
      current = next;
    }
    const stateVersion = await demandRoom(session, client, model, "P6", "Before anything is repeated");
    for (const { operations, confirmations } of session.random.shuffled(batches)) {
      const again = await client.confirm(operations);
      again.forEach((confirmation, index) => demandSame(session, confirmations[index]!, confirmation));
    }
    const version = await demandRoom(session, client, model, "P6", "After repeated batches");
    session.demand("P6", version === stateVersion, "A repeated batch must leave the version as it is");
    // The end of what was sent, and new operations behind it, one of them twice.
    const last = batches.at(-1)!;
    const added = session.entity();
    const fresh = client.number(upsert(added));
    model.put(added);
    const mixed = await client.confirm([...last.operations, ...fresh, ...fresh]);
    last.confirmations.forEach((confirmation, index) => demandSame(session, confirmation, mixed[index]!));
    session.demand(
      "P6",
      mixed.slice(2).every(({ success }) => success),
      "A number twice in a batch runs once",
    );
    await demandRoom(session, client, model, "P6", "After an overlapping batch");
    // Two clients: what one did must not be undone by the other's repetition.
    const other = session.client(client.roomId);
    const later = session.changed(added);
    await other.apply(upsert(later));
    model.put(later);
    await client.confirm(fresh);
    const { entities } = await other.pullAll();
    const difference = model.difference(entities);
    if (difference !== undefined)
      throw new ClauseBroken("P6", `After another client's change: ${difference}`);
  },
};

function demandSame(
  session: CheckSession,
  before: { readonly [key: string]: unknown } | object,
  after: { readonly [key: string]: unknown } | object,
): void {
  const told = ({ success, code, error }: { success?: unknown; code?: unknown; error?: unknown }) =>
    JSON.stringify({ success, code, error });
  const [was, is] = [told(before), told(after)];
  session.demand("P6", was === is, `It was confirmed as ${was}, and now as ${is}`);
}

/** P7 */
export const gaps: ConformanceCheck = {
  id: "gaps",
  title: "a missing number stops the batch, and nothing behind it is applied",
  clauses: ["P7", "P36"],
  run: async (session) => {
    const client = session.client();
    const model = new RoomModel();
    const entities = Array.from({ length: 5 }, () => session.entity());
    const [one, two, three, four, five] = client.number(...entities.map(upsert));
    const demandGap = async (
      sent: readonly NonNullable<typeof one>[],
      expected: number,
      confirmed: readonly number[],
    ) => {
      const error = session.demandError(await client.send(sent), 409, "operation_gap", "P7");
      const next = error["expectedOperationId"];
      session.demand(
        "P7",
        next === expected,
        `expectedOperationId must be ${expected}, and is ${String(next)}`,
      );
      const given = ((error["confirmations"] ?? []) as readonly { operationId: unknown }[]).map(
        ({ operationId }) => operationId,
      );
      const isSame = JSON.stringify(given) === JSON.stringify(confirmed);
      session.demand(
        "P7",
        isSame,
        `confirmations must be those of ${JSON.stringify(confirmed)}, not ${JSON.stringify(given)}`,
      );
    };
    const demandState = async (count: number, when: string) => {
      for (const entity of entities.slice(0, count)) model.put(entity);
      const { entities: found, lastOperationId } = await client.pullAll();
      const difference = model.difference(found);
      session.demand("P7", difference === undefined, `${when}: ${difference}`);
      session.demand(
        "P7",
        lastOperationId === count,
        `${when}: lastOperationId must be ${count}, not ${lastOperationId}`,
      );
    };
    await demandGap([two!, one!], 1, []);
    await demandState(0, "After a batch that begins too late");
    await demandGap([one!, three!], 2, [1]);
    await demandState(1, "After a gap in a batch");
    await demandGap([two!, three!, five!, four!], 4, [2, 3]);
    await demandState(3, "After a batch out of order");
    await client.confirm([four!, five!]);
    await demandState(5, "After what was missing");
  },
};
