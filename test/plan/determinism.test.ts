import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { generate } from "../../src/generator/index.js";
import { createProject, removeProject } from "./generated-project.js";

const folders: string[] = [];
afterAll(() => folders.forEach(removeProject));

const types = ["todo", "project", "tag", "user", "comment", "aB", "a-b"];
const files: readonly (readonly [string, string])[] = [
  ...types.map(
    (type) =>
      [
        `entities/${type}.ts`,
        `import { z } from "zod";\nexport const fields = { title: z.string(), tree: z.lazy(() => z.array(z.string())), size: z.number().refine((size) => size > 0).optional() };\n`,
      ] as const,
  ),
  [
    "schema.ts",
    `${types.map((type, index) => `import { fields as f${index} } from "./entities/${type}.js";`).join("\n")}
import { create, custom, defineSchema, entity } from "kalphite-gen/schema";
export default defineSchema({
  entities: { ${types.map((type, index) => `"${type}": entity(f${index})`).join(", ")} },
  operations: { ${types.map((type, index) => `do${index}: custom({ args: {}, touches: ["${type}"] }), add${index}: create("${type}", { args: ["title", "tree"] })`).join(", ")} },
});
`,
  ],
  ...types.map((type, index) => [`handlers/of-${type}.ts`, `export const do${index} = () => {};\n`] as const),
];

/** Every file that is there afterwards, by path. */
async function generated(inOrder: typeof files): Promise<Map<string, string>> {
  const folder = createProject({});
  folders.push(folder);
  for (const [path, text] of inOrder) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { written } = await generate({ cwd: folder });
  expect(written).toBe(true);
  const paths = ["generated", "handlers"].flatMap((name) =>
    readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const texts = paths.map((path) => [path.slice(folder.length), readFileSync(path, "utf8")] as const);
  for (const [, text] of texts) expect(text).not.toContain(folder);
  return new Map(texts.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

it("gives the same files in any folder, in whatever order its inputs came there", async () => {
  const first = await generated(files);
  expect(first.size).toBeGreaterThan(15);
  expect(await generated(files.toReversed())).toEqual(first);
});
