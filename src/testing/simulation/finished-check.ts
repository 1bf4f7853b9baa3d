import { byId, jsonEquals, type Entity, type PendingOperation } from "../../protocol/index.js";
import { createSyncServer, MemoryServerStore, NO_TELEMETRY, type ServerStore } from "../../server/index.js";
import { isLegacyClientId } from "../../server/legacy/legacy-identity.js";
import type { History } from "./history.js";
import { InvariantBroken } from "./invariant-broken.js";
import type { MadeOperation, SettledOperation } from "./operation-register.js";
import { describe } from "./describe.js";
import type { RoomRecord } from "./room-record.js";
import type { FinishedHistory } from "./simulation-options.js";

/** What clients may answer themselves, or servers without a record of it. */
const UNRECORDED_CODES = ["queue_full", "invalid_arguments", "unknown_operation", "legacy_refused"];

/** What the client says where nobody can know any more whether an operation was applied. */
const UNKNOWN_OUTCOME = "outcome_unknown";

/** Checks a history that has come to rest. @throws InvariantBroken */
export async function checkFinished(history: History): Promise<void> {
  for (const made of history.register.made) checkFate(made);
  checkOrder(history.register.made);
  const entities = new Map<string, readonly Entity[]>();
  for (const roomId of history.roomIds) {
    const found = await entitiesOf(history.servers.store, roomId);
    entities.set(roomId, found);
    const room = history.room(roomId);
    const committed = [...room.at(room.version).values()].sort(byId);
    compare(`the store of ${roomId}`, found, "its commits", committed);
    compare(
      `the server's ${roomId}`,
      found,
      "each operation applied once, in the order of the commits",
      await applyOnce(history, room),
    );
  }
  const problems = [...(history.options.verify?.(finished(history, entities)) ?? [])];
  if (problems.length > 0) throw new InvariantBroken(problems.join("\n"));
}

/** P5, P6, P8, P23: applied once and told so, or told as failed and not applied. */
function checkFate(made: MadeOperation): void {
  const { outcome, settled, reported, wasStored } = made;
  const what = `${describe(made)} of ${made.process}`;
  if (outcome === undefined) {
    if (!wasStored || settled !== undefined || reported !== undefined) return;
    throw new InvariantBroken(`P23: ${what} was on disk, and is lost`);
  }
  if (outcome.ok) {
    if (settled === undefined) throw new InvariantBroken(`P6: ${what} was told as done, and never applied`);
    if (settled.failure === undefined) return;
    throw new InvariantBroken(`P6: ${what} was told as done, and failed with ${settled.failure}`);
  }
  if (isUnknown(made)) return;
  if (settled === undefined ? UNRECORDED_CODES.includes(outcome.code) : settled.failure === outcome.code)
    return;
  const fate = settled === undefined ? "never reached the server" : (settled.failure ?? "was applied");
  throw new InvariantBroken(`P6: ${what} was told as failed with ${outcome.code}, and ${fate}`);
}

/**
 * P5: the operations of one client are applied in the order in which its user made them. One that was told as unknown may
 * be on its way still, and come behind those that were made after it.
 */
function checkOrder(operations: readonly MadeOperation[]): void {
  const last = new Map<string, MadeOperation>();
  for (const made of operations) {
    if (made.settled === undefined || isUnknown(made)) continue;
    const lane = `${made.roomId}/${made.lane}`;
    const before = last.get(lane);
    if (before?.settled !== undefined && before.settled.place > made.settled.place) {
      throw new InvariantBroken(`P5: ${describe(made)} was applied before ${describe(before)}, made earlier`);
    }
    last.set(lane, made);
  }
}

function isUnknown({ outcome, reported }: MadeOperation): boolean {
  return reported === UNKNOWN_OUTCOME || (outcome?.ok === false && outcome.code === UNKNOWN_OUTCOME);
}

/** What a server without faults makes of the operations, each given to it once. */
async function applyOnce(history: History, room: RoomRecord): Promise<readonly Entity[]> {
  const { options } = history;
  const { roomId } = room;
  const store = new MemoryServerStore({ epoch: "once" });
  let now = 0;
  const server = createSyncServer({
    ...options.server,
    contract: options.contract,
    store,
    maintenance: { intervalMs: 0 },
    telemetry: NO_TELEMETRY,
    authenticate: () => undefined,
    clock: () => now,
    timers: { soon: (run) => run(), once: () => () => {}, every: () => () => {} },
    log: () => {},
  });
  for (const settled of room.settled) {
    const { userId, failure } = settled;
    const operation = asSettled(settled);
    now = settled.now;
    const access = { roomId, user: userId === undefined ? undefined : { id: userId } };
    const { confirmations } = await server.push([operation], access);
    const [confirmation] = confirmations;
    if (confirmation?.code === failure) continue;
    throw new InvariantBroken(
      `${describe(operation)} came to ${failure ?? "success"}; applied in the order of the commits it comes to ${confirmation?.code ?? "success"}`,
    );
  }
  return entitiesOf(store, roomId);
}

/** Legacy clients' changes without their merges, and under names that other clients may have as well (P32). */
function asSettled({ operation, merged }: SettledOperation): PendingOperation {
  const { args, clientId } = operation;
  if (!isLegacyClientId(clientId)) return operation;
  return {
    ...operation,
    args: merged === undefined ? args : [args[0], merged],
    clientId: `once ${clientId}`,
  };
}

async function entitiesOf(store: ServerStore, roomId: string): Promise<readonly Entity[]> {
  const { rows } = await store.pull({
    roomId,
    clientId: undefined,
    userId: undefined,
    position: undefined,
    entityTypes: undefined,
    limit: Infinity,
    maxLength: Infinity,
  });
  const living = rows.flatMap(({ json }) => (json === undefined ? [] : (JSON.parse(json) as Entity)));
  return living.sort(byId);
}

function compare(left: string, found: readonly Entity[], right: string, wanted: readonly Entity[]): void {
  const [foundText, wantedText] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (jsonEquals(JSON.parse(foundText), JSON.parse(wantedText))) return;
  throw new InvariantBroken(`${left} is\n  ${foundText}\nand ${right} would be\n  ${wantedText}`);
}

function finished(history: History, entities: ReadonlyMap<string, readonly Entity[]>): FinishedHistory {
  const { made } = history.register;
  return {
    rooms: history.roomIds.map((roomId) => ({
      roomId,
      entities: entities.get(roomId) ?? [],
      operations: made
        .filter((each) => each.roomId === roomId)
        .map(({ name, args, client, process, outcome, settled }) => ({
          name,
          args,
          client,
          process,
          outcome,
          settled: settled && { place: settled.place, failure: settled.failure },
        })),
    })),
  };
}
