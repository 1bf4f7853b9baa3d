import { expect } from "vitest";
import type { Client } from "../../examples/todo/generated/client.gen.js";
import { numbersTo, type Written } from "./tokens.js";

/** Holds a client's view to what was written: every number once and in order, and as many counts. */
export function expectEachOnce(client: Client, all: readonly Written[]): void {
  const wanted = new Map<string, number>();
  for (const { todoId, projectId, made, refused } of all) {
    expect(refused).toEqual([]);
    expect(client.todo.get(todoId)?.data.tagIds).toEqual(numbersTo(made));
    wanted.set(projectId, (wanted.get(projectId) ?? 0) + made);
  }
  const counted = [...wanted.keys()].map((id) => [id, client.project.get(id)?.data.todosCompleted]);
  expect(counted).toEqual([...wanted]);
}
