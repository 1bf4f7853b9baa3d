import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));
// Inside the repository, so that a bundle finds the packages that are not in it.
const cache = join(root, "node_modules", ".cache", "kalphite-processes");

/** A program of this folder, bundled with the sources as they are, to be run in processes of their own. */
export interface Program {
  /** Starts it; its first argument is the JSON of what is given. */
  start(input: unknown): RunningProgram;
  /** Kills what runs, and removes the bundle. */
  remove(): Promise<void>;
}

export interface RunningProgram {
  /** What it prints, line by line. Ends with the process. */
  readonly lines: AsyncIterableIterator<string>;
  /** Resolves when it has ended. */
  readonly ended: Promise<unknown>;
  /** Ends it with SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
}

let bundles = 0;

/** @param name of a file here, without `.ts` */
export async function buildProgram(name: string): Promise<Program> {
  mkdirSync(cache, { recursive: true });
  const outfile = join(cache, `${name}-${process.pid}-${bundles++}.mjs`);
  await build({
    entryPoints: [join(root, "test", "processes", `${name}.ts`)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "silent",
    plugins: [
      {
        name: "sources",
        setup: ({ onResolve }) => {
          onResolve({ filter: /^kalphite-gen\// }, ({ path }) => ({
            path: join(root, "src", path.slice("kalphite-gen/".length), "index.ts"),
          }));
          onResolve({ filter: /^[^.]/ }, ({ path, kind }) =>
            kind === "entry-point" ? undefined : { path, external: true },
          );
        },
      },
    ],
  });
  const running = new Set<RunningProgram>();
  return {
    start: (input) => {
      const program = run(spawn(process.execPath, [outfile, JSON.stringify(input)], { stdio: "pipe" }));
      running.add(program);
      program.ended.then(() => running.delete(program));
      return program;
    },
    remove: async () => {
      await Promise.all([...running].map((program) => program.kill()));
      rmSync(outfile, { force: true });
    },
  };
}

function run(child: ChildProcess): RunningProgram {
  const ended = once(child, "exit");
  child.stderr?.pipe(process.stderr);
  return {
    lines: createInterface(child.stdout as Readable)[Symbol.asyncIterator](),
    ended,
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** The next line that a program prints. @throws where it ends without one */
export async function nextLine({ lines }: RunningProgram): Promise<string> {
  const { value, done } = await lines.next();
  if (done) throw new Error("The program ended without a word");
  return value;
}
