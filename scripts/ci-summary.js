/** Counts what .ci/run left in a folder: `steps` (verdict and title, a line each) and vitest's `tests.json`. */
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const MAX_MESSAGE = 2_000;

const folder = process.argv[2];
if (folder === undefined) throw new Error("Usage: node scripts/ci-summary.js <folder>");

const steps = readFileSync(join(folder, "steps"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => line.split("\t"));
const failedSteps = steps.filter(([verdict]) => verdict === "failed");
const testsFile = join(folder, "tests.json");
const tests = existsSync(testsFile) ? JSON.parse(readFileSync(testsFile, "utf8")) : undefined;
const passedTests = tests?.numPassedTests ?? 0;
const failedTests = tests?.numFailedTests ?? 0;
// A test file that cannot even be loaded has no test that could fail.
const brokenFiles = (tests?.testResults ?? []).filter(
  ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
).length;

console.log(`\nsteps  ${steps.length - failedSteps.length} passed, ${failedSteps.length} failed`);
for (const [, title] of failedSteps) console.log(`       failed: ${title}`);
console.log(
  `tests  ${passedTests} passed, ${failedTests} failed${brokenFiles > 0 ? `, ${brokenFiles} files not loaded` : ""}`,
);
for (const { name, assertionResults } of tests?.testResults ?? []) {
  for (const { status, fullName, failureMessages } of assertionResults) {
    if (status !== "failed") continue;
    console.log(`       failed: ${relative(process.cwd(), name)}: ${fullName}`);
    console.log(failureMessages.join("\n").slice(0, MAX_MESSAGE).replaceAll(/^/gm, "       | "));
  }
}
const failed = failedSteps.length + failedTests + brokenFiles;
console.log(`${steps.length - failedSteps.length + passedTests} passed, ${failed} failed`);
process.exitCode = failed > 0 || tests === undefined ? 1 : 0;
