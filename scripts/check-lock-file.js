/** Fails where package-lock.json sends whoever installs to another place than the public npm registry. */
import { readFileSync } from "node:fs";

const { packages } = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8"));
const elsewhere = Object.entries(packages).filter(
  ([, { resolved, link }]) =>
    resolved && !link && new URL(resolved, "file:///").origin !== "https://registry.npmjs.org",
);
// The address itself stays untold: a private one has no place in a public log.
for (const [path] of elsewhere) console.error(`${path} is resolved to another place than registry.npmjs.org`);
process.exitCode = elsewhere.length > 0 ? 1 : 0;
