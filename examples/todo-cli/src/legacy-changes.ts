import type { LocalChange } from "kalphite-gen/client";
import type { Project, ProjectData } from "../../todo/generated/entities/project.gen.js";
import type { Todo, TodoData } from "../../todo/generated/entities/todo.gen.js";
import type { TodoChanges } from "./todo-session.js";

/** A change of an entity, and the entity that it was made from. */
export type LegacyChange = LocalChange & { readonly base?: Todo | Project };

/** For each operation the changes that stand for it. */
export type LegacyChanges = {
  readonly [Name in keyof TodoChanges]: (...args: Parameters<TodoChanges[Name]>) => readonly LegacyChange[];
};

/**
 * What each operation of the modern client was before there were operations: read the entity, change it, send it whole.
 * What takes several entities takes several messages, which may come through in part.
 */
export function legacyChanges(entities: ReadonlyMap<string, Todo | Project>): LegacyChanges {
  const upsert = (entity: Todo | Project): LegacyChange => {
    const base = entities.get(entity.id);
    return {
      type: "upsert",
      entityType: entity.type,
      entityId: entity.id,
      entity,
      ...(base !== undefined && { base }),
    };
  };
  const remove = ({ type, id }: Todo | Project): LegacyChange => ({
    type: "delete",
    entityType: type,
    entityId: id,
  });
  const changeTodo = (id: string, fields: Partial<TodoData>): LegacyChange[] => {
    const todo = entities.get(id);
    if (todo?.type !== "todo") return [];
    return [upsert({ ...todo, data: { ...todo.data, ...fields }, updatedAt: Date.now() })];
  };
  const changeProject = (id: string, fields: Partial<ProjectData>): LegacyChange[] => {
    const project = entities.get(id);
    if (project?.type !== "project") return [];
    return [upsert({ ...project, data: { ...project.data, ...fields }, updatedAt: Date.now() })];
  };
  const todosOf = (projectId: string): Todo[] =>
    [...entities.values()].filter(
      (entity): entity is Todo => entity.type === "todo" && entity.data.projectId === projectId,
    );

  return {
    addTodo: (id, title, projectId) => {
      const now = Date.now();
      const data: TodoData = { title, status: "pending", tagIds: [], priority: 0 };
      if (projectId !== undefined) data.projectId = projectId;
      return [upsert({ id, type: "todo", data, updatedAt: now, createdAt: now })];
    },
    completeTodo: (id) => changeTodo(id, { status: "completed", completedAt: Date.now() }),
    reopenTodo: (id) => changeTodo(id, { status: "pending", completedAt: undefined }),
    updateTitle: (id, title) => changeTodo(id, { title }),
    deleteTodo: (id) => {
      const todo = entities.get(id);
      return todo === undefined ? [] : [remove(todo)];
    },
    addProject: (id, name) => {
      const now = Date.now();
      const data: ProjectData = { name, archived: false, todosCompleted: 0 };
      return [upsert({ id, type: "project", data, updatedAt: now, createdAt: now })];
    },
    renameProject: (id, name) => changeProject(id, { name }),
    finishProject: (id) => {
      const project = entities.get(id);
      if (project?.type !== "project") return [];
      const open = todosOf(id).filter(({ data }) => data.status === "pending");
      return [
        ...open.flatMap((todo) => changeTodo(todo.id, { status: "completed", completedAt: Date.now() })),
        ...changeProject(id, { todosCompleted: project.data.todosCompleted + open.length }),
      ];
    },
    archiveProject: (id, before) => [
      ...changeProject(id, { archived: true }),
      ...todosOf(id)
        .filter(({ data }) => (data.completedAt ?? Infinity) < before)
        .map(remove),
    ],
  };
}
