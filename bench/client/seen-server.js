/** The servers of `write-to-seen.js`, in a process of their own, with their databases in the folder named. */
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { WebSocketServer } from "ws";
import { createSyncServer, SqliteServerStore, startNodeServer } from "../../dist/server.js";
import { contract } from "./sample-contract.js";

const NO_LIMIT = { perSecond: 1e12, burst: 1e12 };
const folder = process.argv[2];

async function startServer(name, maxPatchLength) {
  const server = createSyncServer({
    contract,
    store: new SqliteServerStore({ file: join(folder, `${name}.db`) }),
    allowAnonymous: true,
    log: () => {},
    limits: { maxPatchLength, clientRate: NO_LIMIT, roomRate: NO_LIMIT },
  });
  return (await startNodeServer(server)).port;
}

/** The least that can be done by hand: entities with versions in SQLite, and a message to every socket. */
async function startByHand(name) {
  const Database = createRequire(import.meta.url)("libsql");
  const database = new Database(join(folder, `${name}.db`));
  database.pragma("journal_mode = WAL");
  database.exec("PRAGMA synchronous = FULL");
  database.exec("CREATE TABLE entities (id TEXT PRIMARY KEY, version INTEGER, body TEXT) WITHOUT ROWID");
  database.exec("CREATE INDEX by_version ON entities (version)");
  const put = database.prepare("INSERT OR REPLACE INTO entities VALUES (?, ?, ?)");
  const changed = database.prepare("SELECT version, body FROM entities WHERE version > ? ORDER BY version");
  const open = new Set();
  let version = 0;
  const commit = ({ args: [id, title] }) => {
    version++;
    const entity = { id, type: "todo", data: { title }, updatedAt: Date.now(), createdAt: Date.now() };
    put.run(id, version, JSON.stringify(entity));
    return entity;
  };
  const tell = (message) => {
    const text = JSON.stringify(message);
    for (const socket of open) socket.send(text);
  };
  const read = (request, take) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => take(JSON.parse(Buffer.concat(chunks).toString())));
  };
  const answer = (response, body) => {
    const text = JSON.stringify(body);
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
    });
    response.end(text);
  };
  const http = createServer((request, response) =>
    read(request, (body) => {
      if (request.url === "/hint") {
        commit(body);
        answer(response, { ok: true });
        tell({ version });
      } else if (request.url === "/push") {
        const entity = commit(body);
        answer(response, { ok: true });
        tell({ version, entity });
      } else {
        const rows = changed.all(body.version);
        answer(response, { version, entities: rows.map(({ body: text }) => JSON.parse(text)) });
      }
    }),
  );
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  sockets.on("connection", (socket) => {
    open.add(socket);
    socket.on("message", (data) => tell({ version, entity: commit(JSON.parse(String(data))) }));
  });
  await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
  return http.address().port;
}

const ports = {
  hint: await startByHand("hint"),
  push: await startByHand("push"),
  socket: await startByHand("socket"),
  hints: await startServer("hints", 0),
  patches: await startServer("patches", 16 * 1024),
};
process.on("disconnect", () => process.exit(0));
process.send(ports);
