import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { z } from "zod";
import type { Contract, Documented } from "../../src/contract/contract.js";
import { jsonText } from "../../src/contract/json-entries.js";
import type { Finding, SchemaPath } from "../../src/contract/finding.js";
import type { Project } from "../../src/generator/config/project.js";
import { prettierDefaults } from "../../src/generator/format/fast-options.js";
import { formatEntries, formatJson } from "../../src/generator/format/format-json.js";
import { JsonMemory } from "../../src/generator/format/json-memory.js";
import type { ContractHistory } from "../../src/generator/history/contract-history.js";
import { introspect } from "../../src/generator/introspect/introspect.js";
import { IntrospectionMemory } from "../../src/generator/introspect/introspection-memory.js";
import { LintMemory, lintContract } from "../../src/generator/lint/lint-contract.js";
import type { LoadedSchema } from "../../src/generator/load/loaded-schema.js";
import { applyPlan, planProject } from "../../src/generator/pipeline.js";
import { nameContract, type ContractNames } from "../../src/generator/plan/contract-names.js";
import { createContractView } from "../../src/generator/plan/contract-view.js";
import { planFiles } from "../../src/generator/plan/plan-files.js";
import type { Plan } from "../../src/generator/plan/plan.js";
import { createPlanSession } from "../../src/generator/plan/plan-session.js";
import { arg, create, custom, entity, remove, update } from "../../src/schema/index.js";
import { createProject, removeProject } from "./generated-project.js";

const folders: string[] = [];
afterAll(() => folders.forEach(removeProject));

const tree = z.object({
  get children() {
    return z.array(tree);
  },
});

/** Made anew at each call, as a schema that is run again makes all of its objects anew. */
const entityVariants = [
  () => entity({ title: z.string() }),
  () => entity({ title: z.string().max(5) }),
  () => entity({ title: z.string().describe("What it is called.") }),
  () => entity({ title: z.string(), tree: tree.optional() }),
  () =>
    entity({ title: z.string(), size: z.object({ a: z.number(), b: z.number() }).default({ a: 1, b: 2 }) }),
  () =>
    entity({ title: z.string(), size: z.object({ a: z.number(), b: z.number() }).default({ b: 2, a: 1 }) }),
  () => entity({ title: z.string(), size: z.string().refine((text) => text !== "") }),
  () => entity({ title: z.string(), at: z.date() }),
  (type: string) => z.object({ id: z.string(), type: z.literal(type), title: z.string() }),
  (type: string) => z.object({ id: z.string(), type: z.literal(type), title: z.string().default("") }),
  (type: string) => z.object({ id: z.string(), type: z.literal(type), data: z.object({ title: z.email() }) }),
];
const operationVariants = [
  (type: string) => create(type, { args: ["title"] }),
  (type: string) => update(type, { args: ["title"] }),
  (type: string) => update(type, { args: ["title"], renamedFrom: "retitle", upgrade: [(args) => args] }),
  (type: string) => update(type, { args: ["title"], upgrade: [(args) => args, (args) => args] }),
  (type: string) => update(type, { set: { title: "x" } }),
  (type: string) => update(type, { set: { title: "longer than that" } }),
  (type: string) => update(type, { set: { title: 7 } }),
  (type: string) => update(type, { args: { tree: tree.optional() }, set: { tree: arg("tree") } }),
  (type: string) => update(type, { args: { text: z.string().optional() }, set: { title: arg("text") } }),
  (type: string) => remove(type),
  (type: string) => custom({ args: { size: z.number() }, touches: [type] }),
];

/** Few names, so that one schema has much in common with the next; some are the same once they are identifiers. */
const types = ["todo", "toDo", "to-do", "project"];
const schema = fc.record({
  entities: fc.uniqueArray(fc.tuple(fc.constantFrom(...types), fc.nat(entityVariants.length - 1)), {
    minLength: 1,
    selector: ([type]) => type,
  }),
  operations: fc.uniqueArray(
    fc.tuple(
      fc.constantFrom("add", "rename", "todo", "Todo", "delete"),
      fc.nat(operationVariants.length - 1),
      fc.nat(),
    ),
    { selector: ([name]) => name },
  ),
  /** What comments say, by path. */
  comments: fc.dictionary(
    fc.constantFrom(
      ...types.flatMap((type) => [
        `entities ${type}`,
        `entities ${type} fields title`,
        `entities ${type} title`,
      ]),
      "operations add",
      "operations rename args title",
    ),
    fc.constantFrom<Documented>({ doc: "One." }, { doc: "Two." }, { deprecated: true }),
  ),
});
type Schema = typeof schema extends fc.Arbitrary<infer Value> ? Value : never;

function loaded({ entities, operations, comments }: Schema): LoadedSchema {
  const definition = {
    kind: "kalphite-schema",
    entities: Object.fromEntries(entities.map(([type, variant]) => [type, entityVariants[variant]!(type)])),
    operations: Object.fromEntries(
      operations.map(([name, variant, target]) => {
        const [type] = entities[target % entities.length]!;
        return [name, operationVariants[variant]!(type)];
      }),
    ),
  } as unknown as LoadedSchema["definition"];
  const documentation = (path: SchemaPath): Documented => comments[path.join(" ")] ?? {};
  const sources = { locate: () => undefined, documentation };
  return { path: "schema.ts", definition, inputs: [], packages: {}, diagnostics: [], sources };
}

interface Planned {
  readonly memory: IntrospectionMemory;
  readonly json: JsonMemory;
  readonly lint: LintMemory;
  readonly contract: Contract;
  readonly findings: readonly Finding[];
  readonly names: ContractNames;
  /** Path, key and text of every file. */
  readonly files: readonly (readonly [string, string, string | undefined])[];
}

const noHistory: ContractHistory = { version: 1, fingerprint: "", former: [] };

function planned(input: LoadedSchema, earlier?: Planned): Planned {
  const memory = earlier?.memory ?? new IntrospectionMemory();
  const json = earlier?.json ?? new JsonMemory();
  const lint = earlier?.lint ?? new LintMemory();
  const { contract, findings: introspected } = introspect(input, memory);
  const findings = [...introspected, ...lintContract(contract, introspected, lint)];
  const names = nameContract(contract, earlier?.names);
  const view = createContractView(contract, names, "../schema.ts");
  const mutators = new Map(
    view.operations.map((each) => [each.name, { file: "../handlers/all.ts", exportName: each.names.apply }]),
  );
  const bound = { ...view, handlers: { mutators, serverHandlers: new Map() } };
  const files = [...planFiles(bound, contract, noHistory, { importExtension: ".js" })].map(
    ({ path, key, render }) => {
      const rendered = render();
      if ("text" in rendered) return [path, key, rendered.text] as const;
      const text = jsonText(rendered.entries);
      const anew = formatJson(text, prettierDefaults);
      return [path, key, earlier ? formatEntries(rendered.entries, prettierDefaults, json) : anew] as const;
    },
  );
  return { memory, json, lint, contract, findings, names, files };
}

it("says with a session what it says without one, whatever was planned before", () => {
  fc.assert(
    fc.property(fc.array(schema, { minLength: 2, maxLength: 6 }), (schemas) => {
      let last: Planned | undefined;
      for (const each of schemas) {
        const next = planned(loaded(each), last);
        const cold = planned(loaded(each));
        expect(next.files).toEqual(cold.files);
        expect(JSON.stringify(next.contract)).toBe(JSON.stringify(cold.contract));
        expect(next.findings).toEqual(cold.findings);
        last = next;
      }
    }),
    { numRuns: 100 },
  );
});

it("gives files of the same key the same text", () => {
  const texts = new Map<string, string | undefined>();
  const known = fc.property(schema, (each) => {
    for (const [path, key, text] of planned(loaded(each)).files) {
      const name = JSON.stringify([path, key]);
      if (texts.has(name)) expect(text).toBe(texts.get(name));
      else texts.set(name, text);
    }
  });
  fc.assert(known, { numRuns: 300 });
});

it("makes nothing again of what stayed the same", () => {
  const [title, longer] = [0, 1];
  const first = planned(
    loaded({
      entities: [
        ["todo", title],
        ["project", title],
      ],
      operations: [["add", 0, 0]],
      comments: {},
    }),
  );
  const second = planned(
    loaded({
      entities: [
        ["todo", title],
        ["project", longer],
      ],
      operations: [["add", 0, 0]],
      comments: {},
    }),
    first,
  );
  expect(second.contract.entities[0]).toBe(first.contract.entities[0]);
  expect(second.contract.entities[1]).not.toBe(first.contract.entities[1]);
  expect(second.contract.operations[0]).toBe(first.contract.operations[0]);
  expect(second.names).toBe(first.names);
});

const base = `import { z } from "zod";
import { arg, create, custom, defineSchema, entity, remove, update } from "kalphite-gen/schema";
export default defineSchema({
  entities: {
    /** A todo. */
    todo: entity({ title: z.string().min(1), done: z.boolean().default(false) }),
    project: entity({ name: z.string() }),
  },
  operations: {
    addTodo: create("todo", { args: ["title"] }),
    finish: update("todo", { set: { done: true } }),
    archive: custom({ args: { before: z.number() }, touches: ["project"] }),
  },
});
export const used = remove;
`;
const edits: readonly (readonly [string, string])[] = [
  ["min(1)", "min(2)"],
  ["/** A todo. */", "/** Something to do. */"],
  ["finish: update", "complete: update"],
  [
    "project: entity({ name: z.string() }),",
    "project: entity({ name: z.string(), size: z.int() }),\n tag: entity({ id2: z.uuid() }),",
  ],
  ["default(false)", "default(7)"],
  ["default(7)", "default(true)"],
  ["tag: entity({ id2: z.uuid() }),", ""],
  ['addTodo: create("todo", { args: ["title"] }),', 'other: custom({ args: {}, touches: ["todo"] }),'],
];

it("writes edit by edit what a cold run writes", async () => {
  const folder = createProject({ "schema.ts": base });
  // In a repository without a commit no contract is a former one, whatever was generated before.
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
  folders.push(folder);
  const project: Project = {
    name: "app",
    root: folder,
    schema: join(folder, "schema.ts"),
    out: join(folder, "generated"),
    handlers: join(folder, "handlers"),
  };
  const session = createPlanSession();
  let text = base;
  applyPlan(await planProject(project, { session }));
  for (const [from, to] of edits) {
    expect(text).toContain(from);
    text = text.replace(from, to);
    writeFileSync(project.schema, text);
    const plan = await planProject(project, { session });
    rmSync(join(folder, "node_modules/.cache"), { recursive: true, force: true });
    const cold = await planProject(project);
    expect(plan.diagnostics).toEqual(cold.diagnostics);
    expect(outcomeOf(plan)).toEqual(outcomeOf(cold));
    if (plan.diagnostics.some(({ severity }) => severity === "error")) continue;
    applyPlan(plan);
    expect((await planProject(project)).changes.every(({ action }) => action === "unchanged")).toBe(true);
  }
  // What somebody else changes meanwhile is put right, though the schema is the same.
  writeFileSync(join(project.out, "client.gen.ts"), "// @generated by kalphite-gen\n");
  const repair = await planProject(project, { session });
  expect(repair.changes.filter(({ action }) => action !== "unchanged").map(({ action }) => action)).toEqual([
    "update",
  ]);
  expect(outcomeOf(repair)).toEqual(outcomeOf(await planProject(project)));
});

/** What each file says once the plan is applied; null where it is gone. */
function outcomeOf({ changes, manifest }: Plan): ReadonlyMap<string, string | null> {
  return new Map(
    [...changes, ...(manifest ? [manifest] : [])].map(({ path, action, after }) => [
      path,
      action === "delete" ? null : (after ?? readFileSync(path, "utf8")),
    ]),
  );
}
