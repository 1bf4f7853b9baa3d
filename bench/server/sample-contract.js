/** A contract of one operation, by hand, so that what is measured is the server and not a validator. */
const accept = {
  is: () => true,
  issues: () => [],
  parse: (value) => ({ ok: true, value }),
  "~standard": { version: 1, vendor: "kalphite-gen", validate: (value) => ({ value }) },
};

export const contract = {
  fingerprint: "0".repeat(64),
  entities: {
    todo: { type: "todo", shape: "enveloped", createdAt: "number", updatedAt: "number", validator: accept },
  },
  operations: {
    addTodo: {
      name: "addTodo",
      touches: ["todo"],
      argumentNames: ["id", "title"],
      args: accept,
      mutate: (tx, [id, title]) => tx.todo.insert(id, { title }),
    },
  },
};

/** `size` operations of one client, numbered from `first`. */
export function batchOf(clientId, first, size) {
  return Array.from({ length: size }, (_, index) => ({
    id: first + index,
    name: "addTodo",
    args: [`${clientId}-${first + index}-0123456789abcdef`, "a title of a todo"],
    clientId,
    timestamp: 0,
  }));
}
