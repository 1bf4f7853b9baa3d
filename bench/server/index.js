import { runFleet } from "./fleet.js";
import { runOverHttp, runStoreOverHttp } from "./over-http.js";
import { runPostgres } from "./postgres.js";
import { runSockets } from "./sockets.js";
import { runStores } from "./stores.js";

const PARTS = {
  stores: runStores,
  postgres: runPostgres,
  http: runOverHttp,
  durable: runStoreOverHttp,
  fleet: runFleet,
  sockets: runSockets,
};

/** The server against code by hand, in one run; `KALPHITE_BENCH_PARTS=postgres,http` leaves the others out. */
export async function run() {
  const wanted = process.env["KALPHITE_BENCH_PARTS"]?.split(",");
  for (const [name, runPart] of Object.entries(PARTS)) if (wanted?.includes(name) ?? true) await runPart();
}
