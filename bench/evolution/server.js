/** The server of the comparison, in a process of its own, so that its processor time and its bytes are its own. */
import { join } from "node:path";
import { createSyncServer, SqliteServerStore, startNodeServer } from "kalphite-gen/server";
import { contract } from "./contract.js";

const NO_LIMIT = { perSecond: 1e12, burst: 1e12 };
const server = createSyncServer({
  contract,
  store: new SqliteServerStore({ file: join(process.argv[2], "todos.db") }),
  allowAnonymous: true,
  log: () => {},
  limits: { clientRate: NO_LIMIT, roomRate: NO_LIMIT },
});
const { url, httpServer } = await startNodeServer(server);
const sockets = new Set();
httpServer.on("connection", (socket) => sockets.add(socket));

process.on("disconnect", () => process.exit(0));
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  let bytes = 0;
  for (const { bytesRead, bytesWritten } of sockets) bytes += bytesRead + bytesWritten;
  process.send({ cpuMs: (user + system) / 1_000, bytes });
});
process.send({ url });
