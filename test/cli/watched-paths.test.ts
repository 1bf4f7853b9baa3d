import { join } from "node:path";
import { expect, it } from "vitest";
import { watchedPaths } from "../../src/generator/cli/watch/watched-paths.js";

const cwd = join("/", "app");
const project = {
  name: "app",
  root: cwd,
  schema: join(cwd, "schema.ts"),
  out: join(cwd, "generated"),
  handlers: join(cwd, "handlers"),
};
const resolved = { projects: [project], inputs: [], absent: [] };

it.each([
  ["fields.ts", true],
  ["table.json", true],
  ["fields", true],
  ["watch.log", false],
  ["errors.txt", false],
  [".hidden", false],
  ["generated/index.gen.ts", false],
])("after a failure a change of %s is taken for one that may help: %s", (name, wanted) => {
  const { concerns } = watchedPaths({ cwd, resolved, plans: [], hasFailed: true });
  expect(concerns(join(cwd, name))).toBe(wanted);
});
