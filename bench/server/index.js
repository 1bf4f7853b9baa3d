import { runOverHttp } from "./over-http.js";
import { runSockets } from "./sockets.js";
import { runStores } from "./stores.js";

/** The server against code by hand, in one run. */
export async function run() {
  await runStores();
  await runOverHttp();
  await runSockets();
}
