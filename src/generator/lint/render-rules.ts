import { ruleGroups, rules } from "../../contract/rules.js";
import { createPaint } from "../cli/terminal.js";

/** The rule table for `lint --rules`: of each rule severity, id and title, and the fix below. Ends with a newline. */
export function renderRules(options: { readonly color: boolean }): string {
  const paint = createPaint(options.color);
  const idWidth = Math.max(...rules.map(({ id }) => id.length));
  const colours = { error: "red", warning: "yellow", note: "cyan" } as const;
  const sections = ruleGroups.map(({ title, rules }) => {
    const lines = rules.map(
      (rule) =>
        `  ${paint(colours[rule.severity], rule.severity.padEnd(7))}  ${rule.id.padEnd(idWidth)}  ${rule.title}\n${" ".repeat(idWidth + 13)}${paint("dim", `fix: ${rule.fix}`)}`,
    );
    return `${paint("bold", title)}\n${lines.join("\n")}\n`;
  });
  return sections.join("\n");
}

/** The documentation of every rule, in Markdown; each has its id as its heading, and so as its anchor. */
export function renderRulesDocument(): string {
  const sections = ruleGroups.map(({ title, rules }) => {
    const table = rules.map(
      ({ id, severity, title }) => `| [\`${id}\`](#${id}) | ${severity} | ${escaped(title)} |`,
    );
    const entries = rules.map(
      ({ id, severity, title, why, fix }) =>
        `### ${id}\n\n**${escaped(title)}** (${severity}). ${escaped(why)}\n\nFix: ${escaped(fix)}\n`,
    );
    return `## ${title}\n\n| rule | severity | what was found |\n| --- | --- | --- |\n${table.join("\n")}\n\n${entries.join("\n")}`;
  });
  return `# Diagnostics

Every finding of \`kalphite-gen\` has a rule id, a place in your files, what is wrong there, and what to do about it.
An **error** stops \`generate\` before anything is written. A **warning** is told and does not stop it; \`lint\` and
\`check\` end with exit code 1 for errors. A **note** is for your information.

\`kalphite-gen lint --rules\` prints the same table. This page is printed from it; a test holds them equal.

${sections.join("\n")}`;
}

/** Placeholders such as \`upsert<type>\` are text, not HTML. */
function escaped(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replaceAll("<", "&lt;").replaceAll("_", "\\_")))
    .join("");
}
