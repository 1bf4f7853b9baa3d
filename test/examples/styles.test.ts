import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as prettier from "prettier";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { generate } from "./support/built-generator.js";
import { createWorkspace, readTree, type Workspace } from "./support/example-projects.js";

let workspace: Workspace;
beforeEach(() => void (workspace = createWorkspace({ isStyled: false })));
afterEach(() => workspace.remove());

const configs: readonly [file: string, text: string, sample: RegExp][] = [
  [".prettierrc", '{ "semi": false, "singleQuote": true }', /from 'kalphite-gen\/protocol'\n/],
  [".prettierrc.json", '{ "useTabs": true }', /\n\treadonly mutate: Mutate;\n/],
  [".prettierrc.yaml", "printWidth: 60\ntrailingComma: none\n", /\n {2}type Collection,\n/],
  [
    ".editorconfig",
    "root = true\n[*]\nindent_style = space\nindent_size = 4\nmax_line_length = 90\n",
    /\n {4}readonly mutate: Mutate;\n/,
  ],
];

describe.each(configs)("under %s %j", (file, config, sample) => {
  it.each(["todo", "kitchen-sink"] as const)("examples/%s passes prettier --check", async (name) => {
    const cwd = workspace.copy(name);
    rmSync(join(cwd, "generated"), { recursive: true });
    rmSync(join(cwd, "handlers"), { recursive: true });
    writeFileSync(join(cwd, file), config);
    expect((await generate({ cwd })).written).toBe(true);
    const files = ["generated", "handlers"].flatMap((folder) =>
      [...readTree(join(cwd, folder))].map(([path, text]): [string, string] => [
        join(cwd, folder, path),
        text,
      ]),
    );
    const unlike: string[] = [];
    for (const [filepath, text] of files) {
      const options = await prettier.resolveConfig(filepath, { editorconfig: true, useCache: false });
      if (!(await prettier.check(text, { ...options, filepath }))) unlike.push(filepath);
    }
    expect(unlike).toEqual([]);
    expect(files.map(([, text]) => text).join("")).toMatch(sample);
  });
});
