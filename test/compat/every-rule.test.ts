import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, it } from "vitest";
import { compatRuleOf, compatRules, isCompatRuleId } from "../../src/contract/compat/compat-rules.js";
import { checkCompat } from "../../src/generator/compat/check-compat.js";
import { loadContract } from "../../src/generator/pipeline.js";

const fixtures = join(import.meta.dirname, "fixtures");
const folders = readdirSync(fixtures);

interface Expected {
  readonly rule: string;
  readonly subject: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const now = Date.parse("2026-01-31");

it.each(folders)("%s", async (rule) => {
  const folder = join(fixtures, rule);
  const expected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as Expected[];
  const before = await loadContract(join(folder, "before.ts"));
  const after = await loadContract(join(folder, "after.ts"));
  expect(
    [...before.diagnostics, ...after.diagnostics].filter(({ severity }) => severity === "error"),
  ).toEqual([]);
  const { diagnostics } = checkCompat(before.contract, after.contract, after.loaded, {}, now);
  const found = diagnostics.map(({ rule, subject, location }) => ({
    rule,
    subject,
    file: location ? basename(location.file) : undefined,
    line: location?.line,
    column: location?.column,
  }));
  expect(found).toEqual(expected);
  expect(found.map((diagnostic) => diagnostic.rule)).toContain(rule);
  for (const { rule, severity, breaks, message, fix, before: was, after: is } of diagnostics) {
    expect({ severity, breaks, fix }).toEqual({
      severity: compatRuleOf(rule).severity,
      breaks: compatRuleOf(rule).breaks,
      fix: compatRuleOf(rule).fix,
    });
    expect(message).toMatch(/\S/);
    expect(was ?? is).toMatch(/\S/);
  }
});

it("has a fixture for every rule, and for nothing else", () => {
  expect(folders.toSorted()).toEqual(compatRules.map(({ id }) => id as string).toSorted());
});

it("keeps ids unique, in kebab-case, and lets somebody break wherever it is grave", () => {
  expect(new Set(compatRules.map(({ id }) => id)).size).toBe(compatRules.length);
  for (const { id, severity, breaks } of compatRules) {
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(isCompatRuleId(id)).toBe(true);
    if (severity === "critical" || severity === "error") expect(breaks.length).toBeGreaterThan(0);
  }
});

it("finds nothing in a contract that is held against itself", async () => {
  const { contract, loaded } = await loadContract(
    join(import.meta.dirname, "../../examples/kitchen-sink/schema.ts"),
  );
  expect(checkCompat(contract, contract, loaded, {}, now)).toEqual({ diagnostics: [], unusedIgnores: [] });
});
