import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LocalChange } from "kalphite-gen/client";
import type { Project } from "../../todo/generated/entities/project.gen.js";
import type { Todo } from "../../todo/generated/entities/todo.gen.js";
import { PatientStorage } from "./patient-storage.js";

interface LegacyState {
  readonly entities: readonly (Todo | Project)[];
  /** Sent or not, without an answer. */
  readonly outbox: readonly LocalChange[];
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

  /** Replaces the file as one. */
  async save(state: LegacyState): Promise<void> {
    await writeFile(`${this.#path}.next`, JSON.stringify(state), { flush: true });
    await rename(`${this.#path}.next`, this.#path);
  }

  close(): Promise<void> {
    return this.#lock.close();
  }
}
