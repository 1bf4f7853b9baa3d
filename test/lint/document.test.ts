import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { expect, it } from "vitest";
import { ruleGroups, ruleOf, rules } from "../../src/contract/rules.js";
import { renderRules, renderRulesDocument } from "../../src/generator/lint/render-rules.js";

const page = join(import.meta.dirname, "../../docs/diagnostics.md");

it("docs/diagnostics.md is printed from the table (refresh: npx vitest run test/lint/document.test.ts -u)", async () => {
  const options = { ...(await resolveConfig(page)), filepath: page };
  await expect(await format(renderRulesDocument(), options)).toMatchFileSnapshot(page);
});

it("has an anchor for every rule", () => {
  const headings = new Set(renderRulesDocument().match(/^### .*$/gm));
  for (const { id } of rules) expect(headings).toContain(`### ${id}`);
});

it("keeps ids unique and in kebab-case", () => {
  const ids = rules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$|^zod3-schema$/);
});

it("prints each rule with its fix, in groups", () => {
  const text = renderRules({ color: false });
  const lines = text.trimEnd().split("\n");
  expect(lines).toHaveLength(2 * rules.length + 2 * ruleGroups.length - 1);
  for (const { id, severity, title, fix } of rules) {
    const isOfRule = (line: string) =>
      line.startsWith(`  ${severity}`) && line.includes(` ${id} `) && line.endsWith(title);
    expect(lines.filter(isOfRule)).toHaveLength(1);
    expect(lines[lines.findIndex(isOfRule) + 1]!.trimStart()).toBe(`fix: ${fix}`);
  }
  expect(renderRules({ color: true })).toContain("\u001b[31merror");
});

it("refuses an unknown id", () => {
  expect(ruleOf("unknown-field").severity).toBe("error");
  expect(() => ruleOf("no-such-rule")).toThrow(RangeError);
});
