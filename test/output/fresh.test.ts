import { readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { hashOf } from "../../src/generator/output/file-stamp.js";
import { freshRun } from "../../src/generator/output/fresh.js";
import { type FinishedRun, recordRun } from "../../src/generator/output/record-run.js";
import { createFolder, type Folder } from "./folder.js";

let folder: Folder;
let run: FinishedRun;
beforeEach(() => {
  folder = createFolder({
    "repo/node_modules/zod/package.json": '{ "version": "4.0.0" }',
    "repo/package.json": "{}",
    "repo/app/schema.ts": "schema",
    "repo/app/tsconfig.json": "{}",
    "repo/app/handlers/todo.ts": "handler",
    "repo/app/handlers/deep/more.ts": "more",
    "repo/app/generated/types/todo.gen.ts": "types",
    "repo/app/generated/manifest.json": "manifest",
  });
  const at = (path: string): string => folder.at(`repo/${path}`);
  const outputs = ["app/generated/types/todo.gen.ts", "app/generated/manifest.json"];
  run = {
    key: { cwd: at("app"), args: ["generate"], version: "1.0.0" },
    startedMs: Date.now() + 60_000,
    summaries: [{ project: "app", files: 2 }],
    inputs: [
      { path: at("app/schema.ts"), hash: hashOf("schema") },
      { path: at("app/handlers/todo.ts") },
      { path: at("app/handlers/deep/more.ts") },
      { path: at("node_modules/zod/package.json") },
    ],
    outputs: [{ path: at(outputs[0]!), hash: hashOf("types") }, { path: at(outputs[1]!) }],
    folders: [at("app/generated"), at("app/handlers")],
  };
  expect(recordRun(run)).toBe(true);
});
afterEach(() => {
  vi.unstubAllEnvs();
  folder.remove();
});

const write = (path: string, text: string): void => folder.write({ [`repo/${path}`]: text });
const isFresh = (key = run.key): boolean => freshRun(key) !== undefined;

test("nothing changed", () => {
  expect(freshRun(run.key)).toEqual(run.summaries);
  expect(freshRun(run.key)).toEqual(run.summaries);
});

describe("another command is not known", () => {
  test.each([
    ["other options", { args: ["generate", "--out", "x"] }],
    ["another version", { version: "1.0.1" }],
    ["another folder", { cwd: "/" }],
  ])("%s", (_title, change) => expect(isFresh({ ...run.key, ...change })).toBe(false));
});

describe("is noticed", () => {
  test.each<[title: string, change: () => void]>([
    ["a changed schema", () => write("app/schema.ts", "schema, longer")],
    [
      "a changed schema of the same length and time",
      () => {
        const { atimeMs, mtimeMs } = statSync(folder.at("repo/app/schema.ts"));
        write("app/schema.ts", "SCHEMA");
        utimesSync(folder.at("repo/app/schema.ts"), atimeMs / 1_000, mtimeMs / 1_000);
      },
    ],
    ["a missing schema", () => rmSync(folder.at("repo/app/schema.ts"))],
    ["a changed output", () => write("app/generated/types/todo.gen.ts", "edits")],
    ["a missing output", () => rmSync(folder.at("repo/app/generated/types/todo.gen.ts"))],
    ["a changed manifest", () => write("app/generated/manifest.json", "MANIFEST")],
    ["an extra output", () => write("app/generated/extra.gen.ts", "")],
    ["an extra output in a folder within", () => write("app/generated/types/extra.gen.ts", "")],
    ["a new handler file", () => write("app/handlers/new.ts", "")],
    ["a new handler file in a folder within", () => write("app/handlers/deep/new.ts", "")],
    ["a changed handler", () => write("app/handlers/todo.ts", "handler!")],
    [
      "a renamed handler file",
      () => renameSync(folder.at("repo/app/handlers/todo.ts"), folder.at("repo/app/handlers/x.ts")),
    ],
    ["another version of zod", () => write("node_modules/zod/package.json", '{ "version": "4.0.1" }')],
    ["a changed tsconfig that nobody named", () => write("app/tsconfig.json", "{ }")],
    ["a prettier configuration beside the schema", () => write("app/.prettierrc", "{}")],
    ["a prettier configuration further up", () => write("prettier.config.mjs", "export default {};")],
    ["an .editorconfig above the repository", () => folder.write({ ".editorconfig": "" })],
    ["a prettier key in package.json", () => write("package.json", '{ "prettier": {} }')],
    ["a nearer package.json", () => write("app/package.json", "{}")],
    ["a tsconfig nearer to the output", () => write("app/generated/tsconfig.json", "{}")],
    ["a config of kalphite-gen", () => write("app/kalphite-gen.config.ts", "")],
    ["no output at all", () => rmSync(folder.at("repo/app/generated"), { recursive: true })],
  ])("%s", (_title, change) => {
    change();
    expect(isFresh()).toBe(false);
  });
});

describe("does not matter", () => {
  test.each<[title: string, change: () => void]>([
    [
      "touched files",
      () => {
        const soon = Date.now() / 1_000 + 5;
        for (const path of ["schema.ts", "handlers/todo.ts", "generated/manifest.json"])
          utimesSync(folder.at(`repo/app/${path}`), soon, soon);
      },
    ],
    ["other files beside the configuration", () => write("app/notes.md", "")],
    ["a temporary file of a run under way", () => write("app/generated/.kalphite-gen-1-1.tmp", "")],
    [
      "a corrupt cache of another command",
      () => {
        const cache = folder.at("repo/node_modules/.cache/kalphite-gen");
        writeFileSync(`${cache}/run-0.json`, "{");
      },
    ],
  ])("%s", (_title, change) => {
    change();
    expect(isFresh()).toBe(true);
    expect(isFresh()).toBe(true);
  });
});

test("what had to be read once is not read again", async () => {
  const soon = Date.now() / 1_000 - 100;
  utimesSync(folder.at("repo/app/schema.ts"), soon, soon);
  vi.useFakeTimers({ now: Date.now() + 10_000, toFake: ["Date"] });
  try {
    expect(isFresh()).toBe(true);
    const recorded = statSync(recordedFile()).mtimeMs;
    expect(isFresh()).toBe(true);
    expect(statSync(recordedFile()).mtimeMs).toBe(recorded);
  } finally {
    vi.useRealTimers();
  }
});

describe("is not recorded", () => {
  test("where an input is not what the run worked with", () => {
    write("app/schema.ts", "saved while it ran");
    expect(recordRun(run)).toBe(false);
  });
  test("where a configuration changed after the run began", () => {
    const started = Date.now();
    write("app/.prettierrc", "{}");
    expect(recordRun({ ...run, startedMs: started - 10 })).toBe(false);
  });
});

test.each(["", "{", "null", '{"format":1}', '{"format":2,"key":{}}'])("a record of %j is none", (text) => {
  writeFileSync(recordedFile(), text);
  expect(isFresh()).toBe(false);
});

test("the state is kept elsewhere where there is no node_modules", () => {
  rmSync(folder.at("repo/node_modules"), { recursive: true });
  vi.stubEnv("TMPDIR", folder.path);
  const inputs = run.inputs.slice(0, 3);
  expect(recordRun({ ...run, inputs })).toBe(true);
  expect(isFresh()).toBe(true);
  write("app/schema.ts", "changed");
  expect(isFresh()).toBe(false);
});

function recordedFile(): string {
  const cache = folder.at("repo/node_modules/.cache/kalphite-gen");
  return `${cache}/${readdirSync(cache).find((name) => name.startsWith("run-"))!}`;
}
