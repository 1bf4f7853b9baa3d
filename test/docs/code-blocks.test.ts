import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseSync } from "oxc-parser";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compile } from "../examples/support/compile.js";
import { documentAt, documents, type CodeBlock } from "./support/documents.js";
import { createReadmeProject, type ReadmeProject } from "./support/readme-project.js";

const blocks = documents.flatMap((document) => document.blocks);
const code = blocks.filter(({ language }) => /^tsx?$/.test(language));
const isWhole = ({ marks }: CodeBlock) => !marks.has("fragment") && !marks.has("generated");

/** What a block may take for granted, in front of its own lines. */
const surroundings: { readonly [name: string]: string } = {
  client: `import type { Client } from "./generated/client.gen.js"; declare const client: Client;`,
  server: `import type { SyncServer } from "kalphite-gen/server"; declare const server: SyncServer;`,
};

let project: ReadmeProject;
beforeAll(async () => void (project = await createReadmeProject()));
afterAll(() => project.remove());

it("compiles every block of TypeScript, strictly", { timeout: 120_000 }, async () => {
  const places = new Map<string, string>();
  for (const block of code.filter(isWhole)) {
    const { place, language, marks, text } = block;
    const name = `${place.replace(/[^\w]+/g, "-")}.${language}`;
    const path = join(dirname(marks.get("file") ?? "."), name).replaceAll("\\", "/");
    const before = surroundings[marks.get("with") ?? ""] ?? "";
    project.write(path, `${before}${before && "\n"}${text}\nexport {};\n`);
    places.set(name, place);
  }
  expect(places.size).toBeGreaterThan(20);
  const errors = await compile("typescript", project.path, {
    include: ["**/*.ts", "**/*.tsx"],
    options: { noUnusedLocals: false, noUnusedParameters: false, skipLibCheck: true, jsx: "react-jsx" },
  });
  const told = errors.map((error) => error.replace(/[\w-]+\.tsx?(?=\()/, (name) => places.get(name) ?? name));
  expect(told).toEqual([]);
});

it.each(code.filter(({ marks }) => marks.has("fragment")).map((block) => [block.place, block] as const))(
  "parses the fragment at %s",
  (_, { text }) => {
    const without = text.replaceAll("…", "x: 0").replaceAll("string, x: 0", "string; x: 0");
    const forms = [without, `({${without}})`, `type T = ${without}`];
    const errors = forms.map((form) => parseSync("fragment.ts", form).errors);
    expect(
      errors.some((found) => found.length === 0),
      JSON.stringify(errors),
    ).toBe(true);
  },
);

it.each(
  code
    .filter(({ marks }) => marks.has("generated"))
    .map((block) => [block.place, block.marks.get("generated")!, block.text] as const),
)("%s shows what is in %s", (_, file, text) => {
  expect(readFileSync(join(project.path, "generated", file), "utf8")).toContain(text.trimEnd());
});

it.each(
  blocks
    .filter(({ language, marks }) => language === "json" && !marks.has("fragment"))
    .map((block) => [block.place, block.text] as const),
)("%s is JSON", (_, text) => {
  expect(() => JSON.parse(text) as unknown).not.toThrow();
});

it("docs/generated-code.md names every file that is generated", () => {
  const named = documentAt("docs/generated-code.md").prose;
  const { outputs } = JSON.parse(readFileSync(join(project.path, "generated", "manifest.json"), "utf8")) as {
    readonly outputs: { readonly [path: string]: string };
  };
  const files = [...Object.keys(outputs), "manifest.json"].filter(
    (path) => path !== "entities/project.gen.ts",
  );
  expect(files.filter((path) => !named.includes(`\`${path}\``))).toEqual([]);
});
