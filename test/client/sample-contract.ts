import type {
  Entity,
  EntityFields,
  MutationContext,
  RuntimeContract,
  RuntimeOperation,
  Transaction,
} from "../../src/protocol/index.js";
import type { Issue, Validator } from "../../src/validation/index.js";

function validator<Value>(check: (value: unknown) => string | undefined): Validator<Value, Value> {
  const issues = (value: unknown): readonly Issue[] => {
    const message = check(value);
    return message === undefined ? [] : [{ code: "invalid_type", path: [0], message }];
  };
  const parse: Validator<Value, Value>["parse"] = (value) => {
    const found = issues(value);
    return found.length > 0 ? { ok: false, issues: found } : { ok: true, value: value as Value };
  };
  return {
    is: (value) => issues(value).length === 0,
    issues,
    parse,
    "~standard": {
      version: 1,
      vendor: "kalphite-gen",
      validate: (value) => {
        const result = parse(value);
        return result.ok ? { value: result.value } : { issues: result.issues };
      },
    },
  };
}

type Mutate = (tx: Transaction, args: never, context: MutationContext) => void;

function operation(
  name: string,
  touches: readonly string[],
  argumentNames: readonly string[],
  mutate: Mutate,
  check: (args: readonly unknown[]) => boolean = (args) => typeof args[0] === "string",
): RuntimeOperation {
  return {
    name,
    touches,
    argumentNames,
    args: validator((value) =>
      check(value as readonly unknown[]) ? undefined : `Expected ${argumentNames.join(", ")}`,
    ),
    mutate: mutate as RuntimeOperation["mutate"],
  };
}

export interface Todo extends Entity {
  readonly type: "todo";
  readonly data: { readonly title: string; readonly done: boolean };
}

const data = (entity: Entity | undefined): EntityFields => (entity?.["data"] ?? {}) as EntityFields;

/** A contract as the generator writes one, by hand: two entity types, and operations of every kind. */
export const sampleContract: RuntimeContract = {
  fingerprint: "0".repeat(64),
  entities: {
    todo: {
      type: "todo",
      shape: "enveloped",
      createdAt: "number",
      updatedAt: "number",
      validator: validator((value) =>
        typeof data(value as Entity)["title"] === "string" ? undefined : "Expected a title",
      ),
    },
    counter: { type: "counter", shape: "flat", validator: validator(() => undefined) },
  },
  operations: {
    addTodo: operation("addTodo", ["todo"], ["id", "title"], (tx, [id, title]: [string, string]) => {
      tx["todo"]!.insert(id, { title, done: false });
    }),
    updateTitle: operation("updateTitle", ["todo"], ["id", "title"], (tx, [id, title]: [string, string]) => {
      tx["todo"]!.update(id, { title });
    }),
    completeTodo: operation("completeTodo", ["todo"], ["id"], (tx, [id]: [string]) => {
      tx["todo"]!.update(id, { done: true });
    }),
    deleteTodo: operation("deleteTodo", ["todo"], ["id"], (tx, [id]: [string]) => tx["todo"]!.delete(id)),
    deleteDone: operation("deleteDone", ["todo"], ["prefix"], (tx, [prefix]: [string]) => {
      for (const { id } of tx["todo"]!.where({ done: true })) {
        if (id.startsWith(prefix)) tx["todo"]!.delete(id);
      }
    }),
    countTodos: operation("countTodos", ["counter"], ["id"], (tx, [id]: [string]) => {
      tx["counter"]!.upsert(id, { count: tx["todo"]!.all().length });
    }),
    increment: operation("increment", ["counter"], ["id"], (tx, [id]: [string]) => {
      tx["counter"]!.upsert(id, { count: Number(tx["counter"]!.get(id)?.["count"] ?? 0) + 1 });
    }),
    sumCounters: operation("sumCounters", ["todo"], ["id"], (tx, [id]: [string]) => {
      const sum = tx["counter"]!.all().reduce((total, { count }) => total + Number(count), 0);
      tx["todo"]!.upsert(id, { title: String(sum), done: false });
    }),
    copyTitle: operation("copyTitle", ["todo"], ["from", "to"], (tx, [from, to]: [string, string]) => {
      const title = data(tx["todo"]!.get(from))["title"];
      tx["todo"]!.update(to, { title });
    }),
    tag: operation("tag", ["todo"], ["id"], (tx, [id]: [string], { clientId, operationId }) => {
      tx["todo"]!.upsert(id, { title: `${clientId}/${operationId}`, done: false });
    }),
    rejectOnServer: operation("rejectOnServer", ["todo"], ["id"], (tx, [id]: [string], context) => {
      if (context.side === "server") context.reject("no_thanks", "The server does not want this");
      tx["todo"]!.upsert(id, { title: "optimist", done: false });
    }),
    throwEverywhere: operation("throwEverywhere", ["todo"], ["id"], (tx, [id]: [string]) => {
      tx["todo"]!.upsert(id, { title: "half done", done: false });
      throw new Error("a mutator's bug");
    }),
    maybe: operation(
      "maybe",
      ["todo"],
      ["id", "title"],
      (tx, [id, title]: [string, string?]) => tx["todo"]!.upsert(id, { title: title ?? "none", done: false }),
      (args) => args.length >= 1 && (args[1] === undefined || typeof args[1] === "string"),
    ),
  },
};
