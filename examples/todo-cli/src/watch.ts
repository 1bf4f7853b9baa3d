import { once } from "node:events";
import type { Project } from "../../todo/generated/entities/project.gen.js";
import type { Todo } from "../../todo/generated/entities/todo.gen.js";
import { labelOf } from "./find-by-reference.js";
import type { TodoSession } from "./todo-session.js";

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

const lookAt = (session: TodoSession): Entities =>
  new Map([...session.projects(), ...session.todos()].map((entity) => [entity.id, entity]));

/** Prints what happens in the room until the process is told to end. */
export async function watch(session: TodoSession, isJson: boolean): Promise<void> {
  let seen = lookAt(session);
  let { online } = session;
  const stop = session.subscribe(() => {
    const now = lookAt(session);
    const found = happenings(seen, now);
    seen = now;
    for (const happening of found) {
      console.log(isJson ? JSON.stringify(happening) : `${happening.what.padEnd(10)}${happening.label}`);
    }
    if (session.online === online) return;
    online = session.online;
    if (!isJson) console.error(online ? "online again" : "offline; waiting for the server");
  });
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  stop();
}
