/** Two clients, one server, one SQLite file: every change goes over HTTP on loopback and comes back. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bearerToken, SqliteServerStore, startNodeServer } from "kalphite-gen/server";
import { createClient, type Client } from "../generated/client.gen.js";
import { createServer } from "../generated/server.gen.js";

const folder = await mkdtemp(join(tmpdir(), "kalphite-todo-"));
const start = (port?: number) =>
  startNodeServer(
    createServer({
      store: new SqliteServerStore({ file: join(folder, "todos.db") }),
      authenticate: (request) => {
        const name = bearerToken(request);
        return name === undefined ? undefined : { id: name };
      },
    }),
    port === undefined ? {} : { port },
  );

let server = await start();
console.log(`server   SQLite on ${server.url}`);

const open = async (userId: string): Promise<Client> => {
  const client = createClient({ url: server.url, roomId: "home", userId, getAuthToken: () => userId });
  await client.connect();
  return client;
};
const ada = await open("ada");
const ben = await open("ben");

const list = (client: Client) =>
  client.todo
    .all()
    .map((todo) => `[${todo.data.status === "completed" ? "x" : " "}] ${todo.data.title}`)
    .join(", ");

ada.mutate.addProject("p1", "House");
ada.mutate.addTodo("t1", "Buy milk");
ada.mutate.addTodo("t2", "Paint the door", "p1");
console.log(`ada      sees at once      ${list(ada)}`);
await ada.flush();

await seen(ben, () => ben.todo.count() === 2);
console.log(`ben      sees after a hint ${list(ben)}`);

ben.mutate.finishProject("p1");
ben.mutate.addComment("c1", "t2", "Two coats.");
await ben.flush();
await seen(ada, () => ada.comment.get("c1") !== undefined);
console.log(
  `ada      sees              ${list(ada)}; ${ada.comment.get("c1")?.data.authorId}: ${ada.comment.get("c1")?.data.text}`,
);

const refused = await ada.mutate.addTodo("t1", "Twice").confirmed;
console.log(`ada      adds t1 again     ${refused.ok ? "accepted" : `${refused.code}: ${refused.message}`}`);

await server.close();
server = await start(server.port);
console.log(`server   was restarted on the same file`);
const cem = await open("cem");
await seen(cem, () => cem.todo.count() === 2);
console.log(`cem      sees              ${list(cem)}`);

const agreed = list(cem) === list(ada) && list(ada) === list(ben);
await Promise.all([ada, ben, cem].map((client) => client.disconnect()));
await server.close();
await rm(folder, { recursive: true, force: true });
console.log(agreed ? "all agree" : "they differ");
process.exitCode = agreed ? 0 : 1;

/** Resolves when the condition holds; the client says when anything changed. */
function seen(client: Client, holds: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    if (holds()) return resolve();
    const timeout = setTimeout(() => reject(new Error("Nothing came within ten seconds")), 10_000);
    const stop = client.subscribe(() => {
      if (!holds()) return;
      clearTimeout(timeout);
      stop();
      resolve();
    });
  });
}
