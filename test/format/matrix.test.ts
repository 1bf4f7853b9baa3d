import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as prettier from "prettier";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFormatter } from "../../src/generator/format/create-formatter.js";
import { corpus } from "./corpus.js";

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), "format-"))));
afterEach(() => rmSync(root, { recursive: true }));

const width = (printWidth: number): object => ({ printWidth });

const configurations: readonly [title: string, files: { readonly [path: string]: string | object }][] = [
  ["nothing", {}],
  ...[60, 100, 120].map((columns): [string, object & { [path: string]: object }] => [
    `printWidth ${columns}`,
    { ".prettierrc": width(columns) },
  ]),
  ["no semicolons", { ".prettierrc.json": { semi: false } }],
  ["single quotes", { "package.json": { name: "app", prettier: { singleQuote: true } } }],
  ["tabs", { ".prettierrc": { useTabs: true } }],
  ["tabWidth 4", { ".prettierrc": { tabWidth: 4 } }],
  ["no trailing commas", { ".prettierrc": { trailingComma: "none" } }],
  ["es5 trailing commas", { ".prettierrc": { trailingComma: "es5" } }],
  ["consistent quoteProps", { ".prettierrc": { quoteProps: "consistent" } }],
  ["preserved quoteProps", { ".prettierrc": { quoteProps: "preserve" } }],
  ["collapsed objects", { ".prettierrc": { objectWrap: "collapse" } }],
  ["no bracket spacing", { ".prettierrc": { bracketSpacing: false } }],
  ["arrowParens avoid", { ".prettierrc": { arrowParens: "avoid" } }],
  ["operators first", { ".prettierrc": { experimentalOperatorPosition: "start" } }],
  [
    "a popular mix",
    { ".prettierrc.yaml": "semi: false\nsingleQuote: true\ntrailingComma: none\nprintWidth: 100\n" },
  ],
  [
    "another mix",
    { "prettier.config.mjs": "export default { useTabs: true, arrowParens: 'avoid', singleQuote: true };" },
  ],
  ["editorconfig", { ".editorconfig": "root = true\n[*]\nindent_style = tab\nmax_line_length = 90\n" }],
  [
    "editorconfig by kind",
    { ".editorconfig": "[*.ts]\nindent_size = 4\nindent_style = space\n[*.json]\nindent_style = tab\n" },
  ],
  [
    "editorconfig under prettierrc",
    { ".editorconfig": "[*]\nindent_style = tab\n", ".prettierrc": { useTabs: false, semi: false } },
  ],
  ["no line limit", { ".editorconfig": "[*]\nmax_line_length = off\n" }],
  [
    "overrides",
    {
      ".prettierrc": {
        semi: false,
        overrides: [
          { files: "**/types/*.gen.ts", options: { semi: true, printWidth: 60 } },
          { files: "*.json", options: { tabWidth: 8 } },
        ],
      },
    },
  ],
  ["toml", { ".prettierrc.toml": "tabWidth = 3\n" }],
  ["an option that oxfmt lacks", { ".prettierrc": { experimentalTernaries: true } }],
  ["tailwind left out", { ".prettierrc.json5": "{ semi: false }" }],
];

describe("formatted output is prettier's own, byte for byte", () => {
  test.each(configurations)("%s", async (_title, files) => {
    for (const [path, content] of Object.entries(files))
      writeFileSync(join(root, path), typeof content === "string" ? content : JSON.stringify(content));
    const out = join(root, "src", "generated");
    mkdirSync(out, { recursive: true });

    const formatted = await createFormatter({ out, handlers: join(root, "src", "handlers") }).format(corpus);

    expect(formatted.map(({ path }) => path)).toEqual(corpus.map(({ path }) => path));
    for (const [index, { path, text }] of formatted.entries()) {
      const filepath = join(out, path);
      const options = await prettier.resolveConfig(filepath, { editorconfig: true });
      const expected = await prettier.format(corpus[index]!.text, { ...options, filepath, endOfLine: "lf" });
      expect(text, path).toBe(expected);
      expect(await prettier.check(text, { ...options, filepath }), `${path} passes the check`).toBe(true);
    }
  });
});
