import { createSyncClient } from "../../dist/client.js";
import { createSyncServer, MemoryServerStore, startNodeServer } from "../../dist/server.js";
import { contract, idOf } from "./sample-contract.js";
import { medianMs, ms, report } from "./measure.js";

const OPERATIONS = 1_000;
const ENTITIES = 10_000;
const ROUNDS = 15;

let rooms = 0;
const createRoom = () => `room-${++rooms}`;

const operationsOf = (count, clientId) =>
  Array.from({ length: count }, (_, index) => ({
    name: "addTodo",
    args: [idOf(index), "title"],
    id: index + 1,
    clientId,
    timestamp: 1,
  }));

async function post(url, path, roomId, body) {
  const response = await fetch(`${url}${path}?roomId=${roomId}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return response.json();
}

/** The same requests by hand: what the engine adds is what is above that. */
async function pushByHand(url, roomId) {
  const clientId = "by-hand";
  const operations = operationsOf(OPERATIONS, clientId);
  for (let at = 0; at < operations.length; at += 500) {
    await post(url, "/sync/operations", roomId, { operations: operations.slice(at, at + 500) });
  }
  await pullByHand(url, roomId, clientId);
}

async function pullByHand(url, roomId, clientId) {
  const held = new Map();
  let answer = {};
  do {
    const { stateVersion } = answer;
    answer = await post(url, "/sync/state", roomId, { stateVersion, clientId });
    for (const entity of answer.entities) held.set(entity.id, entity);
  } while (answer.hasMore);
  return held;
}

async function ready(client) {
  await client.connect();
  const outcome = await client.flush();
  if (!outcome.ok) throw new Error(outcome.message);
}

/** Until the client holds so many entities. */
const holds = (client, count) =>
  new Promise((resolve) => {
    const check = () => client.todo.count() >= count && resolve();
    client.subscribe(check);
    check();
  });

/** Offline work sent, and a first sync, over loopback HTTP from a server with its store in memory. */
export async function measureOverHttp() {
  const server = createSyncServer({
    contract,
    store: new MemoryServerStore(),
    allowAnonymous: true,
    log: () => {},
    limits: { maxRequestsPerSecond: 1e9 },
  });
  const running = await startNodeServer(server);
  const { url } = running;
  const clients = [];
  const createClient = (roomId) => {
    const client = createSyncClient(contract, { url, roomId });
    clients.push(client);
    return client;
  };

  const [byHand, offline] = await medianMs(ROUNDS, [
    { prepare: createRoom, act: (roomId) => pushByHand(url, roomId) },
    {
      prepare: () => {
        const client = createClient(createRoom());
        for (const { args } of operationsOf(OPERATIONS, "")) client.mutate.addTodo(...args);
        return client;
      },
      act: ready,
    },
  ]);
  report(`${OPERATIONS} offline operations to convergence`, ms(offline), `bar 30 ms; by hand ${ms(byHand)}`);

  const full = createRoom();
  const operations = operationsOf(ENTITIES, "filler");
  for (let at = 0; at < ENTITIES; at += 500) {
    await post(url, "/sync/operations", full, { operations: operations.slice(at, at + 500) });
  }
  const [pulled, cold] = await medianMs(ROUNDS, [
    { act: () => pullByHand(url, full, "reader") },
    {
      prepare: () => createClient(full),
      act: async (client) => {
        await client.connect();
        await holds(client, ENTITIES);
      },
    },
  ]);
  report(`a cold sync of ${ENTITIES} entities`, ms(cold), `bar 60 ms; by hand ${ms(pulled)}`);
  for (const client of clients) await client.disconnect();
  await running.close();
}
