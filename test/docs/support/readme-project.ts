import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generate } from "../../examples/support/built-generator.js";
import { createWorkspace } from "../../examples/support/example-projects.js";
import { documentAt } from "./documents.js";

/** The project that README.md builds, from the files that it shows. */
export interface ReadmeProject {
  readonly path: string;
  readonly write: (path: string, text: string) => void;
  readonly remove: () => void;
}

/** @throws where generating finds anything to say */
export async function createReadmeProject(): Promise<ReadmeProject> {
  const { path, remove } = createWorkspace();
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  };
  write("package.json", JSON.stringify({ name: "app", type: "module" }));
  for (const { marks, text } of documentAt("README.md").blocks) {
    const file = marks.get("file");
    if (file !== undefined) write(file, text);
  }
  const { written, plans } = await generate({ cwd: path });
  const found = plans.flatMap((plan) => plan.diagnostics);
  if (!written || found.length > 0) throw new Error(`The project of README.md: ${JSON.stringify(found)}`);
  return { path, write, remove };
}
