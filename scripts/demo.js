/** Shows the todo example from its schema to two synchronised clients: generates, compiles, runs. */
import { spawn } from "node:child_process";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const example = path.join(root, "examples", "todo");
const steps = [
  {
    title: "Generate: schema.ts → generated/*.gen.ts",
    command: "kalphite-gen generate",
    args: [path.join(root, "bin", "kalphite-gen.js"), "generate"],
  },
  {
    title: "Compile: the schema, the generated code, the handlers and the application, strictly",
    command: "tsc",
    args: [path.join(root, "node_modules", "typescript", "bin", "tsc")],
  },
  {
    title: "Run: clients → HTTP on loopback → SQLite → back",
    command: "node dist/src/main.js",
    args: [path.join("dist", "src", "main.js")],
  },
];

/** Exit code of `node …args` in the example's folder, its output going where ours goes. */
function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: example, stdio: "inherit" });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

console.log("examples/todo");
for (const [index, { title, command, args }] of steps.entries()) {
  console.log(`\n${index + 1}. ${title}\n   $ ${command}`);
  const code = await run(args);
  if (code !== 0) {
    console.error(`\n\`${command}\` failed with exit code ${code}.`);
    process.exit(code);
  }
}
console.log("\nThe schema is examples/todo/schema.ts, the application examples/todo/src/main.ts.");
