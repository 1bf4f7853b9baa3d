import { execFileSync } from "node:child_process";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/generator/cli/report.js";
import { appFolder, runCli, schemaText } from "./run-cli.js";

const before = schemaText(`
    addTodo: create("todo", { args: ["title"] }),
    renameTodo: update("todo", { args: ["title"] }),
    deleteTodo: remove("todo"),`);
const after = schemaText(
  `
    addTodo: create("todo", { args: ["title"] }),
    renameTodo: update("todo", { args: ["title"] }),`,
  "title: z.string().min(2)",
);

/** An application whose first contract is committed under the tag v1, and whose schema has changed since. */
async function changedApp(config?: unknown): Promise<string> {
  const app = appFolder({
    "app/schema.ts": before,
    "app/package.json": { name: "app", type: "module", ...(config !== undefined && { kalphite: config }) },
  });
  const folder = join(app, "app");
  renameSync(join(app, "node_modules"), join(folder, "node_modules"));
  expect((await runCli(folder, ["--quiet"])).code).toBe(0);
  const git = (...args: string[]) => execFileSync("git", args, { cwd: app, stdio: "ignore" });
  git("init", "--quiet");
  git("add", "app/generated", "app/schema.ts");
  git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "-m", "First");
  git("tag", "v1");
  writeFileSync(join(folder, "schema.ts"), after);
  return folder;
}

const reportOf = (stdout: string) => (JSON.parse(stdout) as Report).projects[0]!.compat!;

describe("compat", () => {
  it("holds the schema against a git ref, a folder and a file alike", async () => {
    const app = await changedApp();
    const byRef = await runCli(app, ["compat", "--against", "v1", "--json"]);
    expect(byRef).toMatchObject({ code: 1, stderr: "" });
    const { findings } = reportOf(byRef.stdout);
    expect(findings.filter(({ counts }) => counts).map(({ rule, subject }) => [rule, subject])).toEqual([
      ["field-tightened", "todo.data.title"],
      ["operation-removed", "deleteTodo"],
      ["argument-tightened", "addTodo.title"],
      ["argument-tightened", "renameTodo.title"],
    ]);
    const removed = findings.find(({ rule }) => rule === "operation-removed");
    expect(removed).toMatchObject({
      severity: "error",
      breaks: ["clients", "handlers", "source"],
      before: "deleteTodo",
      location: { file: "schema.ts", line: 9, column: 3 },
    });
    for (const against of [".", "generated", "generated/contract.json"])
      expect(
        reportOf((await runCli(app, ["compat", "--against", against, "--json"])).stdout).findings,
      ).toEqual(findings);
  });

  it("tells people what was and what is, where, and what to do", async () => {
    const app = await changedApp();
    const { code, stdout, stderr } = await runCli(app, ["compat", "--against", "v1"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("error[field-tightened] schema.ts:6:20 breaks clients, stored");
    expect(stderr).toContain("was: string (at least 1 character)");
    expect(stderr).toContain("is:  string (at least 2 characters)");
    expect(stderr).toMatch(/fix: Put the check on the operation's argument\./);
    expect(stderr).toMatch(/4 breaking changes in \d+\.\d\d s\n$/);
  });

  it("is content where nothing changed, and where nobody who counts breaks", async () => {
    const app = await changedApp();
    expect((await runCli(app, ["compat", "--against", "v1", "--break", "source, handlers"])).code).toBe(1);
    writeFileSync(join(app, "schema.ts"), before.replace("title: z.string().min(1)", "title: z.string()"));
    const loosened = await runCli(app, ["compat", "--against", "v1"]);
    expect(loosened.code).toBe(0);
    expect(loosened.stderr).toMatch(/0 breaking changes, 3 other changes in/);
    writeFileSync(join(app, "schema.ts"), before);
    const same = await runCli(app, ["compat", "--against", "v1"]);
    expect(same.code).toBe(0);
    expect(same.stderr).toMatch(/^nothing changed/);
  });

  it("ignores what the config names, with its reason, and tells of entries that match nothing", async () => {
    const app = await changedApp({
      compat: {
        against: "v1",
        ignore: [
          { rule: "argument-tightened", path: "*", reason: "every client asks for two" },
          { path: "todo.data.title", reason: "stored titles were checked" },
          { path: "deleteTodo", rule: "operation-removed", reason: "was never released" },
          { path: "project.*", reason: "old" },
        ],
      },
    });
    const { code, stderr } = await runCli(app, ["compat"]);
    expect(stderr).toContain("ignored: stored titles were checked");
    expect(stderr).toContain('Nothing is ignored by { path: "project.*" }: it can go.');
    expect(stderr).toMatch(/0 breaking changes, 4 ignored in/);
    expect(code).toBe(0);
  });

  it("prints GitHub's annotations and JUnit's XML on stdout", async () => {
    const app = await changedApp();
    const github = await runCli(app, ["compat", "--against", "v1", "--format", "github", "--quiet"]);
    expect(github).toMatchObject({ code: 1, stderr: "" });
    expect(github.stdout.split("\n")[0]).toMatch(
      /^::error file=schema\.ts,line=6,col=20,endLine=6,endColumn=\d+,title=field-tightened::"todo\.data\.title": /,
    );
    const junit = await runCli(app, ["compat", "--against", "v1", "--format", "junit", "--quiet"]);
    expect(junit.stdout).toContain('<testsuite name="app" tests="4" failures="4" skipped="0" errors="0">');
    expect(junit.stdout).toContain('<testcase classname="operation-removed" name="deleteTodo"><failure');
    expect(junit.stdout).toContain("&quot;todo.data.title&quot;");
  });

  it("prints the table of rules", async () => {
    const { code, stdout } = await runCli(appFolder({}), ["compat", "--rules"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}critical {2}argument-swapped +clients /m);
  });

  it.each<readonly [argv: readonly string[], message: string | RegExp]>([
    [[], 'What shall "app" be held against?'],
    [["--against", "nowhere"], "there is no such file or folder, and git knows no such ref here"],
    [["--against", "schema.ts"], "schema.ts is not JSON"],
    [["--against", "package.json"], "package.json is not a contract.json"],
    [["--against", "v1", "--break", "client"], 'Did you mean "clients"?'],
    [["--against", "v1", "--format", "xml"], "Choose from text, github, junit."],
    [["--against=-x"], "there is no such file or folder"],
  ])("says what is wrong with %j", async (argv, message) => {
    const { code, stderr } = await runCli(await changedApp(), ["compat", ...argv]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it.each<readonly [change: (contract: Record<string, unknown>) => void, message: string]>([
    [(contract) => void (contract["version"] = 2), "reads version 1"],
    [(contract) => void (contract["operations"] = [{}]), "is damaged"],
  ])("refuses a contract.json that it cannot understand", async (change, message) => {
    const app = await changedApp();
    const contract = JSON.parse(readFileSync(join(app, "generated/contract.json"), "utf8")) as Record<
      string,
      unknown
    >;
    change(contract);
    writeFileSync(join(app, "old.json"), JSON.stringify(contract));
    const { code, stderr } = await runCli(app, ["compat", "--against", "old.json"]);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});
