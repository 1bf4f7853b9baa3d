import { styleText } from "node:util";
import type { Project } from "../../todo/generated/entities/project.gen.js";
import type { Todo } from "../../todo/generated/entities/todo.gen.js";
import type { Failure } from "./failure-journal.js";
import { labelOf } from "./find-by-reference.js";
import type { TodoSession } from "./todo-session.js";
import { visible } from "./visible.js";

const hasColors = process.stdout.isTTY && !process.env["NO_COLOR"];
const paint = (style: "dim" | "yellow" | "red" | "bold", text: string): string =>
  hasColors ? styleText(style, text) : text;

const byAge = (left: Todo | Project, right: Todo | Project): number =>
  left.createdAt - right.createdAt || (left.id < right.id ? -1 : 1);

/** A todo as `--json` prints it. */
export interface TodoLine {
  readonly id: string;
  readonly title: string;
  readonly status: "pending" | "completed";
  /** The project's name; its id where the project is not there. */
  readonly project?: string;
  /** Not confirmed by the server yet. */
  readonly unconfirmed: boolean;
}

export function todoLines(session: TodoSession, todos: readonly Todo[] = session.todos()): TodoLine[] {
  const projects = new Map(session.projects().map((project) => [project.id, project.data.name]));
  return [...todos].sort(byAge).map((todo) => {
    const { title, status, projectId } = todo.data;
    const project = projectId === undefined ? {} : { project: projects.get(projectId) ?? projectId };
    return { id: todo.id, title, status, ...project, unconfirmed: session.isPending(todo) };
  });
}

/** The list as people read it: what belongs to no project, then each project. */
export function renderTodos(lines: readonly TodoLine[], { withIds = false } = {}): string {
  if (lines.length === 0) return paint("dim", "nothing to do");
  const sorted = [...groupByProject(lines)].sort(([left = ""], [right = ""]) => (left < right ? -1 : 1));
  return sorted
    .flatMap(([project, members]) => {
      const indent = project === undefined ? "" : "  ";
      const rows = members.map((line) => `${indent}${renderTodo(line, withIds)}`);
      return project === undefined ? rows : [paint("bold", visible(project)), ...rows];
    })
    .join("\n");
}

function groupByProject(lines: readonly TodoLine[]): Map<string | undefined, TodoLine[]> {
  const groups = new Map<string | undefined, TodoLine[]>();
  for (const line of lines) groups.set(line.project, [...(groups.get(line.project) ?? []), line]);
  return groups;
}

function renderTodo({ id, title, status, unconfirmed }: TodoLine, withIds: boolean): string {
  const shown = visible(title);
  const text = status === "completed" ? paint("dim", `[x] ${shown}`) : `[ ] ${shown}`;
  const mark = unconfirmed ? paint("yellow", "  (pending)") : "";
  return `${withIds ? `${paint("dim", visible(id))}  ` : ""}${text}${mark}`;
}

export function renderProjects(session: TodoSession): string {
  const rows = [...session.projects()].sort(byAge).map((project) => {
    const open = session
      .todos()
      .filter(({ data }) => data.projectId === project.id && data.status === "pending").length;
    const state = project.data.archived ? "archived" : `${open} open`;
    const mark = session.isPending(project) ? paint("yellow", "  (pending)") : "";
    return `${visible(labelOf(project))}  ${paint("dim", state)}${mark}`;
  });
  return rows.join("\n") || paint("dim", "no projects");
}

export const renderFailure = ({ what, code, message }: Failure): string =>
  `${paint("red", "failed")}   ${visible(`${what}: ${message} (${code})`)}`;
