/** A contract as the generator writes one, small enough to write by hand. */
const anything = {
  is: () => true,
  issues: () => [],
  parse: (value) => ({ ok: true, value }),
  "~standard": { version: 1, vendor: "kalphite-gen", validate: (value) => ({ value }) },
};

const operation = (name, argumentNames, mutate) => ({
  name,
  touches: ["todo"],
  argumentNames,
  args: anything,
  mutate,
});

export const contract = {
  fingerprint: "b".repeat(64),
  entities: {
    todo: { type: "todo", shape: "enveloped", createdAt: "number", updatedAt: "number", validator: anything },
  },
  operations: {
    addTodo: operation("addTodo", ["id", "title"], (tx, [id, title]) =>
      tx.todo.insert(id, { title, status: "pending", tags: [] }),
    ),
    updateTitle: operation("updateTitle", ["id", "title"], (tx, [id, title]) =>
      tx.todo.update(id, { title }),
    ),
  },
};

export const idOf = (index) => `todo-${String(index).padStart(6, "0")}`;

export const entityOf = (index, title) => ({
  id: idOf(index),
  type: "todo",
  data: { title, status: "pending", tags: [] },
  updatedAt: 1_700_000_000_000,
  createdAt: 1_700_000_000_000,
});
