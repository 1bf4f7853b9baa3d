import { createSyncClient } from "kalphite-gen/client";
import { MemoryServerStore, startNodeServer } from "kalphite-gen/server";
import { createBenchServer } from "./bench-server.js";
import { contract } from "./sample-contract.js";

const CLIENTS = 20;
const OPERATIONS = 200;
const ROUNDS = 5;

/** Until the client holds so many entities. */
const holds = (client, count) =>
  new Promise((resolve) => {
    const check = () => client.todo.count() >= count && resolve();
    client.subscribe(check);
    check();
  });

/** One client's work, a few operations in each turn of the event loop, as a busy user interface would. */
async function work(client, name) {
  for (let index = 0; index < OPERATIONS; index++) {
    client.mutate.addTodo(`${name}-${index}`, "a title of a todo");
    if (index % 10 === 9) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Many clients that write to one room, with the server in the same process: until each of them has everything. */
export async function runFleet() {
  const running = await startNodeServer(createBenchServer(new MemoryServerStore()));
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const roomId = `fleet-${round}`;
    const clients = Array.from({ length: CLIENTS }, () =>
      createSyncClient(contract, { url: running.url, roomId }),
    );
    await Promise.all(clients.map((client) => client.connect()));
    await Promise.all(clients.map((client) => client.flush()));
    const startedAt = performance.now();
    const converged = clients.map((client) => holds(client, CLIENTS * OPERATIONS));
    await Promise.all(clients.map((client, index) => work(client, `c${index}`)));
    await Promise.all(clients.map((client) => client.flush()));
    await Promise.all(converged);
    best = Math.max(best, ((CLIENTS * OPERATIONS) / (performance.now() - startedAt)) * 1_000);
    await Promise.all(clients.map((client) => client.disconnect()));
  }
  await running.close();
  console.log(`${CLIENTS} clients x ${OPERATIONS} operations in one process, until each has all`);
  console.log(`  ${Math.round(best).toLocaleString("en")} operations/s (wanted: 13,000)`);
}
