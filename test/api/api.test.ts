import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from "vitest";
import type {
  Contract,
  Diagnostic,
  FileChange,
  GenerateResult,
  LoadedContract,
  Plan,
} from "../../src/generator/index.js";
import { generate, GeneratorError, loadContract, plan } from "../examples/support/built-generator.js";
import { repository } from "../examples/support/example-projects.js";

const schema = (operations: string) => `import { z } from "zod";
import { create, custom, defineSchema, entity } from "kalphite-gen/schema";
export default defineSchema({
  entities: { todo: entity({ title: z.string() }) },
  operations: { ${operations} },
});
export const used = [create, custom];
`;
const plain = schema('addTodo: create("todo", { args: ["title"] }),');
const withCustom = schema(
  'addTodo: create("todo", { args: ["title"] }), tidy: custom({ touches: ["todo"] }),',
);
const wrong = schema('addTodo: create("todo", { args: ["title", "name"] as never }),');

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "kalphite-api-")));
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"), "junction");
  write({ "package.json": '{ "name": "app", "type": "module" }' });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: { readonly [path: string]: string }): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** All of the process that a library must leave alone. */
function processState() {
  const listeners = process.eventNames().map((name) => [String(name), process.listenerCount(name)]);
  return {
    cwd: process.cwd(),
    exitCode: process.exitCode,
    argv: [...process.argv],
    env: { ...process.env },
    listeners: listeners.sort(),
    prepareStackTrace: Error.prepareStackTrace,
    globals: Object.getOwnPropertyNames(globalThis).sort(),
    console: { ...console },
  };
}

describe("generate", () => {
  it("writes what plan says, and says what it wrote", async () => {
    write({ "schema.ts": withCustom });
    const planned = await plan({ cwd: folder });
    expectTypeOf(planned).toEqualTypeOf<Plan[]>();
    expect(planned).toHaveLength(1);
    expect(existsSync(join(folder, "generated"))).toBe(false);
    expect(new Set(planned[0]?.changes.map(({ action }) => action))).toEqual(new Set(["create"]));

    const result = await generate({ cwd: folder });
    expectTypeOf(result).toEqualTypeOf<GenerateResult>();
    expect(result.written).toBe(true);
    const changes = result.plans.flatMap((each) => each.changes);
    expectTypeOf(changes).toEqualTypeOf<FileChange[]>();
    expect(changes).toEqual(planned[0]?.changes);
    for (const { path, after } of changes) expect(readFileSync(path, "utf8")).toBe(after);
    expect(changes.map(({ path }) => path)).toContain(join(folder, "handlers", "todo.ts"));
  });

  it("takes a working folder that is relative", async () => {
    write({
      "schema.ts": plain,
      "kalphite-gen.config.ts": `import { defineConfig } from "kalphite-gen";
export default defineConfig({ schema: "schema.ts" });`,
    });
    const [absolute] = await plan({ cwd: folder });
    const [planned] = await plan({ cwd: relative(process.cwd(), folder) });
    expect(planned?.changes).toEqual(absolute?.changes);
  });

  it("writes nothing in any project after an error in one, and says where it is", async () => {
    write({
      "a/schema.ts": plain,
      "b/schema.ts": wrong,
      "kalphite-gen.config.ts": `import { defineConfig } from "kalphite-gen";
export default defineConfig({ projects: { a: { schema: "a/schema.ts" }, b: { schema: "b/schema.ts" } } });`,
    });
    const { plans, written } = await generate({ cwd: folder });
    expect(written).toBe(false);
    expect(plans.map(({ project }) => project.name)).toEqual(["a", "b"]);
    const diagnostics = plans.flatMap((each) => each.diagnostics);
    expectTypeOf(diagnostics).toEqualTypeOf<Diagnostic[]>();
    expect(diagnostics).toMatchObject([
      { rule: "unknown-field", severity: "error", location: { file: join(folder, "b/schema.ts"), line: 5 } },
    ]);
    expect(existsSync(join(folder, "a", "generated"))).toBe(false);
    expect((await generate({ cwd: folder, projects: ["a"] })).written).toBe(true);
    expect(existsSync(join(folder, "a", "generated"))).toBe(true);
  });

  it("tells of handlers whose operation is gone, and leaves them", async () => {
    write({ "schema.ts": withCustom });
    await generate({ cwd: folder });
    const handlers = readFileSync(join(folder, "handlers/todo.ts"), "utf8");
    write({ "schema.ts": plain });
    const { plans } = await generate({ cwd: folder });
    expect(plans[0]?.orphans).toMatchObject([{ operation: "tidy", file: join(folder, "handlers/todo.ts") }]);
    expect(readFileSync(join(folder, "handlers/todo.ts"), "utf8")).toBe(handlers);
  });

  it.each([
    ["no schema", {}, /schema/],
    ["a schema that cannot be parsed", { "schema.ts": "export default {" }, /schema\.ts/],
    ["a schema that throws", { "schema.ts": 'throw new Error("on purpose")' }, /on purpose/],
  ])("throws a GeneratorError for %s", async (_what, files, message) => {
    write(files);
    const failure = await generate({ cwd: folder }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(GeneratorError);
    expect((failure as Error).message).toMatch(message);
    expect(existsSync(join(folder, "generated"))).toBe(false);
  });
});

describe("loadContract", () => {
  it("gives the contract and what is to be said about it", async () => {
    write({ "schema.ts": plain });
    const loaded = await loadContract(join(folder, "schema.ts"));
    expectTypeOf(loaded).toEqualTypeOf<LoadedContract>();
    expectTypeOf(loaded.contract).toEqualTypeOf<Contract>();
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.contract.entities.map(({ type }) => type)).toEqual(["todo"]);
    expect(loaded.contract.operations.map(({ name }) => name)).toEqual([
      "addTodo",
      "upserttodo",
      "deletetodo",
    ]);
  });

  it("sees a schema that has changed since", async () => {
    write({ "schema.ts": plain });
    const before = await loadContract(join(folder, "schema.ts"));
    write({ "schema.ts": withCustom });
    const after = await loadContract(join(folder, "schema.ts"));
    expect(after.contract.operations.length).toBe(before.contract.operations.length + 1);
  });
});

it("leaves the process alone: folder, exit code, environment, listeners, globals, console and output", async () => {
  write({ "schema.ts": withCustom, "wrong/schema.ts": wrong });
  // Node's own lazy parts come first.
  await generate({ cwd: folder });
  const writes = [vi.spyOn(process.stdout, "write"), vi.spyOn(process.stderr, "write")];
  const before = processState();
  await plan({ cwd: folder });
  rmSync(join(folder, "generated"), { recursive: true });
  await generate({ cwd: folder });
  await generate({ cwd: join(folder, "wrong"), schema: "schema.ts" });
  await generate({ cwd: join(folder, "none"), schema: "none.ts" }).catch(() => undefined);
  await loadContract(join(folder, "wrong", "schema.ts"));
  const after = processState();
  const written = writes.flatMap((spy) => spy.mock.calls);
  for (const spy of writes) spy.mockRestore();
  expect(after).toEqual(before);
  expect(written).toEqual([]);
});

it("works on several projects at once", async () => {
  const names = ["one", "two", "three"];
  for (const name of names) write({ [`${name}/schema.ts`]: plain.replaceAll("todo", name) });
  const results = await Promise.all(
    names.map((name) => generate({ cwd: folder, schema: join(name, "schema.ts") })),
  );
  expect(results.map(({ written }) => written)).toEqual([true, true, true]);
  for (const name of names) {
    expect(readFileSync(join(folder, name, "generated", "entities.gen.ts"), "utf8")).toContain(`${name}:`);
  }
});
