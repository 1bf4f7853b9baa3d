import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ConformanceKit } from "../../src/generator/cli/conformance-kit.js";
import type { Report } from "../../src/generator/cli/report.js";
import type { ConformanceReport } from "../../src/testing/index.js";
import * as testing from "../../src/testing/index.js";
import { exampleFolder } from "../examples/support/example-projects.js";
import { faults, startFaultyServer, type FaultyServer } from "../testing/faulty-server.js";
import { appFolder, runCli } from "./run-cli.js";
import { temporaryFolder } from "./temporary-folder.js";

/** What the command takes of the kit is there, with these types but for what it only passes on. */
testing satisfies { readonly [Name in keyof ConformanceKit]: unknown };

const contract = join(exampleFolder("todo"), "generated/contract.json");
const gap = faults.find(({ clause }) => clause === "P7")!;
let good: FaultyServer;
let bad: FaultyServer;

beforeAll(async () => {
  good = await startFaultyServer({ clause: "P1", what: "nothing is wrong" });
  bad = await startFaultyServer(gap);
});
afterAll(async () => {
  await good[Symbol.asyncDispose]();
  await bad[Symbol.asyncDispose]();
});

const tokens = ["--token", "ada", "--other-token", "ben"];

it("exits with 0 where the server keeps the protocol, and says how to see it again", async () => {
  const folder = temporaryFolder({});
  const { code, stdout, stderr } = await runCli(folder, [
    "verify",
    good.url,
    "--contract",
    contract,
    "--seed",
    "5",
    ...tokens,
  ]);
  expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: "" });
  expect(stderr).toContain("ok    gaps (P7, P36): ");
  expect(stderr).toContain("The same again: --seed 5\n");
});

it("exits with 1 where it does not, and shows the clause and what was said", async () => {
  const argv = ["verify", bad.url, "--contract", contract, "--only", "gaps,deltas", "--seed", "5", ...tokens];
  const { code, stderr } = await runCli(temporaryFolder({}), [...argv, "--quiet"]);
  expect(code).toBe(1);
  expect(stderr).toContain("FAIL  gaps (P7, P36)");
  expect(stderr).toContain("P7 is broken: The answer must be 409, and is 200");
  expect(stderr).toContain("> POST /sync/operations?roomId=verify-");
  expect(stderr).not.toContain("deltas");

  const { stdout } = await runCli(temporaryFolder({}), [...argv, "--json"]);
  const report = (JSON.parse(stdout) as Report).conformance as ConformanceReport;
  expect(report.checks.map(({ id, status, failure }) => [id, status, failure?.clause])).toEqual([
    ["gaps", "failed", "P7"],
    ["deltas", "passed", undefined],
  ]);
  const junit = (await runCli(temporaryFolder({}), [...argv, "--format", "junit"])).stdout;
  expect(junit).toContain('tests="2" failures="1" skipped="0"');
  expect(junit).toContain('<failure type="P7" message="The answer must be 409, and is 200">');
});

it("sends the same operations after the same seed", async () => {
  const sent = async () => {
    const argv = [
      "verify",
      bad.url,
      "--contract",
      contract,
      "--only",
      "gaps",
      "--seed",
      "5",
      "--json",
      ...tokens,
    ];
    const { stdout } = await runCli(temporaryFolder({}), argv);
    const { checks } = (JSON.parse(stdout) as Report).conformance as ConformanceReport;
    // Rooms and clients are new in each run, and time goes on.
    return checks[0]!.failure!.exchanges.map((exchange) =>
      exchange.sent.replace(/verify-\w+/g, "").replace(/"timestamp":\d+/g, ""),
    );
  };
  expect(await sent()).toEqual(await sent());
});

it("takes the contract of the schema where none is named", async () => {
  const app = appFolder({
    "schema.ts": `import { z } from "zod";
import { create, defineSchema, entity } from "kalphite-gen/schema";
export default defineSchema({
  entities: { todo: entity({ title: z.string().min(1).max(200), projectId: z.string().optional() }) },
  operations: { addTodo: create("todo", { args: ["title", "projectId?"] }) },
});`,
  });
  const { code, stderr } = await runCli(app, [
    "verify",
    good.url,
    "--only",
    "in-order,contract-arguments",
    "--token",
    "ada",
  ]);
  expect(code, stderr).toBe(0);
});

it.each([
  [["verify"], "verify needs a url: kalphite-gen verify"],
  [["verify", "localhost"], '"localhost" is no address of a server'],
  [["verify", "http://127.0.0.1:1", "--contract", contract], "got no answer"],
  [["verify", "http://127.0.0.1:1", "--contract", "x.json"], "This is not a contract"],
  [["verify", "http://127.0.0.1:1", "--contract", "none.json"], "there is no such file or folder"],
  [["verify", "http://127.0.0.1:1", "--contract", contract, "--seed", "abc"], "--seed"],
  [["verify", "http://127.0.0.1:1", "--contract", contract, "--format", "github"], "Choose from text, junit"],
  [["verify", "http://127.0.0.1:1", "--contract", contract, "--only", "gasp"], 'There is no check "gasp"'],
])("says what is wrong with %j, and exits with 2", async (argv, message) => {
  const folder = temporaryFolder({});
  writeFileSync(join(folder, "x.json"), "{}");
  const { code, stderr } = await runCli(folder, argv);
  expect(stderr).toContain(message);
  expect(code).toBe(2);
});
