import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as prettier from "prettier";
import { afterEach, expect, test } from "vitest";
import { createFormatter } from "../../src/generator/format/create-formatter.js";
import { createFolder, type Folder } from "../output/folder.js";

const examples = new URL("../../examples", import.meta.url).pathname;
const generated = readdirSync(examples, { recursive: true })
  .map(String)
  .filter((path) => /^[^/]+\/generated\/.*\.gen\.ts$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(examples, path), "utf8") }));

let folder: Folder;
afterEach(() => folder.remove());

test.each([
  [{ printWidth: 60 }],
  [{ printWidth: 100, semi: false, singleQuote: true, trailingComma: "none", useTabs: true }],
])("the generated code of the examples, under %j", async (options) => {
  expect(generated.length).toBeGreaterThan(20);
  folder = createFolder({ ".prettierrc": JSON.stringify(options), "node_modules/x": "" });
  const formatted = await createFormatter({ out: folder.path }).format(generated);
  for (const [index, { path, text }] of generated.entries())
    expect(formatted[index]!.text, path).toBe(
      await prettier.format(text, { ...(options as prettier.Options), filepath: path }),
    );
});
