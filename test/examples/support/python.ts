import { spawnSync } from "node:child_process";

/** Whether examples/server-python can be run here. @throws under CI, where it must be */
export const hasPython = spawnSync("python3", ["--version"]).status === 0;
if (!hasPython && process.env["CI"] !== undefined) {
  throw new Error("CI must have python3: examples/server-python is tested with it");
}
if (!hasPython) process.stderr.write("SKIPPED: there is no python3 to run examples/server-python with.\n");
