import { createClient, type Client, type ClientOptions } from "../../examples/todo/generated/client.gen.js";

/** What one writer has done: its numbers in order, each in the list of one todo, each counted once in one project. */
export interface Written {
  readonly todoId: string;
  readonly projectId: string;
  /** Numbers that were given out: 0 up to, but not including, this one. */
  made: number;
  /** As many of them, from the first on, were confirmed. */
  confirmed: number;
  /** Codes of what was refused, which nothing should be. */
  readonly refused: string[];
}

export const createWritten = (todoId: string, projectId: string): Written => ({
  todoId,
  projectId,
  made: 0,
  confirmed: 0,
  refused: [],
});

/** A client that waits a fiftieth of its back-off: the tests are about what is lost, not about when. */
export const openClient = (options: ClientOptions): Client =>
  createClient({ environment: { random: () => 0.02 }, ...options });

/** Writes number after number, a few in flight, until told to stop; every effect counts, so that one too many shows. */
export async function writeTokens(
  client: Client,
  written: Written,
  until: () => boolean,
  onConfirmed: (written: Written) => void = () => {},
): Promise<void> {
  client.mutate.addTodo(written.todoId, "Numbers");
  while (!until()) {
    client.mutate.tagTodo(written.todoId, String(written.made++));
    const { confirmed } = client.mutate.countCompleted(written.projectId, 1);
    const settled = confirmed.then((outcome) => {
      if (!outcome.ok) written.refused.push(outcome.code);
      written.confirmed++;
      onConfirmed(written);
    });
    if (written.made % 3 === 0) await settled;
  }
  const flushed = await client.flush();
  if (!flushed.ok) written.refused.push(flushed.code);
}

/** The project that counts what is written to a todo alone. */
export const countsOf = (todoId: string): string => `${todoId}-counts`;

/** The numbers that a client shows, by todo, and their counts in a project for each. */
export const shownTokens = (client: Client): [string, readonly string[], number][] =>
  client.todo
    .all()
    .map(({ id, data }) => [id, data.tagIds, client.project.get(countsOf(id))?.data.todosCompleted ?? 0]);

/** The numbers from 0 on, as they should be in a list. */
export const numbersTo = (made: number): string[] =>
  Array.from({ length: made }, (_, index) => String(index));

/** Resolves when what a client shows satisfies a condition; it is asked whenever something changes. */
export function shows(client: Client, condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (condition()) return resolve();
    const check = () => {
      if (!condition()) return;
      for (const stop of stops) stop();
      resolve();
    };
    const stops = [client.subscribe(check), client.onStatus(check)];
  });
}

/** A client that knows nothing but what the server holds now. */
export async function openReader(url: string): Promise<Client> {
  const reader = openClient({ url });
  await reader.connect();
  await shows(reader, () => reader.status.lastSyncedAt !== undefined);
  return reader;
}
