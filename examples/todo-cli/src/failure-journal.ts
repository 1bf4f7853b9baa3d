import { appendFileSync, mkdirSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A change that the server refused, or that no server would take: its effect is gone. */
export interface Failure {
  /** When it was told, as an ISO date. */
  readonly at: string;
  /** The operation, for people: `archiveProject "House"`. */
  readonly what: string;
  /** What it was done to. */
  readonly id: string;
  readonly code: string;
  readonly message: string;
}

/** What failed, kept until the user has seen it and says so: the command that made a change may have ended long before. */
export class FailureJournal {
  readonly #path: string;

  constructor(directory: string) {
    this.#path = join(directory, "failures.jsonl");
  }

  /** Synchronous, so that it is written before the engine goes on to forget the operation. */
  add(failure: Failure): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    appendFileSync(this.#path, `${JSON.stringify(failure)}\n`);
  }

  async all(): Promise<Failure[]> {
    const text = await readFile(this.#path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw error;
    });
    return text.split("\n").flatMap(readLine);
  }

  async clear(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}

/** A line that a crash tore off says nothing. */
function readLine(line: string): Failure[] {
  try {
    return [JSON.parse(line) as Failure];
  } catch {
    return [];
  }
}
