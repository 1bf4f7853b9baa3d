/** Fails where README.md does not tell the commands that CI runs, word for word. */
import { readFileSync } from "node:fs";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const commands = ["npm ci && npm test", "npm ci && npm run demo"];
const missing = commands.filter((command) => !readme.includes(command));
for (const command of missing) console.error(`README.md does not say \`${command}\``);
process.exitCode = missing.length > 0 ? 1 : 0;
