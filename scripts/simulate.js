/**
 * Runs the simulation (`docs/testing.md`) as long as wanted: `--seconds N` or `--histories N`, from `--seed S` on (default: by
 * the clock). `--trace` prints all that happens in the one history of the seed. The exit code is 1 where a history broke
 * what must hold; its seed, what it broke and its trace are printed. `--legacy` has legacy clients in the same rooms.
 */
import * as path from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const { auditSimulation, FAULT_KINDS, mixedSimulation, runHistory, simulate, SimulationFailure } =
  await import(pathToFileURL(path.join(root, "dist", "testing.js")).href);

function readArguments() {
  const { values } = parseArgs({
    options: {
      seconds: { type: "string" },
      histories: { type: "string" },
      seed: { type: "string" },
      trace: { type: "boolean", default: false },
      legacy: { type: "boolean", default: false },
    },
  });
  const number = (name, fallback) => {
    if (values[name] === undefined) return fallback;
    const value = Number(values[name]);
    if (Number.isFinite(value) && value >= 0) return value;
    throw new TypeError(`--${name} takes a number, not ${JSON.stringify(values[name])}`);
  };
  const histories = number("histories", undefined);
  return {
    seed: number("seed", Date.now() % 1_000_000_000),
    histories,
    seconds: number("seconds", histories === undefined && values.seed === undefined ? 10 : undefined),
    trace: values.trace,
    options: values.legacy ? mixedSimulation : auditSimulation,
    flags: values.legacy ? " --legacy" : "",
  };
}

function printSummary({ histories, counts, elapsedMs }, seconds) {
  const hours = (elapsedMs / 3_600_000).toFixed(0);
  const rate = (histories / seconds).toFixed(0);
  console.log(
    `${histories} histories (${hours} simulated hours) in ${seconds.toFixed(1)} s, ${rate} a second.`,
  );
  console.log("\nFaults, as often as they happened:");
  for (const [kind, { meaning }] of Object.entries(FAULT_KINDS)) {
    console.log(`${String(counts.get(kind) ?? 0).padStart(10)}  ${kind.padEnd(22)} ${meaning}`);
  }
  console.log("\nWhat else happened:");
  const others = [...counts]
    .filter(([kind]) => !(kind in FAULT_KINDS))
    .sort(([left], [right]) => (left < right ? -1 : 1));
  for (const [kind, count] of others) console.log(`${String(count).padStart(10)}  ${kind}`);
  const missing = Object.keys(FAULT_KINDS).filter((kind) => !counts.has(kind));
  if (missing.length > 0)
    console.log(`\nNever happened: ${missing.join(", ")}. More histories will have them.`);
}

async function trace({ seed, options }) {
  const { problem, trace: lines } = await runHistory(options, seed, { trace: true });
  console.log(lines.join("\n"));
  console.log(
    problem === undefined
      ? `\nHistory ${seed} holds.`
      : `\nHistory ${seed} breaks what must hold:\n${problem}`,
  );
  if (problem !== undefined) process.exitCode = 1;
}

async function run({ seed, options, flags, seconds, histories = seconds === undefined ? 1 : undefined }) {
  const startedAt = performance.now();
  let nextProgressAt = startedAt + 2_000;
  console.log(`Histories from seed ${seed} on.`);
  const onHistory = (report) => {
    if (performance.now() < nextProgressAt) return;
    nextProgressAt = performance.now() + 2_000;
    console.log(`  ${report.histories} histories, ${report.counts.get("operations")} operations`);
  };
  try {
    const report = await simulate(options, { seed, seconds, histories, onHistory });
    printSummary(report, (performance.now() - startedAt) / 1_000);
  } catch (error) {
    if (!(error instanceof SimulationFailure)) throw error;
    console.error(error.message);
    console.error(`\nnpm run simulate -- --seed ${error.seed}${flags} --trace`);
    process.exitCode = 1;
  }
}

const wanted = readArguments();
await (wanted.trace ? trace(wanted) : run(wanted));
