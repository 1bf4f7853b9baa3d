#!/usr/bin/env node
import { readFileSync, writeSync } from "node:fs";
import { answerFresh } from "../dist/fresh.js";

const argv = process.argv.slice(2);
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const cliProcess = {
  cwd: process.cwd(),
  env: process.env,
  // Node makes a stream when it is first asked for; a fresh run needs one of them.
  get stdout() {
    return guarded(process.stdout);
  },
  get stderr() {
    return guarded(process.stderr);
  },
  version,
  ask(question) {
    if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
    return import("node:readline").then(
      ({ createInterface }) =>
        new Promise((resolve) => {
          const terminal = createInterface({ input: process.stdin, output: process.stderr });
          terminal.on("close", () => resolve(""));
          terminal.question(question, (answer) => (resolve(answer), terminal.close()));
        }),
    );
  },
  onInterrupt(listener) {
    const signals = ["SIGINT", "SIGTERM"];
    for (const signal of signals) process.on(signal, listener);
    return () => signals.forEach((signal) => process.off(signal, listener));
  },
};

function guarded(stream) {
  return stream.listenerCount("error") > 0 ? stream : stream.on("error", onWriteError);
}

/** Whoever reads the output may stop reading; that is no error. A full disk is one. */
function onWriteError(error) {
  if (error.code === "EPIPE") return;
  process.off("exit", tellOfEarlyEnd);
  try {
    writeSync(2, `kalphite-gen: The output cannot be written: ${error.message}\n`);
  } finally {
    process.exit(2);
  }
}

/** Gives standard output to the commands alone: what a schema prints goes to standard error. */
function takeStdout() {
  const { stdout, stderr } = process;
  const write = stdout.write.bind(stdout);
  stdout.write = stderr.write.bind(stderr);
  return { isTTY: stdout.isTTY, columns: stdout.columns, write };
}

/** A schema that ends the process must not look like success. */
function tellOfEarlyEnd() {
  process.stderr.write(
    "kalphite-gen: The schema, or what it imports, ended the process. Nothing was done.\n",
  );
  process.exitCode = 2;
}

/** Waits for what was written, not for what a schema left running. */
async function exit(code) {
  process.off("exit", tellOfEarlyEnd);
  delete process.stdout.write;
  await Promise.all(
    [process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.write("", resolve))),
  );
  process.exit(code);
}

/**
 * A run is over before most of its code would pay for being optimized: a third of the processor time of a large one went
 * there (`npm run bench -- generator`). Only where V8 is known to have the option.
 */
async function optimizeLater() {
  const [major] = process.versions.node.split(".").map(Number);
  if (major > 24) return;
  const { setFlagsFromString } = await import("node:v8");
  setFlagsFromString("--interrupt-budget=1000000");
}

if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-v")) process.stdout.write(`${version}\n`);
else if (!answerFresh(argv, cliProcess)) {
  if (!argv.includes("--watch")) await optimizeLater();
  const { enableCompileCache } = await import("node:module");
  enableCompileCache?.();
  for (const stream of [process.stdout, process.stderr]) guarded(stream);
  const { crash, main } = await import("../dist/cli.js");
  // yargs prints completions by itself.
  const isCompleting = argv[0] === "completion" || argv.includes("--get-yargs-completions");
  const withStdout = isCompleting ? cliProcess : { ...cliProcess, stdout: takeStdout() };
  process.on("exit", tellOfEarlyEnd);
  for (const event of ["uncaughtException", "unhandledRejection"])
    process.once(event, (error) => exit(crash(error, argv, withStdout)));
  await exit(await main(argv, withStdout));
}
