/** Compiled, never run: what the generated client takes and gives, to the letter, and what it refuses. */
import type { Mutation, Outcome } from "kalphite-gen/client";
import { createClient, type Client } from "../generated/client.gen.js";
import type { Entity, EntityMap, EntityType } from "../generated/entities.gen.js";
import type { MoveTodosMutator, Todo, TodoData } from "../generated/entities/todo.gen.js";
import type { OperationArgs, OperationMap, OperationName } from "../generated/operations.gen.js";
import { createServer, type ServerHandler, type ServerHandlers } from "../generated/server.gen.js";
import type { Transaction } from "../generated/transaction.gen.js";

type Equal<Left, Right> =
  (<Probe>() => Probe extends Left ? 1 : 2) extends <Probe>() => Probe extends Right ? 1 : 2 ? true : false;
type IsAny<Type> = 0 extends 1 & Type ? true : false;

/** Compiles only where the two types are one and the same, so that `any` passes for nothing but itself. */
declare function expectType<Expected>(): <Given>(
  given: Given,
  ...same: Equal<Given, Expected> extends true ? [] : [expected: Expected]
) => void;
declare function expectNever<Type extends never>(): Type;

declare const client: Client;

// Reading.
expectType<Todo | undefined>()(client.todo.get("t1"));
expectType<readonly Todo[]>()(client.todo.all());
expectType<Todo[]>()(client.todo.where({ status: "pending" }));
expectType<Todo[]>()(client.todo.where((todo) => expectTypeOfTodo(todo)));
expectType<number>()(client.todo.count());
expectType<"pending" | "completed">()(client.todo.all()[0]!.data.status);
expectType<number | undefined>()(client.todo.all()[0]!.data.completedAt);
expectType<Client["todo"]>()(client.entities.todo);
for (const todo of client.todo) expectType<Todo>()(todo);
function expectTypeOfTodo(todo: Todo): boolean {
  return todo.data.priority > 0;
}

// @ts-expect-error: there is no such entity
void client.todos;
// @ts-expect-error: ids are texts
client.todo.get(1);
// @ts-expect-error: no such field
client.todo.where({ state: "pending" });
// @ts-expect-error: no such status
client.todo.where({ status: "done" });
// @ts-expect-error: no such field of the data
void client.todo.get("t1")?.data.name;
// @ts-expect-error: what is read is not there for sure
void client.todo.get("t1").data;
// @ts-expect-error: collections are read; operations write
client.todo.all().push();

// Writing.
expectType<Mutation>()(client.mutate.addTodo("t1", "Buy milk"));
expectType<Mutation>()(client.mutate.addTodo("t1", "Buy milk", undefined));
expectType<Promise<Outcome>>()(client.mutate.moveTodos(["t1"], "p1").confirmed);
expectType<[id: string, title: string, projectId?: string | undefined]>()(
  [] as unknown as Parameters<Client["mutate"]["addTodo"]>,
);

// @ts-expect-error: there is no such operation
client.mutate.addTask("t1");
// @ts-expect-error: the title is missing
client.mutate.addTodo("t1");
// @ts-expect-error: the title is a text
client.mutate.addTodo("t1", 1);
// @ts-expect-error: one argument too many
client.mutate.addTodo("t1", "Buy milk", "p1", "p2");
// @ts-expect-error: null is no project
client.mutate.addTodo("t1", "Buy milk", null);
// @ts-expect-error: a list of ids
client.mutate.moveTodos("t1", "p1");
// @ts-expect-error: legacy operations are not for modern clients
void client.mutate.upserttodo;
// @ts-expect-error: operations are not replaced
client.mutate.addTodo = () => client.mutate.deleteTodo("t1");

async function outcomes(): Promise<void> {
  const outcome = await client.mutate.deleteTodo("t1").confirmed;
  if (outcome.ok) expectType<{ readonly ok: true }>()(outcome);
  else expectType<string>()(outcome.code);
  // @ts-expect-error: a code is there only where the operation failed
  void outcome.code;
}
void outcomes;

// The maps.
expectType<"todo" | "project" | "tag" | "user" | "comment">()({} as EntityType);
expectType<Todo>()({} as EntityMap["todo"]);
expectType<[id: string, tagId: string]>()([] as unknown as OperationArgs<"tagTodo">);
expectType<{ id: string; tagId: string }>()(
  {} as { [Key in keyof OperationMap["tagTodo"]["input"]]: OperationMap["tagTodo"]["input"][Key] },
);
// @ts-expect-error: no operation of that name
export type NoOperation = OperationArgs<"addTask">;
export const named: OperationName[] = ["addTodo", "upserttodo", "deletecomment"];
export function discriminate(entity: Entity): void {
  if (entity.type === "todo") expectType<Todo>()(entity);
}
export const data: TodoData = { title: "", status: "pending", tagIds: [], priority: 0 };
// @ts-expect-error: no such status
export const wrong: TodoData = { title: "", status: "done", tagIds: [], priority: 0 };

// Mutators and handlers.
export function transact(tx: Transaction): void {
  expectType<Todo>()(tx.todo.require("t1"));
  tx.todo.update("t1", { title: "", projectId: undefined });
  // @ts-expect-error: a title cannot be taken away
  tx.todo.update("t1", { title: undefined });
  // @ts-expect-error: a whole entity is inserted
  tx.todo.insert("t1", { title: "" });
  // @ts-expect-error: no such collection
  void tx.todos;
}
export const moveTodos: MoveTodosMutator = (tx, { todoIds, projectId }, { userId }) => {
  expectType<string[]>()(todoIds);
  expectType<string | undefined>()(userId);
  if (tx.project.get(projectId) === undefined) return;
  for (const id of todoIds) tx.todo.update(id, { projectId });
};
export const deleteFirst: MoveTodosMutator = (tx, { todoIds }) => tx.todo.delete(todoIds[0] ?? "");
// @ts-expect-error: a mutator waits for nothing
export const waiting: MoveTodosMutator = async (tx, { todoIds }) => tx.todo.delete(todoIds[0] ?? "");
export const handlers: ServerHandlers = {
  addTodo: async (tx, { id, title, projectId }, context) => {
    expectType<string>()(title);
    expectType<string | undefined>()(projectId);
    expectType<Todo | undefined>()(await tx.todo.get(id));
    expectType<string | undefined>()(context.userId);
  },
  // @ts-expect-error: no such operation
  addTask: () => undefined,
};
// @ts-expect-error: the title is no number
export const mistaken: NonNullable<ServerHandlers["updateTitle"]> = (
  _tx,
  input: { id: string; title: number },
) => void input;
export type Handler = ServerHandler<"addTodo">;

// Making them.
createClient({ url: "/api" });
// @ts-expect-error: no such option
createClient({ uri: "/api" });
// @ts-expect-error: letting everybody in takes saying so
createServer({ store: {} as never });

// Nothing is `any`, however deep: each is never where it is not.
type AnyIn<Type> = { [Key in keyof Type]-?: IsAny<Type[Key]> extends true ? Key : never }[keyof Type];
type AnyArgument<Functions> = {
  [Key in keyof Functions]: Functions[Key] extends (...args: infer Args) => infer Result
    ? true extends IsAny<Args[number]> | IsAny<Result>
      ? Key
      : never
    : Key;
}[keyof Functions];
export type NoAny = [
  ReturnType<typeof expectNever<AnyIn<Client>>>,
  ReturnType<typeof expectNever<AnyIn<Client["todo"]>>>,
  ReturnType<typeof expectNever<AnyIn<TodoData>>>,
  ReturnType<typeof expectNever<AnyIn<EntityMap>>>,
  ReturnType<typeof expectNever<AnyIn<OperationMap>>>,
  ReturnType<typeof expectNever<AnyIn<Transaction>>>,
  ReturnType<typeof expectNever<AnyArgument<Client["mutate"]>>>,
  ReturnType<typeof expectNever<AnyArgument<Required<ServerHandlers>>>>,
];
