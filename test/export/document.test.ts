import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { expect, it } from "vitest";
import { knownDifferences } from "../../src/contract/json-schema/known-difference.js";

const page = join(import.meta.dirname, "../../docs/exports.md");

const directions = {
  wider: "takes more",
  narrower: "takes less",
  both: "takes more or less",
};

it("docs/exports.md ends with the table of differences (refresh: npx vitest run test/export/document.test.ts -u)", async () => {
  const mark = "<!-- differences -->\n";
  const text = readFileSync(page, "utf8");
  const own = text.slice(0, text.indexOf(mark) + mark.length);
  const rows = knownDifferences.map(
    ({ id, direction, what }) => `| \`${id}\` | ${directions[direction]} | ${what} |`,
  );
  const table = ["| difference | the schema | |", "| --- | --- | --- |", ...rows].join("\n");
  const options = { ...(await resolveConfig(page)), filepath: page };
  await expect(await format(`${own}\n${table}\n`, options)).toMatchFileSnapshot(page);
});
