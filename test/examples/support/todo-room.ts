import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Workspace } from "./example-projects.js";
import {
  cliProgram,
  runNode,
  serverProgram,
  startNode,
  type Ended,
  type StayingProgram,
} from "./todo-programs.js";

/** Nobody listens there. */
const NOWHERE = "http://127.0.0.1:1";

/** A todo-server on a file of its own, and terminals of users beside it. */
export class TodoRoom {
  readonly folder = mkdtempSync(join(tmpdir(), "kalphite-todo-room-"));
  readonly #workspace: Workspace;
  #server: StayingProgram | undefined;
  url = NOWHERE;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Starts the server, at its last address where it had one. */
  async start(): Promise<this> {
    const port = this.url === NOWHERE ? "0" : new URL(this.url).port;
    const args = [serverProgram, "--port", port, "--file", join(this.folder, "todos.db")];
    this.#server = startNode(this.#workspace.path, args, { DATABASE_URL: "" });
    this.url = (await this.#server.line(/^listening on/)).split(/[ ,]+/)[2]!;
    return this;
  }

  async kill(): Promise<void> {
    await this.#server?.stop("SIGKILL");
    this.#server = undefined;
  }

  /** Runs a command in a user's terminal. */
  todo(user: string, ...args: readonly string[]): Promise<Ended> {
    return runNode(this.#workspace.path, [cliProgram, ...args], this.environment(user));
  }

  /** Starts a command that stays. */
  stay(user: string, ...args: readonly string[]): StayingProgram {
    return startNode(this.#workspace.path, [cliProgram, ...args], this.environment(user));
  }

  environment(user: string): NodeJS.ProcessEnv {
    return {
      KALPHITE_TODO_SERVER: this.url,
      KALPHITE_TODO_DATA: join(this.folder, "data"),
      KALPHITE_TODO_USER: user,
      KALPHITE_TODO_WAIT: "30",
    };
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
