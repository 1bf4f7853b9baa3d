import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const examples = fileURLToPath(new URL("../../examples", import.meta.url));
const server = path.join(examples, "todo-server", "dist", "todo-server", "src", "main.js");
const cli = path.join(examples, "todo-cli", "dist", "todo-cli", "src", "main.js");
const LINE_TIMEOUT_MS = 60_000;

/** The server and the terminals of a story, in a folder of their own. Every program is a real process. */
export async function openStage() {
  const folder = await mkdtemp(path.join(tmpdir(), "kalphite-demo-"));
  const children = new Set();
  let running;
  let url = "";
  let port = "0";

  const start = (args, environment) => {
    const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...environment } });
    children.add(child);
    child.once("close", () => children.delete(child));
    return child;
  };
  const startCli = (user, command) =>
    start([cli, ...command.split(" ")], {
      KALPHITE_TODO_SERVER: url,
      KALPHITE_TODO_DATA: path.join(folder, "data"),
      KALPHITE_TODO_USER: user,
      KALPHITE_TODO_WAIT: "30",
    });

  /** Runs a command to its end. @throws Error where it does not end as it should */
  async function run(user, command, exitCode) {
    const child = startCli(user, command);
    const told = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk) => (told.stdout += chunk));
    child.stderr.on("data", (chunk) => (told.stderr += chunk));
    const [code] = await once(child, "close");
    if (code === exitCode) return told;
    throw new Error(`${user}$ todo ${command}\nended with ${code}:\n${told.stdout}${told.stderr}`);
  }

  return {
    async startServer() {
      running = start([server, "--port", port, "--file", "todos.db"], { DATABASE_URL: "" });
      running.stderr.pipe(process.stderr);
      const line = await linesOf(running).find((text) => text.startsWith("listening"));
      url = /http:[^,]+/.exec(line)[0];
      port = new URL(url).port;
      console.log(`server: ${line}`);
    },

    /** As a power cut does. */
    async killServer() {
      running.kill("SIGKILL");
      await once(running, "close");
    },

    /** Types a command into a user's terminal, and shows what it prints. */
    async type(user, command, { exitCode = 0 } = {}) {
      const { stdout, stderr } = await run(user, command, exitCode);
      console.log(`${user}$ todo ${command}\n${stdout}${stderr}`.trimEnd());
    },

    /** What each user's client has, from its own state on disk after asking the server. @throws Error unless each has so many todos */
    async looks(users, count) {
      return Promise.all(
        users.map(async (words) => {
          const [user, ...options] = words.split(" ");
          const { stdout } = await run(user, ["list --all --json", ...options].join(" "), 0);
          const todos = JSON.parse(stdout);
          if (todos.length !== count) throw new Error(`${user} has ${todos.length} todos, not ${count}`);
          return todos;
        }),
      );
    },

    /** A command that stays; shows its first lines, up to one that says `last`. */
    async watch(user, command, last) {
      const child = startCli(user, command);
      const lines = linesOf(child);
      console.log(`${user}$ todo ${command}`);
      await lines.find((text) => (console.log(text), text.includes(last)));
      return {
        sees: async (wanted) => console.log(`${user}: ${await lines.find((text) => text === wanted)}`),
        stop: async () => {
          child.kill("SIGINT");
          await once(child, "close");
        },
      };
    },

    async close() {
      for (const child of children) child.kill("SIGKILL");
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** The lines that a process prints, to be waited for. */
function linesOf(child) {
  const iterator = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    /** @throws Error where the process ends, or says nothing of the kind for too long */
    find: async (fits) => {
      const late = setTimeout(() => child.kill("SIGKILL"), LINE_TIMEOUT_MS);
      try {
        for (;;) {
          const { done, value } = await iterator.next();
          if (done) throw new Error("A program ended, or was ended, before it said what it should");
          if (fits(value)) return value;
        }
      } finally {
        clearTimeout(late);
      }
    },
  };
}
