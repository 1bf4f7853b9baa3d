/** Shows the todo examples from their schema to a room of three clients: generates, compiles, runs a story. */
import { spawn } from "node:child_process";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const example = (name) => path.join(root, "examples", name);
const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
const steps = [
  {
    title: "Generate: examples/todo/schema.ts → examples/todo/generated/*.gen.ts",
    command: "kalphite-gen generate",
    runs: [[example("todo"), path.join(root, "bin", "kalphite-gen.js"), "generate"]],
  },
  {
    title: "Compile: a server and a terminal program on what was generated, strictly",
    command: "tsc",
    runs: [
      [example("todo-server"), tsc],
      [example("todo-cli"), tsc],
    ],
  },
  {
    title: "Run: ada and ben have modern clients, lea has a legacy one; each command is a process of its own",
    runs: [[root, path.join(root, "scripts", "demo", "story.js")]],
  },
];

/** Exit code of `node …args` in a folder, its output going where ours goes. */
function run([cwd, ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: "inherit" });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

for (const [index, { title, command, runs }] of steps.entries()) {
  console.log(`${index > 0 ? "\n" : ""}${index + 1}. ${title}`);
  if (command !== undefined) console.log(`   $ ${command}`);
  for (const args of runs) {
    const code = await run(args);
    if (code === 0) continue;
    console.error(`\nStep ${index + 1} failed with exit code ${code}.`);
    process.exit(code);
  }
}
console.log(
  "\nThe programs are examples/todo-server and examples/todo-cli, the schema examples/todo/schema.ts.",
);
