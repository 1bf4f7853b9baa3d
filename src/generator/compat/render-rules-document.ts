import { compatRuleGroups } from "../../contract/compat/compat-rules.js";

/** Every compatibility rule, in Markdown, for the end of docs/compat.md; each has its id as its heading, and so as its anchor. */
export function renderCompatRulesDocument(): string {
  const sections = compatRuleGroups.map(({ title, rules }) => {
    const table = rules.map(
      ({ id, severity, breaks, title: found }) =>
        `| [\`${id}\`](#${id}) | ${severity} | ${breaks.join(", ") || "nobody"} | ${found} |`,
    );
    const entries = rules.map(
      ({ id, protects, fix }) => `#### ${id}\n\n${protects}\n\nThe way out: ${fix}\n`,
    );
    return `### ${title}\n\n| rule | severity | who breaks | what was found |\n| --- | --- | --- | --- |\n${table.join("\n")}\n\n${entries.join("\n")}`;
  });
  return `## The rules\n\n${sections.join("\n")}`;
}
