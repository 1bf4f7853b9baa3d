/**
 * Fails where package-lock.json sends whoever installs to another place than the public npm registry, or leaves out
 * the packages of other platforms.
 */
import { readFileSync } from "node:fs";

const { packages } = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"));
const problems = [];
for (const [path, { resolved, link, optionalDependencies = {} }] of Object.entries(packages)) {
  if (resolved && !link && new URL(resolved, "file:///").origin !== "https://registry.npmjs.org") {
    // The address itself stays untold: a private one has no place in a public log.
    problems.push(`${path} is resolved to another place than registry.npmjs.org`);
  }
  for (const name of Object.keys(optionalDependencies)) {
    if (packages[`${path}/node_modules/${name}`] ?? packages[`node_modules/${name}`]) continue;
    problems.push(`${name}, which ${path} may need, is missing: run node scripts/complete-lock-file.js`);
  }
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
