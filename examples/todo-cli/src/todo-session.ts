import type { Mutate } from "../../todo/generated/client.gen.js";
import type { Project } from "../../todo/generated/entities/project.gen.js";
import type { Todo } from "../../todo/generated/entities/todo.gen.js";
import type { Failure } from "./failure-journal.js";
import type { Reach } from "./reach.js";

/** What this program does to todos and projects: operations of the generated client, by their names and arguments. */
export type TodoChanges = {
  readonly [
    Name in
      | "addTodo"
      | "completeTodo"
      | "reopenTodo"
      | "updateTitle"
      | "deleteTodo"
      | "addProject"
      | "renameProject"
      | "finishProject"
      | "archiveProject"
  ]: (...args: Parameters<Mutate[Name]>) => unknown;
};

/** One client of one room, of whichever generation. */
export interface TodoSession {
  /** Ordered by id, local changes on top. */
  todos(): readonly Todo[];
  projects(): readonly Project[];
  /** Something about it has no verdict of the server yet. */
  isPending(entity: Todo | Project): boolean;
  /** Changes without a verdict. */
  readonly pendingCount: number;
  /** Each is on disk before it is sent. */
  readonly changes: TodoChanges;
  /** The server has been reached, and not been lost since. */
  readonly online: boolean;
  /** What was refused since the session was opened. */
  readonly failures: readonly Failure[];
  /** Waits until all is sent and fetched, the server turns out not to be there, or the time is over. */
  sync(waitMs: number): Promise<Reach>;
  /** Returns what ends the subscription. */
  subscribe(listener: () => void): () => void;
  /** Resolves when what is pending is on disk. @throws Error where it cannot be written */
  close(): Promise<void>;
}
