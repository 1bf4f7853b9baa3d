import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Project } from "../../todo/generated/entities/project.gen.js";
import type { Todo } from "../../todo/generated/entities/todo.gen.js";
import type { LegacyChange } from "./legacy-changes.js";
import { PatientStorage } from "./patient-storage.js";

/** A change without an answer, sent or not. */
export interface KeptChange {
  readonly change: LegacyChange;
  /** By which the server knows it when it comes again: a command may end between sending it and its answer. */
  readonly operationId: string;
  /** What the user did, for people: `updateTitle "Buy milk"`. */
  readonly what: string;
  /** The id that the user did it to. */
  readonly id: string;
}

export interface LegacyState {
  readonly entities: readonly (Todo | Project)[];
  readonly outbox: readonly KeptChange[];
}

/** What a legacy application keeps of itself, since its engine keeps nothing: the entities, and what is to be sent. */
export class LegacyStore {
  readonly #path: string;
  /** Holds the folder for this process, and nothing else. */
  readonly #lock: PatientStorage;

  constructor(folder: string) {
    this.#path = join(folder, "legacy.json");
    this.#lock = new PatientStorage(folder);
  }

  /** @throws Error where another command has the folder for too long, or the file is damaged */
  async load(): Promise<LegacyState> {
    await this.#lock.load();
    const text = await readFile(this.#path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return `{ "entities": [], "outbox": [] }`;
      throw error;
    });
    try {
      return JSON.parse(text) as LegacyState;
    } catch (cause) {
      throw new Error(`${this.#path} is damaged: move it away to begin anew`, { cause });
    }
  }

  /** Replaces the file as one. Synchronous, so that what is sent afterwards is on disk, whatever ends the process. */
  save(state: LegacyState): void {
    const next = `${this.#path}.next`;
    const file = openSync(next, "w");
    try {
      writeFileSync(file, JSON.stringify(state));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(next, this.#path);
  }

  close(): Promise<void> {
    return this.#lock.close();
  }
}
