/** Serves the todos of `examples/todo` until it is told to stop: from a SQLite file, or from Postgres. */
import { parseArgs } from "node:util";
import { bearerToken, startNodeServer } from "kalphite-gen/server";
import { createServer } from "../../todo/generated/server.gen.js";
import { openStore } from "./open-store.js";

const USAGE = `Usage: node dist/todo-server/src/main.js [options]

  --port <number>   where to listen; default 8787, 0 for any port that is free
  --host <name>     default 127.0.0.1: this machine alone
  --file <path>     the SQLite file; default todos.db

  DATABASE_URL      a Postgres database to be used instead, such as postgres://localhost/todos

Whoever asks is who the bearer token says: this server has no passwords, so keep it at home.`;

try {
  const options = readOptions();
  if (options === undefined) console.log(USAGE);
  else await serve(options);
} catch (error) {
  console.error(`todo-server: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

interface Options {
  readonly port: number;
  readonly host: string;
  readonly file: string;
}

/** What the command line says; undefined where it asks for help. @throws Error for what it cannot say */
function readOptions(): Options | undefined {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "8787" },
      host: { type: "string", default: "127.0.0.1" },
      file: { type: "string", default: "todos.db" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return undefined;
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new Error(`--port is a number from 0 to 65535, not ${values.port}`);
  }
  return { port, host: values.host, file: values.file };
}

async function serve({ port, host, file }: Options): Promise<void> {
  const { store, notifier, name, close } = await openStore(process.env["DATABASE_URL"], file);
  const server = createServer({
    store,
    ...(notifier && { notifier }),
    authenticate: (request) => {
      const token = bearerToken(request);
      return token === undefined ? undefined : { id: token };
    },
  });
  const running = await startNodeServer(server, { port, host });
  const stop = async (): Promise<void> => {
    await running.close();
    await close();
    console.log("stopped");
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
  // Whoever reads this may tell it to stop at once.
  console.log(`listening on ${running.url}, with ${name}`);
}
