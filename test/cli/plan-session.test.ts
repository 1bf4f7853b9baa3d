import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Project } from "../../src/generator/config/project.js";
import { applyPlan, planProject } from "../../src/generator/pipeline.js";
import { createPlanSession } from "../../src/generator/plan/plan-session.js";
import { appFolder } from "./run-cli.js";

function generatedTexts(folder: string): { readonly [path: string]: string } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.endsWith("manifest.json"))
      .sort()
      .map((path) => [path.slice(folder.length), readFileSync(path, "utf8")]),
  );
}

const header = `import { z } from "zod";
import { create, defineSchema, entity, remove, update } from "kalphite-gen/schema";
const step = z.object({ a: z.number().default(1), get inner() { return z.array(step); } });
`;
const rest = `project: entity({ name: z.string() }) }, operations: { addProject: create("project", { args: ["name"] }), deleteProject: remove("project"), renameProject: update("project", { args: ["name"] })`;
const schemas = [
  `${header}export default defineSchema({ entities: { todo: entity({ title: z.string() }), ${rest} } });`,
  `${header}export default defineSchema({ entities: { todo: entity({ title: z.string().max(9) }), ${rest} } });`,
  `${header}export default defineSchema({ entities: { todo: entity({ title: z.string().max(9), steps: z.array(step) }), ${rest} } });`,
  `${header.replace("default(1)", "default(2)")}export default defineSchema({ entities: { todo: entity({ title: z.string().max(9), steps: z.array(step) }), ${rest} } });`,
  `${header}export default defineSchema({ entities: { todo: entity({ at: z.record(z.string(), z.number()).default({ a: 1, b: 2 }) }), ${rest} } });`,
  `${header}export default defineSchema({ entities: { todo: entity({ at: z.record(z.string(), z.number()).default({ b: 2, a: 1 }) }), ${rest} } });`,
  `${header}export default defineSchema({ entities: { ${rest}, addTodo: create("project", { args: ["name"] }) } });`,
];

it("a session writes what a plan without one writes, whatever was planned before", async () => {
  const app = appFolder({});
  // In a repository without a commit no contract is a former one, whatever was generated before.
  execFileSync("git", ["init", "--quiet"], { cwd: app });
  const project = (name: string): Project => ({
    name,
    schema: join(app, "schema.ts"),
    out: join(app, name),
    handlers: join(app, "handlers"),
    root: app,
  });
  const session = createPlanSession();
  const withTsExtensions = {
    compilerOptions: { moduleResolution: "bundler", allowImportingTsExtensions: true },
  };
  const steps = [
    ...[...schemas, ...schemas.toReversed()].map((text) => ({ file: "schema.ts", text })),
    { file: "schema.ts", text: schemas[2]! },
    { file: "tsconfig.json", text: JSON.stringify(withTsExtensions) },
  ];
  for (const [index, { file, text }] of steps.entries()) {
    writeFileSync(join(app, file), text);
    const repeated = await planProject(project("repeated"), { session });
    expect(repeated.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    applyPlan(repeated);
    const fresh = project(`fresh${index}`);
    applyPlan(await planProject(fresh));
    expect(generatedTexts(join(app, "repeated"))).toEqual(generatedTexts(fresh.out));
  }
});
