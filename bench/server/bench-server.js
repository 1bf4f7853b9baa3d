import { createSyncServer } from "kalphite-gen/server";
import { contract } from "./sample-contract.js";

const NO_LIMIT = { perSecond: 1e12, burst: 1e12 };

/** A server of the contract whose rate limits are out of the way. */
export function createBenchServer(store) {
  return createSyncServer({
    contract,
    store,
    allowAnonymous: true,
    limits: { clientRate: NO_LIMIT, roomRate: NO_LIMIT },
  });
}
