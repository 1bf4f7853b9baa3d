import type { RuntimeContract, RuntimeOperation, TransactionCollection } from "../../src/protocol/index.js";
import type { Issue, Validator } from "../../src/validation/index.js";

interface Todo {
  readonly id: string;
  readonly type: "todo";
  readonly data: TodoFields;
}

interface TodoFields {
  readonly title: string;
  readonly done?: boolean;
}

interface Tag {
  readonly id: string;
  readonly type: "tag";
  readonly name: string;
}

interface Tx {
  readonly todo: TransactionCollection<Todo, TodoFields>;
  readonly tag: TransactionCollection<Tag, { readonly name: string }>;
}

/** A validator of positional arguments: each must be a string, `?` marks those that may be left out. */
function strings(
  ...kinds: readonly ("string" | "string?")[]
): Validator<readonly unknown[], readonly unknown[]> {
  const issues = (value: unknown): readonly Issue[] => {
    const args = value as readonly unknown[];
    const wrong = kinds.findIndex(
      (kind, index) => typeof args[index] !== "string" && !(kind === "string?" && args[index] === undefined),
    );
    if (args.length > kinds.length) return [{ code: "too_big", path: [], message: "Too many arguments" }];
    return wrong === -1 ? [] : [{ code: "invalid_type", path: [wrong], message: "Expected a string" }];
  };
  return {
    is: (value) => issues(value).length === 0,
    issues,
    parse: (value) => {
      const found = issues(value);
      return found.length === 0
        ? { ok: true, value: value as readonly unknown[] }
        : { ok: false, issues: found };
    },
    "~standard": {
      version: 1,
      vendor: "kalphite-gen",
      validate: (value) => ({ value: value as readonly unknown[] }),
    },
  };
}

const anything: Validator<unknown, unknown> = {
  is: () => true,
  issues: () => [],
  parse: (value) => ({ ok: true, value }),
  "~standard": { version: 1, vendor: "kalphite-gen", validate: (value) => ({ value }) },
};

function operation(
  name: string,
  argumentNames: readonly string[],
  args: RuntimeOperation["args"],
  mutate: (tx: Tx, args: readonly never[], context: Parameters<RuntimeOperation["mutate"]>[2]) => void,
): RuntimeOperation {
  return { name, touches: ["todo"], argumentNames, args, mutate: mutate as RuntimeOperation["mutate"] };
}

/** What generated code would hand to the server, written by hand. */
export const todoContract: RuntimeContract = {
  fingerprint: "a".repeat(64),
  entities: {
    todo: { type: "todo", shape: "enveloped", createdAt: "number", updatedAt: "number", validator: anything },
    tag: { type: "tag", shape: "flat", validator: anything },
  },
  operations: Object.fromEntries(
    [
      operation("addTodo", ["id", "title"], strings("string", "string"), (tx, [id, title]) =>
        tx.todo.insert(id as never, { title: title as never }),
      ),
      operation("completeTodo", ["id"], strings("string"), (tx, [id]) =>
        tx.todo.update(id as never, { done: true }),
      ),
      operation("deleteTodo", ["id"], strings("string"), (tx, [id]) => tx.todo.delete(id as never)),
      operation("addTag", ["id", "name"], strings("string", "string"), (tx, [id, name]) =>
        tx.tag.insert(id as never, { name: name as never }),
      ),
      operation("swapTodo", ["from", "to"], strings("string", "string"), (tx, [from, to]) => {
        const found = tx.todo.get(from as never);
        if (found === undefined) return;
        tx.todo.delete(from as never);
        tx.todo.insert(to as never, found.data);
      }),
      operation("retypeTodo", ["id"], strings("string"), (tx, [id]) => {
        tx.todo.delete(id as never);
        tx.tag.insert(id as never, { name: "was a todo" });
      }),
      operation("appendTitle", ["id", "text"], strings("string", "string"), (tx, [id, text]) => {
        const title = tx.todo.get(id as never)?.data.title ?? "";
        tx.todo.upsert(id as never, { title: title + String(text) });
      }),
      operation("completeAll", [], strings(), (tx) => {
        for (const todo of tx.todo.where({})) tx.todo.update(todo.id, { done: true });
      }),
      operation("halfThenReject", ["id"], strings("string"), (tx, [id], context) => {
        tx.todo.insert(id as never, { title: "half" });
        context.reject("no_thanks", "Not like this");
      }),
      operation("halfThenThrow", ["id"], strings("string"), (tx, [id]) => {
        tx.todo.insert(id as never, { title: "half" });
        throw new Error("SELECT secret FROM internals");
      }),
      operation("noteUser", ["id"], strings("string"), (tx, [id], context) =>
        tx.todo.insert(id as never, { title: `${context.userId} in ${context.roomId} at ${context.now}` }),
      ),
    ].map((each) => [each.name, each]),
  ),
};
