import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = fileURLToPath(new URL("../../..", import.meta.url));

export const exampleNames = ["todo", "code-review", "kitchen-sink", "migration"] as const;
export type ExampleName = (typeof exampleNames)[number];

/** Programs on the generated code of `todo`, which lies beside them. */
export type ProgramName = "todo-server" | "todo-cli";

export function exampleFolder(name: ExampleName | ProgramName): string {
  return join(repository, "examples", name);
}

export interface Workspace {
  /** Absolute, with a blank and letters beyond ASCII. */
  readonly path: string;
  /** Copies an example without what it was compiled to. Gives the folder. */
  readonly copy: (name: ExampleName | ProgramName) => string;
  readonly remove: () => void;
}

/**
 * A folder for copies of the examples, in which every package of the repository is found, kalphite-gen too; and the
 * repository's style, unless it is to be a plain one.
 */
export function createWorkspace({ isStyled = true } = {}): Workspace {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "kalphite-examples-")));
  const path = join(root, "мои проекты – ünïcode");
  mkdirSync(path);
  symlinkSync(join(repository, "node_modules"), join(path, "node_modules"), "junction");
  for (const file of isStyled ? [".prettierrc.json", ".editorconfig"] : []) {
    cpSync(join(repository, file), join(path, file));
  }
  return {
    path,
    copy: (name) => {
      const from = exampleFolder(name);
      const omitted = ["dist", "node_modules"].map((folder) => join(from, folder));
      cpSync(from, join(path, name), { recursive: true, filter: (source) => !omitted.includes(source) });
      return join(path, name);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** The text of every file below a folder, by its path with forward slashes. */
export function readTree(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file): [string, string] => [
        relative(folder, file).replaceAll("\\", "/"),
        readFileSync(file, "utf8"),
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The paths at which two trees are not the same. */
export function differences(left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): string[] {
  return [...new Set([...left.keys(), ...right.keys()])].filter((path) => left.get(path) !== right.get(path));
}
