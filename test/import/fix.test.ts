import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { main } from "../../src/generator/cli/main.js";
import type { Report } from "../../src/generator/cli/report.js";
import { runCli } from "../cli/run-cli.js";
import { compile } from "../examples/support/compile.js";
import { legacyProject } from "./support/legacy-project.js";

const app = `// The list of what is to be done.
import { engine, store } from "./store.js";

/** Adds one, and gives its id. */
export function add(title: string): string {
  const id = crypto.randomUUID();
  store.todo.upsert({ id, type: "todo", data: { title, done: false }, updatedAt: Date.now() }); // shows at once
  return id;
}

export function rename(id: string, title: string): void {
  const old = store.todo.get(id);
  if (old) store.todo.upsert({ ...old, data: { ...old.data, title } });
}

export function remove(id: string): void {
  store.todo.delete(id);
}

export async function removeAndWait(id: string): Promise<void> {
  await engine.sendChange({ type: "delete", entityType: "todo", entityId: id });
}
`;
const rewritten = app
  .replace('import { engine, store } from "./store.js";', '$&\nimport { client } from "./client.js";')
  .replace(/store\.todo\.upsert\(\{ id, .*?\}\);/, "client.mutate.createTodo(id, title, false);")
  .replace("store.todo.delete(id)", "client.mutate.removeTodo(id)");

const client = `import { createClient } from "./generated/client.gen.js";

export const client = createClient({ url: "http://127.0.0.1:8787", getAuthToken: () => "ada" });
`;

const importing = ["import", "src/entities.ts#EntitySchema"];
const fixing = [...importing, "--client", "src/client.ts#client", "--fix"];
const errorsIn = (folder: string) =>
  compile("typescript", folder, { include: ["src"], options: { types: [], skipLibCheck: true } });

let folder: string;
beforeEach(() => {
  folder = legacyProject({ "src/app.ts": app, "src/client.ts": client });
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});
const appText = () => readFileSync(join(folder, "src/app.ts"), "utf8");

it(
  "takes an application from the store to mutators, and it compiles before and after",
  { timeout: 120_000 },
  async () => {
    const first = await runCli(folder, importing);
    expect(first.code).toBe(0);
    expect(first.stderr).toContain("4 calls of the old store or engine in src, 2 of them certain:");
    expect(first.stderr).toContain(
      "src/app.ts:7:3  store.todo.upsert\n      client.mutate.createTodo(id, title, false)\n      certain\n",
    );
    expect(first.stderr).toContain("src/app.ts:13:12  store.todo.upsert");
    expect((await runCli(folder, ["generate"])).code).toBe(0);
    expect(await errorsIn(folder)).toEqual([]);
    expect(appText()).toBe(app);

    const dry = await runCli(folder, [...fixing, "--dry-run"]);
    expect(dry.stderr).toContain("+  client.mutate.removeTodo(id);");
    expect({ code: dry.code, text: appText() }).toEqual({ code: 0, text: app });

    const fixed = await runCli(folder, [...fixing, "--yes", "--json"]);
    expect(fixed.code).toBe(0);
    const report = (JSON.parse(fixed.stdout) as Report).import!;
    expect(report.calls.map(({ line, certain, reason }) => [line, certain || reason])).toEqual([
      [7, true],
      [13, "it spreads old"],
      [17, true],
      [21, "what it gives is used"],
    ]);
    expect({
      written: report.written,
      files: report.files.map(({ path, action }) => [path, action]),
    }).toEqual({
      written: true,
      files: [["src/app.ts", "update"]],
    });
    expect(appText()).toBe(rewritten);
    expect(await errorsIn(folder)).toEqual([]);

    const again = await runCli(folder, [...fixing, "--yes"]);
    expect({ code: again.code, text: appText() }).toEqual({ code: 0, text: rewritten });
    expect(again.stderr).toContain("2 calls of the old store or engine in src, 0 of them certain:");
  },
);

/** Runs the command with a person at the terminal who answers. */
async function answering(argv: readonly string[], answer: string | undefined) {
  let stderr = "";
  const asked: string[] = [];
  const code = await main(argv, {
    cwd: folder,
    env: {},
    version: "0.0.0",
    stdout: { write: () => true },
    stderr: { write: (text) => (stderr += text) },
    onInterrupt: () => () => undefined,
    ask: (question) => {
      // What is asked about has been shown.
      asked.push(stderr.includes("+  client.mutate.removeTodo(id);") ? question : "too early");
      return answer === undefined ? undefined : Promise.resolve(answer);
    },
  });
  return { code, asked, stderr };
}

it("shows the diff and asks before it writes", { timeout: 60_000 }, async () => {
  await runCli(folder, importing);
  await runCli(folder, ["generate"]);
  const asked = ["Rewrite this file? [y/N] "];
  for (const answer of ["", "n", "yesterday"]) {
    expect(await answering([...fixing, "--quiet"], answer)).toMatchObject({ code: 1, asked });
    expect(appText()).toBe(app);
  }
  expect(await answering(fixing, undefined)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("no terminal to ask on") as string,
  });
  expect(await answering([...fixing, "--json"], "y")).toMatchObject({ code: 2, asked: [] });
  expect(appText()).toBe(app);
  expect(await answering(fixing, "y")).toMatchObject({ code: 0, asked });
  expect(appText()).toBe(rewritten);
});

it("writes neither schema nor code where the client is none", { timeout: 60_000 }, async () => {
  const { code, stderr } = await runCli(folder, [
    ...importing,
    "--client",
    "src/store.ts#engine",
    "--fix",
    "--yes",
  ]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("has no `mutate`") as string });
  expect({ text: appText(), schema: existsSync(join(folder, "src/schema.ts")) }).toEqual({
    text: app,
    schema: false,
  });
});
