import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Report } from "../../src/generator/cli/report.js";
import { appFolder, customSchema, packageFolder, plainSchema, runCli, schemaText } from "./run-cli.js";
import { temporaryFolder } from "./temporary-folder.js";

function reportOf(stdout: string): Report {
  return JSON.parse(stdout) as Report;
}

/** Makes a text file that reads differently. */
function change(path: string, edit: (text: string) => string): void {
  const before = readFileSync(path, "utf8");
  const after = edit(before);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}

describe("generate", () => {
  it("writes, tells what changed, and finds everything fresh afterwards", async () => {
    const app = appFolder({ "schema.ts": plainSchema });
    const dry = await runCli(app, ["--dry-run"]);
    expect(dry).toMatchObject({ code: 0, stdout: "" });
    expect(dry.stderr).toContain("nothing was written");
    expect(existsSync(join(app, "generated"))).toBe(false);

    const first = await runCli(app, []);
    expect(first).toMatchObject({ code: 0, stdout: "" });
    expect(first.stderr).toMatch(/^created {4}generated\/client\.gen\.ts$/m);
    expect(first.stderr).toMatch(/^\d+ created in \d+\.\d\d s$/m);
    expect(first.stderr).not.toContain("\u001b");

    const second = await runCli(app, ["generate"]);
    expect(second).toMatchObject({ code: 0, stdout: "" });
    expect(second.stderr).toMatch(/^\d+ unchanged in \d+\.\d\d s\n$/);
    expect(await runCli(app, ["check", "--quiet"])).toEqual({ code: 0, stdout: "", stderr: "" });

    change(join(app, "schema.ts"), (text) => text.replace("/** Adds a todo. */", "/** Adds one. */"));
    const third = await runCli(app, ["--diff"]);
    expect(third.code).toBe(0);
    expect(third.stderr).toMatch(/^updated {4}generated\//m);
    expect(third.stderr).toContain("Adds one.");
    expect(third.stderr).toMatch(/\d+ updated, \d+ unchanged in/);
  });

  it("answers a fresh run with nothing but bin and one small file", async () => {
    const app = appFolder({ "schema.ts": plainSchema });
    expect((await runCli(app, ["--quiet"])).code).toBe(0);
    const small = temporaryFolder();
    for (const file of ["package.json", "bin/kalphite-gen.js", "dist/fresh.js"])
      cpSync(join(packageFolder, file), join(small, file));
    const bin = join(small, "bin/kalphite-gen.js");
    for (const argv of [[], ["generate"], ["check"], ["--check"], ["--dry-run"]])
      expect(await runCli(app, argv, { bin })).toMatchObject({ code: 0 });
    writeFileSync(join(app, "kalphite-gen.config.json"), `{"out":"elsewhere"}`);
    expect((await runCli(app, [], { bin })).stderr).toContain("cli.js");
  });

  it("writes nothing after lint errors, and exits with 1", async () => {
    const app = appFolder({ "schema.ts": schemaText(`addTodo: create("nope", { args: ["title"] }),`) });
    const result = await runCli(app, []);
    expect(result).toMatchObject({ code: 1, stdout: "" });
    expect(result.stderr).toContain("schema.ts:10:");
    expect(result.stderr).toContain("Nothing was written");
    expect(existsSync(join(app, "generated"))).toBe(false);
  });

  it("reminds of warnings when everything is fresh", async () => {
    const app = appFolder({ "schema.ts": schemaText(`delete: remove("todo"),`) });
    const first = await runCli(app, []);
    expect(first.code).toBe(0);
    const warnings = first.stderr.match(/^warning\[/gm)?.length ?? 0;
    expect(warnings).toBeGreaterThan(0);
    const fresh = await runCli(app, ["check"]);
    expect(fresh.code).toBe(0);
    expect(fresh.stderr).toMatch(
      new RegExp(`unchanged in .* \\(${warnings} warnings?: .kalphite-gen lint. shows them`),
    );
  });

  it("generates several projects, or one of them", async () => {
    const app = appFolder({
      "kalphite-gen.config.ts": `import { defineConfig } from "kalphite-gen";
export default defineConfig({ projects: { web: { schema: "web/schema.ts" }, admin: { schema: "admin/schema.ts" } } });`,
      "web/schema.ts": plainSchema,
      "admin/schema.ts": plainSchema,
    });
    const one = reportOf((await runCli(app, ["--project", "admin", "--json"])).stdout);
    expect(one.projects.map(({ name, out }) => [name, out])).toEqual([["admin", "admin/generated"]]);
    expect(existsSync(join(app, "web/generated"))).toBe(false);
    const all = await runCli(app, []);
    expect(all.code).toBe(0);
    expect(all.stderr).toContain("web/generated/client.gen.ts");
    expect((await runCli(app, ["check"])).code).toBe(0);
  });

  it("prints one report with --json, and nothing else", async () => {
    const app = appFolder({ "schema.ts": plainSchema });
    const { code, stdout, stderr } = await runCli(app, ["--json"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const report = reportOf(stdout);
    expect(report).toMatchObject({ version: 1, command: "generate", exitCode: 0 });
    const [project] = report.projects;
    expect(project).toMatchObject({ name: "app", schema: "schema.ts", out: "generated", written: true });
    expect(project?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(project?.files).toContainEqual({ path: "generated/client.gen.ts", action: "create" });
    expect(project?.counts.created).toBe(project?.files.length);
  });

  it("colours where it is told to", async () => {
    const app = appFolder({ "schema.ts": plainSchema });
    expect((await runCli(app, ["--dry-run"], { env: { FORCE_COLOR: "1" } })).stderr).toContain("\u001b[32m");
    expect((await runCli(app, ["--dry-run"], { env: { FORCE_COLOR: "0" } })).stderr).not.toContain("\u001b");
  });
});

describe("check and prune", () => {
  it("names drifted and missing files, and generate mends them", async () => {
    const app = appFolder({ "schema.ts": plainSchema });
    expect((await runCli(app, ["--quiet"])).code).toBe(0);
    change(join(app, "generated/client.gen.ts"), (text) => text.replace("\n\n", "\n\n// by hand\n"));
    rmSync(join(app, "generated/index.gen.ts"));

    const human = await runCli(app, ["check"]);
    expect(human).toMatchObject({ code: 1, stdout: "" });
    expect(human.stderr).toMatch(/^drifted {4}generated\/client\.gen\.ts\n {4}@@ .* @@$/m);
    expect(human.stderr).toContain("-// by hand");
    expect(human.stderr).toMatch(/^missing {4}generated\/index\.gen\.ts\n2 files /m);

    const { exitCode, projects } = reportOf((await runCli(app, ["check", "--json"])).stdout);
    expect(exitCode).toBe(1);
    expect(projects[0]).toMatchObject({ written: false, counts: { created: 1, updated: 1 } });
    expect(projects[0]?.files.filter(({ action }) => action !== "unchanged")).toEqual([
      {
        path: "generated/client.gen.ts",
        action: "update",
        finding: "drifted",
        diff: expect.stringContaining("-// by hand"),
      },
      { path: "generated/index.gen.ts", action: "create", finding: "missing" },
    ]);
    expect((await runCli(app, [])).stderr).toContain("1 created, 1 updated, ");
    expect((await runCli(app, ["check"])).code).toBe(0);
  });

  it("names stale files and orphaned handlers, and prune removes those", async () => {
    const app = appFolder({ "schema.ts": customSchema });
    expect((await runCli(app, ["--quiet"])).code).toBe(0);
    const handler = join(app, "handlers/todo.ts");
    expect(readFileSync(handler, "utf8")).toContain("archiveTodo");

    writeFileSync(join(app, "schema.ts"), plainSchema.replace(/^.*project.*\n/gim, ""));
    const human = await runCli(app, ["check"]);
    expect(human).toMatchObject({ code: 1, stdout: "" });
    expect(human.stderr).toMatch(/^stale {6}generated\/.*project.*\.gen\.ts$/m);
    expect(human.stderr).toMatch(/^orphaned {3}handlers\/todo\.ts:\d+:\d+ handles "archiveTodo"/m);
    const report = reportOf((await runCli(app, ["check", "--json"])).stdout);
    expect(report.projects[0]?.orphans).toMatchObject([
      { operation: "archiveTodo", file: "handlers/todo.ts" },
    ]);

    const generated = await runCli(app, ["generate"]);
    expect(generated.code).toBe(0);
    expect(generated.stderr).toContain("kalphite-gen prune");
    expect((await runCli(app, ["check"])).code).toBe(1);
    expect((await runCli(app, ["prune", "--dry-run"])).code).toBe(0);
    expect(readFileSync(handler, "utf8")).toContain("archiveTodo");
    const pruned = await runCli(app, ["prune"]);
    expect(pruned.code).toBe(0);
    expect(pruned.stderr).toContain("handlers/todo.ts");
    expect((await runCli(app, ["check"])).code).toBe(0);
  });
});

describe("prune that removes some handlers and refuses others", () => {
  it("shows the code that its places are about", async () => {
    const app = appFolder({ "schema.ts": customSchema });
    expect((await runCli(app, ["--quiet"])).code).toBe(0);
    const handler = join(app, "handlers/todo.ts");
    const typeOf = (name: string): string => `${name[0]!.toUpperCase()}${name.slice(1)}Mutator`;
    const orphan = (name: string): string => `export const ${name}: ${typeOf(name)} = () => {};\n`;
    change(handler, (text) => `${text}\n${orphan("goneOne")}${orphan("goneTwo")}use(goneTwo);\n// end\n`);
    const line = readFileSync(handler, "utf8").split("\n").indexOf("use(goneTwo);") + 1;

    const { code, stderr } = await runCli(app, ["prune"]);
    expect(code).toBe(1);
    expect(readFileSync(handler, "utf8")).not.toContain("goneOne");
    expect(stderr).toContain(`error[handler-not-pruned] handlers/todo.ts:${line}:5\n`);
    expect(stderr).toMatch(new RegExp(`> ${line} │ use\\(goneTwo\\);\\n.*\\^{7}\\n`));
  });
});

describe("handler files that are not UTF-8", () => {
  it("are left as they are, by generate and by prune", async () => {
    const app = appFolder({ "schema.ts": customSchema });
    mkdirSync(join(app, "handlers"));
    const handler = join(app, "handlers/todo.ts");
    const bytes = Buffer.from('export const cafe = "caf\xe9";\n', "latin1");
    writeFileSync(handler, bytes);
    for (const command of ["generate", "prune"]) {
      const { code, stderr } = await runCli(app, [command]);
      expect(code).toBe(1);
      expect(stderr).toContain("error[handler-encoding] handlers/todo.ts:1:25\n");
      expect(stderr).toMatch(/fix: Save the file as UTF-8/);
      expect(readFileSync(handler)).toEqual(bytes);
    }
  });
});

describe("lint and inspect", () => {
  it("reports findings with their places", async () => {
    const app = appFolder({ "schema.ts": schemaText(`addTodo: create("nope", { args: ["title"] }),`) });
    const human = await runCli(app, ["lint"]);
    expect(human.code).toBe(1);
    expect(human.stderr).toContain("error[unknown-entity] schema.ts:10:");
    expect(human.stderr).toMatch(/^1 error.* in \d/m);
    const report = reportOf((await runCli(app, ["lint", "--json"])).stdout);
    expect(report).toMatchObject({ exitCode: 1, command: "lint" });
    expect(report.projects[0]?.diagnostics).toContainEqual(
      expect.objectContaining({
        rule: "unknown-entity",
        severity: "error",
        location: expect.objectContaining({ file: "schema.ts", line: 10 }),
      }),
    );
  });

  it("prints the table of rules", async () => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await runCli(folder, ["lint", "--rules"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("unknown-entity");
    const report = reportOf((await runCli(folder, ["lint", "--rules", "--json"])).stdout);
    expect(report.rules).toContainEqual(expect.objectContaining({ id: "unknown-entity", severity: "error" }));
  });

  it("prints the contract", async () => {
    const app = appFolder({ "schema.ts": customSchema });
    const { code, stdout } = await runCli(app, ["inspect"]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      "addTodo(id: string (at least 1 character), title: string (at least 1 character))",
    );
    expect(stdout).toContain("custom, may write todo");
    const report = reportOf((await runCli(app, ["inspect", "--json"])).stdout);
    expect(report.projects[0]?.contract?.entities.map(({ type }) => type)).toEqual(["todo", "project"]);
  });
});

describe("init", () => {
  it("leads to a project that generates and checks", async () => {
    const app = appFolder({ "src/index.ts": "" });
    const before = await runCli(app, ["init", "--dry-run"]);
    expect(before.stderr).toContain("nothing was written");
    expect(existsSync(join(app, "src/schema.ts"))).toBe(false);
    const report = reportOf((await runCli(app, ["init", "--json"])).stdout);
    expect(report.init?.steps[0]).toMatchObject({ path: "src/schema.ts", action: "created" });
    expect((await runCli(app, [])).code).toBe(0);
    expect((await runCli(app, ["check"])).code).toBe(0);
    expect(existsSync(join(app, "src/handlers/project.ts"))).toBe(true);
  });
});

describe("what cannot run", () => {
  it.each<[string, { readonly [path: string]: unknown }, readonly string[], string]>([
    ["no schema", {}, [], "kalphite-gen init"],
    ["a schema that does not exist", {}, ["--schema", "nope.ts"], "nope.ts"],
    ["a schema that does not parse", { "schema.ts": "export default {{" }, [], "schema.ts:1:"],
    [
      "a schema that throws",
      { "schema.ts": `const x: number = 1;\nthrow new Error("oops " + x);` },
      [],
      "oops 1",
    ],
    ["a wrong config", { "kalphite-gen.config.json": `{"shcema":1}` }, [], 'Did you mean "schema"?'],
    ["an unknown option", {}, ["--ouut"], "Did you mean --out?"],
    ["an unknown command", {}, ["chekc"], 'Did you mean "check"?'],
    ["an unknown project", { "schema.ts": plainSchema }, ["--project", "x"], 'no project "x"'],
  ])("exits with 2: %s", async (_, files, argv, message) => {
    const app = appFolder(files);
    const human = await runCli(app, argv);
    expect(human).toMatchObject({ code: 2, stdout: "" });
    expect(human.stderr).toContain(message);
    expect(human.stderr).not.toMatch(/^\s+at /m);
    const json = await runCli(app, [...argv, "--json"]);
    expect(json).toMatchObject({ code: 2, stderr: "" });
    const { error, exitCode, projects } = reportOf(json.stdout);
    expect({ exitCode, projects }).toEqual({ exitCode: 2, projects: [] });
    expect(error?.message).not.toBe("");
  });

  it("tells an error that nothing caught in one line, and its stack on request", async () => {
    const thrower = `queueMicrotask(() => { throw new TypeError("too late"); });\n${plainSchema}`;
    const app = appFolder({ "schema.ts": thrower });
    const plain = await runCli(app, ["lint"]);
    expect(plain.code).toBe(2);
    expect(plain.stderr).toContain("failed after it was loaded: TypeError: too late\n");
    expect(plain.stderr).toContain("DEBUG=kalphite-gen");
    expect(plain.stderr).not.toMatch(/^\s+at /m);
    const debugged = await runCli(app, ["lint"], { env: { DEBUG: "kalphite-gen" } });
    expect(debugged.stderr).toMatch(/^\s+at /m);
  });

  it.skipIf(!existsSync("/dev/full")).each(["fresh", "changed"])(
    "says that a full disk took no report of a %s project",
    async (state) => {
      const app = appFolder({ "schema.ts": plainSchema });
      if (state === "fresh") await runCli(app, ["generate"]);
      const bin = join(packageFolder, "bin", "kalphite-gen.js");
      const stdio = ["ignore", openSync("/dev/full", "w"), "pipe"] as const;
      const { status, stderr } = spawnSync(process.execPath, [bin, "check", "--json"], {
        cwd: app,
        stdio: [...stdio],
        encoding: "utf8",
      });
      expect(stderr).toMatch(/^kalphite-gen: The output cannot be written: ENOSPC.*\n$/);
      expect(status).toBe(2);
    },
  );

  it("says what the file system refused", async () => {
    const app = appFolder({ "schema.ts": plainSchema });
    mkdirSync(join(app, "generated/client.gen.ts"), { recursive: true });
    const { code, stderr } = await runCli(app, []);
    expect(code).toBe(2);
    expect(stderr).toContain("client.gen.ts");
    expect(stderr).not.toContain("mistake in kalphite-gen");
  });
});

describe("the rest", () => {
  it.each([["--version"], ["-v"]])("answers %s with the version", async (option) => {
    const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as {
      version: string;
    };
    expect(await runCli(temporaryFolder(), [option])).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: "",
    });
  });

  it("prints help and a completion script on stdout", async () => {
    const folder = temporaryFolder();
    expect((await runCli(folder, ["check", "--help"])).stdout).toContain("Exit codes:");
    expect((await runCli(folder, ["completion"])).stdout).toContain("kalphite-gen");
  });
});
