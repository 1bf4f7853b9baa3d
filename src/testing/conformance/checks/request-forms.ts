import type { ConformanceCheck } from "../conformance-check.js";
import { upsert } from "../room-client.js";

/** P2 */
export const bareOperations: ConformanceCheck = {
  id: "bare-operations",
  title: "a bare list of operations is answered with a bare list of confirmations",
  clauses: ["P2"],
  run: async (session) => {
    const client = session.client();
    const operations = client.number(upsert(session.entity()));
    const query = { roomId: client.roomId };
    const reply = await session.wire.send({ path: "/sync/operations", query, body: operations });
    session.demandStatus(reply, 200);
    session.demand("P2", Array.isArray(reply.json), "The answer must be a list");
    client.confirmationsOf(reply.json, operations);
  },
};

/** P3 */
export const requestFields: ConformanceCheck = {
  id: "request-fields",
  title: "only application/json is taken; unknown fields are ignored, wrong ones refused",
  clauses: ["P3", "P36"],
  run: async (session) => {
    const client = session.client();
    const path = "/sync/operations";
    const query = { roomId: client.roomId };
    const operations = client.number(upsert(session.entity()));
    const body = JSON.stringify({ operations });
    for (const type of ["text/plain", "application/x-www-form-urlencoded"]) {
      const reply = await session.wire.send({ path, query, body, headers: { "content-type": type } });
      session.demandError(reply, 415, "unsupported_media_type", "P3");
    }
    const withCharset = { "content-type": "application/json; charset=utf-8" };
    const taken = await session.wire.send({ path, query, body, headers: withCharset });
    session.demandStatus(taken, 200, "P3");
    client.confirmationsOf(taken.json, operations);
    const further = client.number(upsert(session.entity())).map((each) => ({ ...each, mood: "good" }));
    const unknown = await session.wire.send({ path, query, body: { operations: further, extra: [1] } });
    session.demandStatus(unknown, 200, "P3");
    const wrong: readonly (readonly [string, object, readonly (string | number)[]])[] = [
      [path, { operations: [{ ...operations[0], id: "1" }] }, ["operations", 0, "id"]],
      [path, { operations: [{ ...operations[0], id: 0 }] }, ["operations", 0, "id"]],
      [path, { operations: [{ ...operations[0], args: {} }] }, ["operations", 0, "args"]],
      [path, { operations: [{ ...operations[0], clientId: "" }] }, ["operations", 0, "clientId"]],
      [path, { operations: {} }, ["operations"]],
      ["/sync/state", { stateVersion: 7 }, ["stateVersion"]],
      ["/sync/state", { entityTypes: "todo" }, ["entityTypes"]],
      ["/sync/state", { limit: 0 }, ["limit"]],
    ];
    for (const [path, body, place] of wrong) {
      const error = session.demandError(
        await session.wire.send({ path, query, body }),
        400,
        "invalid_request",
        "P3",
      );
      const [issue] = (error["issues"] ?? []) as readonly { readonly path?: unknown }[];
      const isTold = JSON.stringify(issue?.path) === JSON.stringify(place);
      session.demand("P3", isTold, `issues must name the path ${JSON.stringify(place)}`);
    }
    const nulls = await client.request({ stateVersion: null, entityTypes: null, limit: null } as object);
    session.demandStatus(nulls, 200, "P3");
  },
};

/** P36 */
export const errorShape: ConformanceCheck = {
  id: "error-shape",
  title: "errors have one shape, with the codes of the table",
  clauses: ["P36"],
  run: async (session) => {
    const send = session.wire.send.bind(session.wire);
    const json = { "content-type": "application/json" };
    const query = { roomId: session.newName("room") };
    const demand = session.demandError.bind(session);
    demand(await send({ method: "GET", path: "/sync/no-such-endpoint" }), 404, "no_such_endpoint", "P36");
    demand(await send({ method: "GET", path: "/sync/operations", query }), 405, "method_not_allowed", "P36");
    demand(
      await send({ path: "/sync/state", query, headers: json, body: "{ no json" }),
      400,
      "invalid_json",
      "P36",
    );
    demand(await send({ path: "/sync/operations", query, body: {} }), 400, "invalid_request", "P36");
    demand(await send({ method: "GET", path: "/sync/notify", query }), 426, "upgrade_required", "P36");
    const { token } = session.wire.options;
    if (token === undefined) return session.note("401 unauthenticated: needs a server that asks for a token");
    const headers = { authorization: "Bearer no such token" };
    const reply = await send({ path: "/sync/state", query, headers, body: {} });
    if (reply.status === 200) session.note("any token is let in, so that 401 was not seen");
    else demand(reply, 401, "unauthenticated", "P36");
  },
};
