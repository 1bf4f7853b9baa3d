/** Every effect, and names that would break careless generators, over HTTP into SQLite and back. */
import { SqliteServerStore, startNodeServer } from "kalphite-gen/server";
import { createClient } from "../generated/client.gen.js";
import { createServer } from "../generated/server.gen.js";

const server = await startNodeServer(
  createServer({
    store: new SqliteServerStore({ file: ":memory:" }),
    authenticate: () => ({ id: "somebody" }),
  }),
);
const client = createClient({ url: server.url, userId: "somebody" });
await client.connect();

const flat = "0b1f7a3e-6a0e-4c2e-9d5f-2a7c1f0b9e11";
client.mutate.createFlat(flat, "One");
client.mutate.bumpFlat(flat, 4);
client.mutate.countFlat(flat);
client.mutate.tagFlat(flat, "seen");
client.mutate.untagFlat(flat, "new");
client.mutate.renameFlat(flat, undefined, "renamed without a label");
client.mutate.stamp("now");
client.mutate.addTotal("now", 2);
client.mutate["new class"]("c1", "a name with a blank");
client.mutate["it's `${a}` */"]("e1", "class", "a-b");
client.mutate.hasOwnProperty("lizard");
client.mutate.await("c2", "tx", 1, true, "p1");
client.mutate.delete("c1");
await client.flush();

// Seen afresh: nothing of this came from the first client's memory.
const reader = createClient({ url: server.url });
await reader.connect();
await new Promise<void>((resolve) => {
  if (reader.status.lastSyncedAt !== undefined) return resolve();
  const stop = reader.onStatus((status) => {
    if (status.lastSyncedAt === undefined) return;
    stop();
    resolve();
  });
});
console.log(JSON.stringify(reader.flat.get(flat)));
console.log(
  JSON.stringify({
    total: reader.stamped.get("now")?.data.total,
    by: reader.stamped.get("now")?.data.byUser,
  }),
);
console.log(JSON.stringify(reader["*/ end"].get("e1")?.data));
console.log(
  JSON.stringify([
    reader["🦎"].count(),
    reader.class.all().map(({ id }) => id),
    reader.Promise.get("p1")?.data,
  ]),
);
await Promise.all([client.disconnect(), reader.disconnect()]);
await server.close();
