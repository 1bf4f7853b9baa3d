import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Project } from "../../src/generator/config/project.js";
import { applyPlan, planProject } from "../../src/generator/pipeline.js";
import type { Plan } from "../../src/generator/plan/plan.js";
import { createPlanSession } from "../../src/generator/plan/plan-session.js";
import { createProject, removeProject } from "./generated-project.js";

/** A place of a file, and what may stand there. */
const places: readonly (readonly string[])[] = [
  ["200", "201"],
  ["", "/** What it is called. */"],
  ["", "/** @deprecated Use another. */"],
  ['["open", "done"]', '["open", "done", "gone"]', '["done", "open"]'],
  ["", '.describe("How far it is.")'],
  ['.default("open")', '.default("done")', ".optional()", '.refine((text) => text !== "x")'],
  ["z.string()", "z.email().nullable()", "z.array(z.string()).max(3)", "z.lazy(() => z.string())"],
  ["", "tag: entity({ text: label }),", "tree: entity({ root: node }),"],
  [
    'finish: update("todo", { set: { status: "done" } }),',
    'finish: update("todo", { set: { status } }),',
    "",
  ],
  ["", "/** Ends it. */"],
  ['["title"]', '["title", "extra?"]', "{ title: label }"],
  ["{ by: label }", "{ by: z.int() }", "{ by: label.optional() }"],
  ["open", "done"],
];

function filesOf(chosen: readonly number[]): { readonly [path: string]: string } {
  const at = (place: number): string => places[place]![chosen[place]! % places[place]!.length]!;
  return {
    "schema.ts": `import { z } from "zod";
import { create, custom, defineSchema, entity, update } from "kalphite-gen/schema";
import { label, node, status, statuses } from "./values.js";
export { custom, node };
export default defineSchema({
  entities: {
    todo: entity({
      ${at(1)}
      title: label,
      status: statuses${at(5)},
      extra: ${at(6)}.optional(),
    }),
    project: entity({ name: z.string().max(${at(0)}) }),
    ${at(7)}
  },
  operations: {
    addTodo: create("todo", { args: ["title"], set: { status: "open" } }),
    ${at(9)}
    ${at(8)}
    rename: update("todo", { args: ${at(10)}, set: ${at(10).startsWith("{") ? '{ title: "fixed" }' : "{}"} }),
    addProject: create("project", { args: ["name"] }),
    sort: custom({ args: ${at(11)}, touches: ["todo", "project"] }),
  },
});
`,
    "values.ts": `import { z } from "zod";
${at(2)}
export const label = z.string().max(${at(0)});
export const statuses = z.enum(${at(3)})${at(4)};
export const status = "${at(12)}";
export const node = z.object({ get children() { return z.array(node); } });
`,
  };
}

/** A place after the other changes. */
const edits = fc.array(fc.tuple(fc.nat(places.length - 1), fc.nat(11)), { minLength: 6, maxLength: 6 });

it("after any edits the output is what a cold run makes of the last one, byte for byte", async () => {
  const property = fc.asyncProperty(edits, async (list) => {
    const chosen = places.map(() => 0);
    const folder = createProject(filesOf(chosen));
    // In a repository without a commit no contract is a former one, whatever was generated before.
    execFileSync("git", ["init", "--quiet"], { cwd: folder });
    const project = (out: string): Project => ({
      name: "app",
      root: folder,
      schema: join(folder, "schema.ts"),
      out: join(folder, out),
      handlers: join(folder, "handlers"),
    });
    try {
      const session = createPlanSession();
      applyIfRight(await planProject(project("repeated"), { session }));
      for (const [index, [place, value]] of list.entries()) {
        chosen[place] = value;
        for (const [path, text] of Object.entries(filesOf(chosen))) writeFileSync(join(folder, path), text);
        const repeated = await planProject(project("repeated"), { session });
        const cold = await planProject(project(`cold${index}`));
        expect(told(repeated)).toEqual(told(cold));
        if (!applyIfRight(repeated)) continue;
        applyPlan(await planProject(cold.project));
        expect(texts(repeated.project.out)).toEqual(texts(cold.project.out));
      }
    } finally {
      removeProject(folder);
    }
  });
  await fc.assert(property, { numRuns: 5 });
});

function applyIfRight(plan: Plan): boolean {
  if (plan.diagnostics.some(({ severity }) => severity === "error")) return false;
  applyPlan(plan);
  return true;
}

function told({ diagnostics }: Plan): unknown {
  return diagnostics.map(({ rule, message, location }) => [rule, message, location]);
}

function texts(folder: string): { readonly [path: string]: string } {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  const paths = files.map((file) => join(file.parentPath, file.name)).sort();
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, "utf8")]));
}
