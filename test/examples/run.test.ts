import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  createWorkspace,
  differences,
  exampleFolder,
  readTree,
  repository,
  type ExampleName,
  type Workspace,
} from "./support/example-projects.js";

/** Standard output of a Node program, which must end well. */
async function run(cwd: string, ...args: readonly string[]): Promise<string> {
  try {
    return (await promisify(execFile)(process.execPath, args, { cwd })).stdout;
  } catch (error) {
    throw new Error(`${args.join(" ")} failed: ${(error as { readonly stdout?: string }).stdout}`, {
      cause: error,
    });
  }
}

let workspace: Workspace;
beforeAll(() => void (workspace = createWorkspace()));
afterAll(() => workspace.remove());

const told: readonly [ExampleName, string][] = [
  [
    "todo",
    `server   SQLite on http://127.0.0.1:PORT
ada      sees at once      [ ] Buy milk, [ ] Paint the door
ben      sees after a hint [ ] Buy milk, [ ] Paint the door
ada      sees              [ ] Buy milk, [x] Paint the door; ben: Two coats.
ada      adds t1 again     already_exists: todo "t1" exists already
server   was restarted on the same file
cem      sees              [ ] Buy milk, [x] Paint the door
all agree
`,
  ],
  [
    "code-review",
    `ben  is asked for Keep the queue on disk, +120
ada  reads What if the power fails here?,A torn write loses the queue.
ben  approves: Only an open review can be approved.
ada  merges: 1 tasks are still to be done.
ada  finishes the task and merges: merged
ben  sees merged, 1 approval
`,
  ],
  [
    "kitchen-sink",
    `{"id":"0b1f7a3e-6a0e-4c2e-9d5f-2a7c1f0b9e11","type":"flat","label":"One","count":3,"tags":["seen"],"note":"renamed without a label"}
{"total":2,"by":"somebody"}
{"*/ field":"*/ \`\${1}\` \u2028 \\\\","a-b":"a-b","class":"class"}
[1,["c2"],{"text":"1"}]
`,
  ],
  [
    "migration",
    `ada 1, ben 1: both show [ ] Rye bread; 5 legacy changes
ada 1, ben 2: both show [ ] Rye bread; 5 legacy changes
ada 2, ben 2: both show [ ] Rye bread; 5 legacy changes
ada 2, ben 3: both show [ ] Rye bread; 3 legacy changes
ada 3, ben 3: both show [ ] Rye bread; 3 legacy changes
ada 3, ben 4: both show [ ] Rye bread; 3 legacy changes
ada 4, ben 4: both show [ ] Rye bread; 0 legacy changes
`,
  ],
];

it.each(told)(
  "examples/%s compiles as its own project and runs",
  { timeout: 60_000 },
  async (name, wanted) => {
    const cwd = workspace.copy(name);
    await run(cwd, join(repository, "node_modules", "typescript", "bin", "tsc"));
    const stdout = await run(cwd, join("dist", "src", "main.js"));
    expect(stdout.replace(/(127\.0\.0\.1):\d+/, "$1:PORT")).toBe(wanted);
  },
);

const steps = ["1-legacy", "2-engine", "3-operations", "4-modern"];

it("examples/migration changes little from step to step, and only what the step is about", () => {
  const read = (step: string) => readTree(join(exampleFolder("migration"), "steps", step));
  const changes = steps.slice(1).map((step, index) => {
    const [before, after] = [read(steps[index]!), read(step)];
    return differences(before, after).map((file) => {
      const old = new Set(before.get(file)?.split("\n"));
      const added = after
        .get(file)!
        .split("\n")
        .filter((line) => !old.has(line));
      expect(added.length, `${step}/${file}`).toBeLessThan(20);
      return file;
    });
  });
  expect(changes).toEqual([
    ["sync.ts"],
    ["shopping-list.ts", "sync.ts"],
    ["server.ts", "shopping-list.ts", "sync.ts"],
  ]);
});
