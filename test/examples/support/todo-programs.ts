import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createWorkspace, repository } from "./example-projects.js";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a Node program to its end. */
export async function runNode(
  cwd: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...environment } });
  const told = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (told.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (told.stderr += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, ...told };
}

/** A program that stays, whose lines can be waited for. */
export interface StayingProgram {
  readonly child: ChildProcess;
  /** The next line on standard output that the pattern fits; those before it are passed over. */
  readonly line: (pattern: RegExp) => Promise<string>;
  readonly stop: (signal: "SIGINT" | "SIGTERM" | "SIGKILL") => Promise<number | null>;
}

export function startNode(
  cwd: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): StayingProgram {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "close") as Promise<[number | null]>;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    line: async (pattern) => {
      for (;;) {
        const { done, value } = (await lines.next()) as IteratorResult<string, undefined>;
        if (done) throw new Error(`It ended without a line like ${pattern}`);
        if (pattern.test(value)) return value;
      }
    },
    stop: async (signal) => {
      child.kill(signal);
      return (await ended)[0];
    },
  };
}

export const serverProgram = join("todo-server", "dist", "todo-server", "src", "main.js");
export const cliProgram = join("todo-cli", "dist", "todo-cli", "src", "main.js");

/** The three todo examples, copied and compiled side by side. */
export async function compileTodoPrograms(): Promise<ReturnType<typeof createWorkspace>> {
  const workspace = createWorkspace();
  workspace.copy("todo");
  for (const name of ["todo-server", "todo-cli"] as const) {
    const cwd = workspace.copy(name);
    const compiled = await runNode(cwd, [join(repository, "node_modules", "typescript", "bin", "tsc")]);
    if (compiled.code !== 0) throw new Error(`${name} does not compile: ${compiled.stdout}`);
  }
  return workspace;
}
