import { rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { generate, plan } from "./support/built-generator.js";
import {
  createWorkspace,
  differences,
  exampleFolder,
  exampleNames,
  readTree,
  type Workspace,
} from "./support/example-projects.js";

let workspace: Workspace;
beforeEach(() => void (workspace = createWorkspace()));
afterEach(() => workspace.remove());

async function actions(options: Parameters<typeof plan>[0]): Promise<string[]> {
  const plans = await plan(options);
  expect(plans).toHaveLength(1);
  const changes = plans.flatMap(({ changes, manifest }) => [...changes, ...(manifest ? [manifest] : [])]);
  expect(changes.length).toBeGreaterThan(10);
  return [...new Set(changes.map(({ action }) => action))];
}

describe.each(exampleNames)("examples/%s", (name) => {
  const committed = readTree(join(exampleFolder(name), "generated"));

  it("is as its schema asks for, whichever folder one stands in", async () => {
    const cwd = exampleFolder(name);
    expect(await actions({ cwd })).toEqual(["unchanged"]);
    expect(await actions({ cwd: tmpdir(), schema: join(cwd, "schema.ts") })).toEqual(["unchanged"]);
  });

  it("comes out the same, byte for byte, once what was generated is gone, and changes nothing twice over", async () => {
    const cwd = workspace.copy(name);
    const handlers = readTree(join(cwd, "handlers"));
    rmSync(join(cwd, "generated"), { recursive: true });
    expect((await generate({ cwd })).written).toBe(true);
    expect(differences(readTree(join(cwd, "generated")), committed)).toEqual([]);
    expect(differences(readTree(join(cwd, "handlers")), handlers)).toEqual([]);
    for (let again = 0; again < 2; again++) {
      expect(await actions({ cwd })).toEqual(["unchanged"]);
      await generate({ cwd });
      expect(differences(readTree(join(cwd, "generated")), committed)).toEqual([]);
    }
  });

  it("comes out the same through a symbolic link", async () => {
    const cwd = join(workspace.path, "linked");
    symlinkSync(workspace.copy(name), cwd, "junction");
    expect(await actions({ cwd })).toEqual(["unchanged"]);
    rmSync(join(cwd, "generated"), { recursive: true });
    await generate({ cwd });
    expect(differences(readTree(join(cwd, "generated")), committed)).toEqual([]);
  });

  it("writes lines that end in one LF, without blanks before them", () => {
    for (const [path, text] of committed) {
      expect(text, path).not.toMatch(/\r|[ \t]\n|\n\n$|[^\n]$/);
    }
  });
});

/** V8 keeps a text in twice the memory, and takes longer with it, once one character is beyond Latin-1. */
it.each(["todo", "code-review"] as const)(
  "adds no character to %s, whose schema is ASCII, that is not",
  (name) => {
    for (const [path, text] of readTree(join(exampleFolder(name), "generated")))
      expect(text, path).toMatch(/^[\n -~]*$/);
  },
);
