import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Report } from "../../src/generator/cli/report.js";
import { appFolder, plainSchema, runCli } from "./run-cli.js";

it("prints a document on stdout, and nothing else there", async () => {
  const app = appFolder({ "schema.ts": plainSchema });
  const { code, stdout, stderr } = await runCli(app, ["export", "openapi"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(JSON.parse(stdout)).toMatchObject({ openapi: "3.1.0", info: { title: "app" } });
  const { stdout: report } = await runCli(app, ["export", "markdown", "--json"]);
  expect((JSON.parse(report) as Report).projects[0]!.exported).toMatch(/^# app\n/);
});

it("writes a file, and says whether it changed", async () => {
  const app = appFolder({ "schema.ts": plainSchema });
  const first = await runCli(app, ["export", "json-schema", "--to", "docs/contract.schema.json"]);
  expect(first).toEqual({ code: 0, stdout: "", stderr: "created  docs/contract.schema.json\n" });
  const text = readFileSync(join(app, "docs/contract.schema.json"), "utf8");
  expect(JSON.parse(text)).toMatchObject({ $schema: "https://json-schema.org/draft/2020-12/schema" });
  const second = await runCli(app, ["export", "json-schema", "--to", "docs/contract.schema.json"]);
  expect(second.stderr).toBe("unchanged  docs/contract.schema.json\n");
});

it("exits with 1 after errors in the schema, and writes nothing", async () => {
  const app = appFolder({ "schema.ts": plainSchema.replace('"todo"', '"toodo"') });
  const { code, stdout, stderr } = await runCli(app, ["export", "markdown", "--to", "contract.md"]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("unknown-entity");
  expect(existsSync(join(app, "contract.md"))).toBe(false);
});

it("asks which of several projects", async () => {
  const app = appFolder({
    "a.ts": plainSchema,
    "b.ts": plainSchema,
    "package.json": {
      name: "app",
      type: "module",
      kalphite: { projects: { a: { schema: "a.ts", out: "a" }, b: { schema: "b.ts", out: "b" } } },
    },
  });
  expect((await runCli(app, ["export", "openapi"])).stderr).toContain(
    "there are 2: say which with --project",
  );
  const one = await runCli(app, ["export", "openapi", "--project", "b"]);
  expect(JSON.parse(one.stdout)).toMatchObject({ info: { title: "b" } });
});

it.each([
  [["export"], "export needs to be told what: openapi, asyncapi, json-schema, markdown."],
  [["export", "openapy"], 'There is no "openapy" to export. Did you mean "openapi"?'],
  [["export", "openapi", "markdown"], "One at a time: openapi, markdown."],
  [["export", "openapi", "--to"], "--to needs a value."],
])("says what is wrong with %j", async (argv, message) => {
  const app = appFolder({ "schema.ts": plainSchema });
  writeFileSync(join(app, "x"), "");
  const { code, stderr } = await runCli(app, argv);
  expect(stderr).toContain(message);
  expect(code).toBe(2);
});
