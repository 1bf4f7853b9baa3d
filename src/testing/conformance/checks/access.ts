import type { ConformanceCheck } from "../conformance-check.js";
import { CheckSkipped } from "../clause-broken.js";
import { upsert } from "../room-client.js";

/** P10 */
export const foreignClients: ConformanceCheck = {
  id: "foreign-clients",
  title: "a clientId belongs to the user who used it first",
  clauses: ["P10", "P36"],
  run: async (session) => {
    if (session.wire.options.otherToken === undefined)
      throw new CheckSkipped("it takes two users: give --token and --other-token");
    const client = session.client();
    await client.apply(upsert(session.entity()));
    const stolen = client.number(upsert(session.entity()));
    session.demandError(await client.send(stolen, true), 403, "client_not_yours", "P10");
    session.demandError(await client.request({}, true), 403, "client_not_yours", "P10");
    const { lastOperationId } = await client.pullAll();
    session.demand("P10", lastOperationId === 1, "What another user sent must not be applied");
    await client.confirm(stolen);
  },
};

/** P11 */
export const limits: ConformanceCheck = {
  id: "limits",
  title: "more operations or bytes than a request may carry are 413, and nothing of them is applied",
  clauses: ["P11", "P36"],
  run: async (session) => {
    const { maxOperations, maxBodyBytes } = session.parts.limits;
    const client = session.client();
    const change = { name: "noSuchOperation", args: [] };
    const operations = client.number(...Array.from({ length: maxOperations + 1 }, () => change));
    session.demandError(await client.send(operations), 413, "too_many_operations", "P11");
    const reply = await client.send([{ ...operations[0]!, args: ["x".repeat(maxBodyBytes)] }]);
    session.demandError(reply, 413, "body_too_large", "P11");
    const { lastOperationId } = await client.pullAll();
    session.demand("P11", (lastOperationId ?? 0) === 0, "Nothing of what is too large may be applied");
    await client.confirm(operations.slice(0, maxOperations));
  },
};

/** P35 */
export const versions: ConformanceCheck = {
  id: "versions",
  title: "the headers of protocol and contract are understood",
  clauses: ["P35", "P36"],
  run: async (session) => {
    const query = { roomId: session.newName("room") };
    const send = (headers: { readonly [name: string]: string }) =>
      session.wire.send({ path: "/sync/state", query, body: {}, headers });
    const { fingerprint } = session.parts.contract;
    const own = await send({ "Kalphite-Protocol": "1", "Kalphite-Contract": fingerprint });
    session.demandStatus(own, 200, "P35");
    session.demandError(await send({ "Kalphite-Protocol": "999" }), 409, "protocol_unsupported", "P35");
  },
};
