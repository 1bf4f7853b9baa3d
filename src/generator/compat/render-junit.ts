import { xmlAttribute, xmlText } from "../../contract/xml-text.js";
import type { CompatDiagnostic } from "./check-compat.js";
import { placeOf } from "./render-compat.js";

/** JUnit's XML: a test case a finding, which fails where it counts. */
export function renderJunit(
  suites: readonly { readonly name: string; readonly diagnostics: readonly CompatDiagnostic[] }[],
  cwd: string,
): string {
  const bodies = suites.map(({ name, diagnostics }) => {
    const failures = diagnostics.filter(({ counts }) => counts).length;
    const skipped = diagnostics.filter(({ ignored }) => ignored !== undefined).length;
    const cases = diagnostics.map((diagnostic) => {
      const { rule, subject, message, counts, ignored, before, after, fix } = diagnostic;
      const attributes = `classname=${xmlAttribute(rule)} name=${xmlAttribute(subject)}`;
      if (ignored !== undefined)
        return `    <testcase ${attributes}><skipped message=${xmlAttribute(ignored)}/></testcase>`;
      if (!counts) return `    <testcase ${attributes}/>`;
      const detail = [
        placeOf(diagnostic, cwd),
        `was: ${before ?? "-"}`,
        `is: ${after ?? "-"}`,
        `fix: ${fix}`,
      ];
      return `    <testcase ${attributes}><failure type=${xmlAttribute(rule)} message=${xmlAttribute(message)}>${xmlText(detail.join("\n"))}</failure></testcase>`;
    });
    const passed = `    <testcase classname="compat" name="no breaking change"/>`;
    const count = Math.max(1, cases.length);
    return `  <testsuite name=${xmlAttribute(name)} tests="${count}" failures="${failures}" skipped="${skipped}" errors="0">\n${(cases.length > 0 ? cases : [passed]).join("\n")}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${bodies.join("\n")}\n</testsuites>\n`;
}
