import { WebSocket } from "ws";
import { createHttpTransport, createSyncClient, MemoryStorage } from "../../dist/client.js";
import { FileStorage } from "../../dist/client-node.js";
import { contract } from "./sample-contract.js";

/** What is compared: for those by hand how they do it, for the others where their clients keep what they have. */
export const SUBJECTS = {
  "hint and pull by hand": { server: "hint" },
  "hint and pull": { server: "hints", storage: "memory" },
  "push by hand, written over the WebSocket": { server: "socket" },
  "push by hand, written over HTTP": { server: "push" },
  "change with the hint": { server: "patches", storage: "memory" },
  "change with the hint, clients on files": { server: "patches", storage: "files" },
};

export async function openClient(port, storage, directory) {
  const transport = createHttpTransport({
    url: `http://127.0.0.1:${port}`,
    roomId: storage,
    fingerprint: contract.fingerprint,
    hints: "web_socket",
    WebSocket,
  });
  const client = createSyncClient(contract, {
    transport,
    storage: storage === "files" ? new FileStorage({ directory }) : new MemoryStorage(),
  });
  await client.connect();
  await client.flush();
  return client;
}

export async function post(url, body) {
  const headers = { "Content-Type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  return response.json();
}
