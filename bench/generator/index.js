/**
 * What a run of the generator costs, as multiples of `node -e 0` in the same minute: cold, unchanged, and with one
 * changed operation. Real processes, the built CLI. Last, what a watching process does for one changed entity.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createProject, median, root } from "./project.js";
import { schemaOfSize } from "./schema-of-size.js";
import { watchOneEntity } from "./watch.js";

const bin = join(root, "bin/kalphite-gen.js");
const sizes = [
  { entities: 5, operationsEach: 4, cold: 4.5, fresh: 1.4, rounds: 15 },
  { entities: 50, operationsEach: 5, cold: 7, fresh: undefined, rounds: 11 },
  { entities: 500, operationsEach: 5, cold: 18, fresh: 2, rounds: 7 },
];

/** Runs every size and prints a table. */
export async function run() {
  const node = median(Array.from({ length: 15 }, () => timed(["-e", "0"])));
  console.log(`generator: node -e 0 takes ${node.toFixed(0)} ms here; all else as a multiple of it`);
  console.log(
    "entities/operations    cold (bar)       unchanged (bar)   check   one changed   of cold   peak MiB",
  );
  // A folder for each round, all removed at the end: for minutes after it deleted files ext4 takes long to create others.
  const projects = [];
  try {
    for (const size of sizes) console.log(row(size, projects));
    await watchOneEntity(node);
  } finally {
    for (const project of projects) project.remove();
  }
}

function row({ entities, operationsEach, cold: coldBar, fresh: freshBar, rounds }, projects) {
  const schema = schemaOfSize(entities, operationsEach);
  const changedSchema = schemaOfSize(entities, operationsEach, "renameAgain");
  const newProject = () => {
    const project = createProject(schema);
    projects.push(project);
    return project.folder;
  };
  const node = [];
  const cold = [];
  const fresh = [];
  const check = [];
  const changed = [];
  for (let round = 0; round < rounds; round++) {
    const folder = newProject();
    node.push(timed(["-e", "0"]));
    cold.push(timed([bin, "generate"], folder));
    fresh.push(timed([bin, "generate"], folder));
    check.push(timed([bin, "check"], folder));
    writeFileSync(join(folder, "schema.ts"), changedSchema);
    changed.push(timed([bin, "generate"], folder));
  }
  const peak = peakMebibytes(newProject());
  const ratio = (times) => median(times) / median(node);
  return [
    `${entities} / ${entities * operationsEach}`.padEnd(22),
    `${ratio(cold).toFixed(2)} (${coldBar})`.padEnd(17),
    `${ratio(fresh).toFixed(2)}${freshBar ? ` (${freshBar})` : ""}`.padEnd(18),
    ratio(check).toFixed(2).padEnd(8),
    ratio(changed).toFixed(2).padEnd(14),
    (median(changed) / median(cold)).toFixed(2).padEnd(10),
    peak.toFixed(0),
  ].join("");
}

/** Milliseconds of wall clock for one process; a failure ends the benchmark. */
function timed(args, cwd = root) {
  const start = process.hrtime.bigint();
  const result = spawnSync(process.execPath, args, { cwd, encoding: "utf8" });
  const elapsedMs = Number(process.hrtime.bigint() - start) / 1e6;
  if (result.status !== 0)
    throw new Error(`node ${args.join(" ")} exited with ${result.status}:\n${result.stderr}`);
  return elapsedMs;
}

/** The peak resident set of one cold run, of its own process, in MiB. */
function peakMebibytes(folder) {
  const report = join(folder, "peak.txt");
  const hook = `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(report)}, String(process.resourceUsage().maxRSS)))`;
  writeFileSync(join(folder, "peak.cjs"), hook);
  timed(["--require", join(folder, "peak.cjs"), bin, "generate"], folder);
  return Number(readFileSync(report, "utf8")) / 1024;
}
