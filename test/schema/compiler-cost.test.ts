import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022"];
const operationsPerEntity = 5;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kalphite-compiler-cost-"));
  await symlink(join(repository, "node_modules"), join(folder, "node_modules"), "dir");
  await writeFile(join(folder, "package.json"), '{ "type": "module" }');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A schema of so many entities, each with eight fields and five operations. */
function schemaOf(entities: number): string {
  const indexes = Array.from({ length: entities }, (_, index) => index);
  return `import { z } from "zod";
import { arg, create, defineSchema, entity, increment, now, remove, unset, update } from ${JSON.stringify(join(repository, "src/schema/index.js"))};
export default defineSchema({
  entities: {
    ${indexes
      .map(
        (index) => `e${index}: entity({
      title: z.string().min(1), status: z.enum(["pending", "s${index}"]).default("pending"),
      ownerId: z.string().optional(), count: z.number().int().default(0), tags: z.array(z.string()).default([]),
      active: z.boolean(), note: z.string().nullable().optional(), at: z.number().optional(),
    }),`,
      )
      .join("\n")}
  },
  operations: {
    ${indexes
      .map(
        (index) => `add${index}: create("e${index}", { args: ["title", "active", "ownerId?"] }),
    finish${index}: update("e${index}", { set: { status: "s${index}", at: now() } }),
    retitle${index}: update("e${index}", { args: ["title"] }),
    count${index}: update("e${index}", { args: { by: z.number() }, set: { count: increment(arg("by")), note: unset() } }),
    delete${index}: remove("e${index}"),`,
      )
      .join("\n")}
  },
});
`;
}

/** How many types the compiler had to make from generic ones. Counted, not timed: the same on every machine. */
async function instantiations(entities: number): Promise<number> {
  const file = join(folder, `schema-${entities}.ts`);
  await writeFile(file, schemaOf(entities));
  const compiler = join(repository, "node_modules/typescript/bin/tsc");
  const args = [compiler, ...options, "--extendedDiagnostics", file];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
  return Number(/^Instantiations:\s+(\d+)/m.exec(stdout)?.[1]);
}

test("the compiler's work grows with the schema, by less than 350 instantiations an operation", async () => {
  const few = await instantiations(10);
  const more = await instantiations(40);
  const many = await instantiations(70);
  expect((many - more) / (30 * operationsPerEntity)).toBeLessThan(350);
  expect((many - more) / (more - few)).toBeLessThan(1.05);
});
