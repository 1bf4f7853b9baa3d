/**
 * A server of pushes without a store, in a process of its own so that its CPU, its heap and what V8 makes of its code are its
 * own: `server`, the package's; `node:http`, which reads the body and confirms it; `checked`, the same with what every server
 * of the protocol has to check.
 */
import { createServer } from "node:http";
import { startNodeServer } from "kalphite-gen/server";
import { createBenchServer } from "./bench-server.js";

const MAX_BODY_BYTES = 1024 * 1024;

/** Takes everything and keeps nothing but the clients' numbers. */
function createNoStore() {
  const clients = new Map();
  const room = {
    epoch: "none",
    version: 1,
    size: 0,
    client: (clientId) => clients.get(clientId),
    outcome: () => undefined,
    get: () => undefined,
    list: () => [],
  };
  return {
    transact: async (_request, work) => {
      const working = work(room);
      const { outcome, changes } = working instanceof Promise ? await working : working;
      for (const record of changes?.settled ?? []) clients.set(record.clientId, record);
      return outcome;
    },
    check: () => {},
    close: () => {},
  };
}

/** The answer of the package's server to a push, with its headers. */
function confirm(response, confirmations) {
  const body = JSON.stringify({ confirmations });
  response.writeHead(200, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}

const confirmationOf = ({ id: operationId, clientId }) => ({
  operationId,
  clientId,
  success: true,
  serverTimestamp: Date.now(),
});

/** Reads the body as JSON and confirms it: what HTTP on Node costs without any server behind it. */
function serveBare(request, response) {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const { operations } = JSON.parse(Buffer.concat(chunks).toString());
    confirm(response, operations.map(confirmationOf));
  });
}

/** As `serveBare`, with a limit and a type of the body, and every operation of a client taken once and in order. */
function createChecked() {
  const clients = new Map();
  const take = (operations) => {
    const confirmations = [];
    for (const operation of operations) {
      const { id, clientId, name, args } = operation;
      const isKnown = typeof clientId === "string" && Number.isSafeInteger(id) && name === "addTodo";
      if (!isKnown || !args.every((arg) => typeof arg === "string")) throw new Error("Unknown operation");
      const last = clients.get(clientId) ?? 0;
      if (id > last + 1) break;
      if (id > last) clients.set(clientId, id);
      confirmations.push(confirmationOf(operation));
    }
    return confirmations;
  };
  return (request, response) => {
    const refuse = (status) => response.writeHead(status, { connection: "close" }).end();
    if (request.method !== "POST" || !request.url.startsWith("/sync/operations")) return refuse(404);
    if (!request.headers["content-type"]?.startsWith("application/json")) return refuse(415);
    const chunks = [];
    let size = 0;
    const timer = setTimeout(() => refuse(408), 30_000);
    request.on("data", (chunk) => {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) request.destroy();
      else chunks.push(chunk);
    });
    request.on("close", () => clearTimeout(timer));
    request.on("end", () => {
      try {
        confirm(response, take(JSON.parse(Buffer.concat(chunks).toString()).operations));
      } catch {
        refuse(400);
      }
    });
  };
}

async function startByHand(serve) {
  const http = createServer(serve);
  await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
  return http.address();
}

const SUBJECTS = {
  "node:http": () => startByHand(serveBare),
  checked: () => startByHand(createChecked()),
  server: () => startNodeServer(createBenchServer(createNoStore())),
};

const { port } = await SUBJECTS[process.argv[2]]();
process.on("message", () => process.send(process.cpuUsage()));
process.send({ port });
