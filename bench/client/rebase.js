import { createClientEngine } from "../../dist/client.js";
import { contract, entityOf, idOf } from "./sample-contract.js";
import { median, ms, report } from "./measure.js";

const HELD = 100_000;
const PENDING = 1_000;
const PATCH = 10;
const ROUNDS = 51;

/** A server that answers pulls with what it is told to, and never answers a push. */
function createTransport() {
  let version = 0;
  const transport = {
    next: [],
    /** When the answer was handed to the engine. */
    answeredAt: 0,
    listener: undefined,
    push: () => new Promise(() => {}),
    pull: async () => {
      const entities = transport.next;
      transport.next = [];
      transport.answeredAt = performance.now();
      return { stateVersion: String(++version), entities, lastOperationId: 0 };
    },
    listen: (_clientId, listener) => {
      transport.listener = listener;
      return () => {};
    },
  };
  return transport;
}

/** A storage that is never done with an operation, so that the line stays free for pulls. */
const storage = {
  load: async () => undefined,
  write: () => new Promise(() => {}),
  close: async () => {},
};

const changed = (engine) =>
  new Promise((resolve) => {
    const stop = engine.subscribe(() => {
      stop();
      resolve(performance.now());
    });
  });

async function patch(engine, transport, entities) {
  const told = changed(engine);
  transport.next = entities;
  transport.listener.onOpen();
  const toldAt = await told;
  return toldAt - transport.answeredAt;
}

/** What a patch and an operation cost while much is held and much is pending. */
export async function measureRebase() {
  const transport = createTransport();
  const engine = createClientEngine(contract, transport, { storage });
  transport.next = Array.from({ length: HELD }, (_, index) => entityOf(index, "first"));
  const loaded = changed(engine);
  await engine.connect();
  await loaded;

  const times = [];
  for (let index = 0; index < PENDING; index++) {
    const startedAt = performance.now();
    engine.executeOperation("updateTitle", [idOf(index), "mine"]);
    times.push(performance.now() - startedAt);
  }
  const hit = [];
  const missed = [];
  for (let round = 0; round < ROUNDS; round++) {
    const at = (first, step) =>
      Array.from({ length: PATCH }, (_, index) => entityOf(first + index * step, `theirs ${round}`));
    missed.push(await patch(engine, transport, at(PENDING + round, 5_000)));
    // Titles are overwritten by what is pending: the stamp is what changes.
    const theirs = at(round, 7).map((entity) => ({ ...entity, createdAt: round }));
    hit.push(await patch(engine, transport, theirs));
  }
  // Its end would wait for the storage, which never is done.
  void engine.disconnect();
  report(
    `${HELD} held, ${PENDING} pending: one more operation`,
    `${(median(times) * 1000).toFixed(0)} µs`,
    "tens of µs",
  );
  report(`… a patch of ${PATCH} that no pending operation touches`, ms(median(missed)), "bar 16 ms");
  report(`… a patch of ${PATCH} that ${PATCH} pending operations touch`, ms(median(hit)), "bar 16 ms");
  report("… the slowest of all those patches", ms(Math.max(...hit, ...missed)), "bar 16 ms");
}
