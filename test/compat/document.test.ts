import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { expect, it } from "vitest";
import { renderCompatRulesDocument } from "../../src/generator/compat/render-rules-document.js";

const page = join(import.meta.dirname, "../../docs/compat.md");

it("docs/compat.md ends with the table of rules (refresh: npx vitest run test/compat/document.test.ts -u)", async () => {
  const mark = "<!-- rules -->\n";
  const text = readFileSync(page, "utf8");
  const own = text.slice(0, text.indexOf(mark) + mark.length);
  const options = { ...(await resolveConfig(page)), filepath: page };
  const whole = await format(`${own}\n${renderCompatRulesDocument()}`, options);
  await expect(whole).toMatchFileSnapshot(page);
});
