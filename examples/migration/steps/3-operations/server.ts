import { bearerToken, SqliteServerStore, type SyncServer } from "kalphite-gen/server";
import { createServer } from "../../generated/server.gen.js";

export function openServer(file: string): SyncServer {
  return createServer({
    store: new SqliteServerStore({ file }),
    authenticate: (request) => {
      const token = bearerToken(request);
      return token === undefined ? undefined : { id: token };
    },
  });
}
