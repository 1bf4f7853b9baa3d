import { WebSocket } from "ws";
import { createHttpTransport, createSyncClient, NetworkSyncEngine } from "kalphite-gen/client";
import { contract, idOf, todoOf } from "./contract.js";

/** Messages that clients sent and got: requests, answers, and frames of sockets. */
export const counter = { messages: 0 };

class CountedSocket extends WebSocket {
  constructor(...args) {
    super(...args);
    this.on("message", () => counter.messages++);
  }
  send(...args) {
    counter.messages++;
    super.send(...args);
  }
}

/** Resolves, each time it is asked, once a client shows so many of the titles that are wanted. */
class Progress {
  #wanted = "";
  #shown = new Set();
  #waiting;

  /** From here on only titles that begin so count. */
  expect(title) {
    this.#wanted = title;
    this.#shown.clear();
  }
  saw(id, title) {
    if (this.#wanted === "" || !title.startsWith(this.#wanted)) return;
    this.#shown.add(id);
    if (this.#waiting && this.#shown.size >= this.#waiting.count) this.#waiting.resolve();
  }
  reached(count) {
    if (this.#shown.size >= count) return Promise.resolve();
    return new Promise((resolve) => (this.#waiting = { count, resolve }));
  }
}

/** An application on sync-change: it keeps whole entities, changes one, and sends it whole. */
function createLegacyClient(url, roomId, name) {
  const progress = new Progress();
  const todos = new Map();
  const engine = new NetworkSyncEngine({
    wsUrl: `${url.replace("http", "ws")}/sync/legacy`,
    roomId,
    userId: name,
    WebSocket: CountedSocket,
  });
  engine.on("remoteChange", ({ entityId, entity }) => {
    todos.set(entityId, entity);
    progress.saw(entityId, entity.data.title);
  });
  const put = (id, entity) => {
    todos.set(id, entity);
    progress.saw(id, entity.data.title);
    void engine.sendChange({ type: "upsert", entityType: "todo", entityId: id, entity });
  };
  return {
    progress,
    connect: () => engine.connect(),
    disconnect: () => engine.disconnect(),
    flush: () => engine.flush(),
    add: (index, title) => put(idOf(index), todoOf(index, title)),
    edit: (index, title) => {
      const todo = todos.get(idOf(index)) ?? todoOf(index, title);
      put(todo.id, { ...todo, data: { ...todo.data, title }, updatedAt: Date.now() });
    },
  };
}

/** The same application on operations. */
function createModernClient(url, roomId) {
  const progress = new Progress();
  const http = createHttpTransport({
    url,
    roomId,
    fingerprint: contract.fingerprint,
    hints: "web_socket",
    WebSocket: CountedSocket,
  });
  const counted = (call) => async (message, signal) => {
    counter.messages++;
    const answer = await call(message, signal);
    counter.messages++;
    return answer;
  };
  const transport = { ...http, push: counted(http.push), pull: counted(http.pull) };
  const client = createSyncClient(contract, { transport, roomId });
  client.todo.subscribe((change) => {
    for (const id of change.get("todo") ?? []) progress.saw(id, client.todo.get(id)?.data.title ?? "");
  });
  return {
    progress,
    connect: () => client.connect(),
    disconnect: () => client.disconnect(),
    flush: () => client.flush(),
    add: (index, title) => client.mutate.upserttodo(idOf(index), todoOf(index, title)),
    edit: (index, title) => client.mutate.updateTitle(idOf(index), title),
  };
}

export const paths = { legacy: createLegacyClient, operations: createModernClient };
