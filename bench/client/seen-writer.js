/** The writing side of `write-to-seen.js`, in a process of its own: writes what it is told to, and says when it began. */
import { once } from "node:events";
import { join } from "node:path";
import { WebSocket } from "ws";
import { openClient, post, SUBJECTS } from "./seen-subjects.js";

const TITLE = "a title of a todo";

async function openByHand(port, way) {
  const url = `http://127.0.0.1:${port}`;
  const socket = new WebSocket(url.replace("http", "ws"));
  await once(socket, "open");
  return async (id) => {
    const operation = { name: "addTodo", args: [id, TITLE], id: 1, clientId: "c", timestamp: 0 };
    if (way === "socket") socket.send(JSON.stringify(operation));
    else await post(`${url}/${way}`, operation);
  };
}

const [ports, folder] = [JSON.parse(process.argv[2]), process.argv[3]];
const writers = {};
for (const [name, { server, storage }] of Object.entries(SUBJECTS)) {
  const port = ports[server];
  if (storage === undefined) writers[name] = await openByHand(port, server);
  else {
    const client = await openClient(port, storage, join(folder, "writer"));
    writers[name] = async (id) => {
      client.mutate.addTodo(id, TITLE);
      await client.flush();
    };
  }
}
process.on("message", async ({ name, id }) => {
  const startedAt = process.hrtime.bigint();
  await writers[name](id);
  process.send(String(startedAt));
});
process.on("disconnect", () => process.exit(0));
process.send("ready");
