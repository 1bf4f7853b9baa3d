import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, it } from "vitest";
import { ruleGroups, rules } from "../../src/contract/rules.js";
import { GeneratorError, type Diagnostic } from "../../src/generator/lint/diagnostic.js";
import { loadContract } from "../../src/generator/pipeline.js";

const fixtures = join(import.meta.dirname, "fixtures");
const folders = readdirSync(fixtures);

interface Expected {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

async function lint(path: string): Promise<readonly Diagnostic[]> {
  try {
    return (await loadContract(path)).diagnostics;
  } catch (error) {
    if (error instanceof GeneratorError) return error.diagnostics;
    throw error;
  }
}

it.each(folders)("%s", async (rule) => {
  const folder = join(fixtures, rule);
  const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as Expected[];
  const diagnostics = await lint(join(folder, "schema.ts"));
  const found = diagnostics.map(({ rule, location }) => ({
    rule,
    file: location ? basename(location.file) : undefined,
    line: location?.line,
    column: location?.column,
  }));
  expect(found).toEqual(expected);
  expect(found.map((diagnostic) => diagnostic.rule)).toContain(rule);
  for (const { rule, severity, message, fix } of diagnostics) {
    expect(severity).toBe(rules.find(({ id }) => id === rule)?.severity);
    expect(message).toMatch(/\S/);
    expect(fix).toMatch(/\S/);
  }
});

const ofFiles = ["schema-syntax", "schema-throws", "duplicate-key", "import-not-found"];

it("has a fixture for every rule about schemas, and for nothing else", () => {
  const aboutSchemas = ruleGroups
    .filter(({ title }) => title !== "Files and configuration")
    .flatMap(({ rules }) => rules.map(({ id }) => id as string));
  expect(folders.toSorted()).toEqual([...aboutSchemas, ...ofFiles].toSorted());
  for (const folder of folders) expect(existsSync(join(fixtures, folder, "schema.ts"))).toBe(true);
});

it("tells where a schema file was looked for", async () => {
  const [diagnostic] = await lint(join(fixtures, "nowhere.ts"));
  expect(diagnostic?.rule).toBe("schema-not-found");
  expect(diagnostic?.message).toContain("nowhere.ts");
});
