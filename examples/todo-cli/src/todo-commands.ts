import { randomUUID } from "node:crypto";
import type { Todo } from "../../todo/generated/entities/todo.gen.js";
import { CommandError } from "./command-error.js";
import { findByReference, labelOf } from "./find-by-reference.js";
import { projectFor } from "./project-commands.js";
import { describeReach } from "./reach.js";
import { renderTodos, todoLines } from "./render.js";
import type { CommandContext } from "./run-command.js";
import { tellReach } from "./tell-reach.js";
import { visible } from "./visible.js";

export async function addTodo(
  context: CommandContext,
  {
    title,
    project,
    id = randomUUID(),
  }: { readonly title: string; readonly project?: string | undefined; readonly id?: string | undefined },
): Promise<void> {
  const projectId = project === undefined ? undefined : (await projectFor(context, project)).id;
  context.session.changes.addTodo(id, title, projectId);
  await tellReach(context, [{ id, text: `added    ${title}` }], { id });
}

export async function listTodos(
  context: CommandContext,
  {
    all,
    project,
    ids,
  }: { readonly all: boolean; readonly project?: string | undefined; readonly ids: boolean },
): Promise<void> {
  const { session, options } = context;
  const reach = await context.sync();
  const projectId = project === undefined ? undefined : (await projectFor(context, project)).id;
  const shown = session
    .todos()
    .filter((todo) => all || todo.data.status === "pending" || session.isPending(todo))
    .filter(({ data }) => projectId === undefined || data.projectId === projectId);
  const lines = todoLines(session, shown);
  console.log(options.json ? JSON.stringify(lines) : renderTodos(lines, { withIds: ids }));
  if (reach.kind !== "synced" && !options.json) console.error(describeReach(reach));
}

/** Completes todos, or opens them again. */
export async function completeTodos(
  context: CommandContext,
  references: readonly string[],
  isUndone: boolean,
): Promise<void> {
  const todos = await todosFor(context, references);
  const { completeTodo, reopenTodo } = context.session.changes;
  for (const { id } of todos) (isUndone ? reopenTodo : completeTodo)(id);
  const word = isUndone ? "reopened" : "done    ";
  await tellReach(
    context,
    todos.map((todo) => ({ id: todo.id, text: `${word} ${labelOf(todo)}` })),
    { ids: todos.map(({ id }) => id) },
  );
}

export async function editTodo(context: CommandContext, reference: string, title: string): Promise<void> {
  const [todo] = await todosFor(context, [reference]);
  context.session.changes.updateTitle(todo!.id, title);
  const { id } = todo!;
  await tellReach(context, [{ id, text: `edited   ${labelOf(todo!)} → ${title}` }], { id });
}

export async function removeTodos(context: CommandContext, references: readonly string[]): Promise<void> {
  const todos = await todosFor(context, references);
  for (const { id } of todos) context.session.changes.deleteTodo(id);
  await tellReach(
    context,
    todos.map((todo) => ({ id: todo.id, text: `removed  ${labelOf(todo)}` })),
    { ids: todos.map(({ id }) => id) },
  );
}

/** Each once, all of them found before anything is done to one. Asks the server where one is not known yet. */
async function todosFor(context: CommandContext, references: readonly string[]): Promise<Todo[]> {
  const find = (): (Todo | undefined)[] =>
    references.map((reference) => findByReference(context.session.todos(), reference));
  let found = find();
  if (found.includes(undefined)) {
    const reach = await context.sync();
    if (reach.kind !== "synced") console.error(describeReach(reach));
    found = find();
  }
  const missing = references.find((_, index) => found[index] === undefined);
  if (missing !== undefined)
    throw new CommandError(`There is no todo "${visible(missing)}": todo list --all shows them`);
  return [...new Set(found as Todo[])];
}
