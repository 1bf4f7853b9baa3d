import { once } from "node:events";
import { join } from "node:path";
import type { Project } from "../../todo/generated/entities/project.gen.js";
import type { Todo } from "../../todo/generated/entities/todo.gen.js";
import { CommandError } from "./command-error.js";
import { labelOf } from "./find-by-reference.js";
import { openSession } from "./open-session.js";
import { describeReach } from "./reach.js";
import { renderTodos, todoLines } from "./render.js";
import type { CommandContext } from "./run-command.js";
import type { TodoSession } from "./todo-session.js";
import { visible } from "./visible.js";

/** One thing that happened, as `watch --json` prints it. */
export interface Happening {
  readonly what: "added" | "completed" | "reopened" | "renamed" | "deleted" | "archived";
  readonly type: "todo" | "project";
  readonly id: string;
  readonly label: string;
}

type Entities = ReadonlyMap<string, Todo | Project>;

/** What changed between two looks at the room. */
export function happenings(before: Entities, after: Entities): Happening[] {
  const found: Happening[] = [];
  const tell = (what: Happening["what"], entity: Todo | Project): void => {
    found.push({ what, type: entity.type, id: entity.id, label: labelOf(entity) });
  };
  for (const entity of after.values()) {
    const old = before.get(entity.id);
    if (old === entity) continue;
    if (old === undefined) tell("added", entity);
    else if (labelOf(old) !== labelOf(entity)) tell("renamed", entity);
    if (entity.type === "todo" && old?.type === "todo" && old.data.status !== entity.data.status) {
      tell(entity.data.status === "completed" ? "completed" : "reopened", entity);
    }
    if (entity.type === "project" && old?.type === "project" && !old.data.archived && entity.data.archived) {
      tell("archived", entity);
    }
  }
  for (const entity of before.values()) if (!after.has(entity.id)) tell("deleted", entity);
  return found;
}

type Look = Pick<TodoSession, "todos" | "projects">;

const mapOf = (look: Look): Entities =>
  new Map([...look.projects(), ...look.todos()].map((entity) => [entity.id, entity]));

/** Shows the room as it is, or as this client knew it last, and what happens there until the process is told to end. */
export async function watch(context: CommandContext): Promise<void> {
  const { session, sync, say, options } = context;
  const reach = await sync();
  if (reach.kind === "refused") throw new CommandError(describeReach(reach));
  const known = reach.kind === "synced" ? session : await lookAtDisk(context);
  say(renderTodos(todoLines(known)));
  if (reach.kind === "offline") console.error(`${describeReach(reach)}; waiting for the server`);
  await follow(session, mapOf(known), options.json);
}

/** What this client's commands have left on disk. */
async function lookAtDisk({ options, journal, folder }: CommandContext): Promise<TodoSession> {
  const stored = await openSession({ ...options, journal, folder: join(folder, "state"), offline: true });
  const [todos, projects] = [stored.todos(), stored.projects()];
  const pending = new Set([...todos, ...projects].filter(stored.isPending));
  await stored.close();
  return {
    ...stored,
    todos: () => todos,
    projects: () => projects,
    isPending: (entity) => pending.has(entity),
  };
}

/** Prints what happens in the room until the process is told to end, or nobody reads any more. */
async function follow(session: TodoSession, known: Entities, isJson: boolean): Promise<void> {
  let seen = known;
  let { online } = session;
  const stop = session.subscribe(() => {
    if (session.online !== online) {
      online = session.online;
      if (!isJson) console.error(online ? "online again" : "offline; waiting for the server");
    }
    // What a session that has not met the server yet does not have was not deleted.
    if (!session.online) return;
    const now = mapOf(session);
    const found = happenings(seen, now);
    seen = now;
    for (const happening of found) {
      const { what, label } = happening;
      console.log(isJson ? JSON.stringify(happening) : `${what.padEnd(10)}${visible(label)}`);
    }
  });
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM"), once(process.stdout, "error")]);
  stop();
}
