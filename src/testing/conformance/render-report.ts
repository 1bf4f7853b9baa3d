import { xmlAttribute, xmlText } from "../../contract/xml-text.js";
import type { CheckResult, ConformanceReport, Exchange } from "./conformance-report.js";

const marks = { passed: "ok  ", failed: "FAIL", skipped: "skip" } as const;

/** One check, for people; a failure with what was said. */
export function renderCheck({ id, title, clauses, status, notes, failure }: CheckResult): string {
  const lines = [`${marks[status]}  ${id} (${clauses.join(", ")}): ${title}`];
  for (const note of notes) lines.push(`      ${note}`);
  if (failure) {
    lines.push(`      ${failure.clause} is broken: ${failure.message}`);
    for (const exchange of failure.exchanges) lines.push("", ...renderExchange(exchange));
    lines.push("");
  }
  return `${lines.join("\n")}\n`;
}

function renderExchange({ sent, received }: Exchange): string[] {
  return [
    ...sent.split("\n").map((line) => `      > ${line}`),
    ...received.split("\n").map((line) => `      < ${line}`),
  ];
}

/** What became of it all, and how to see it again. */
export function renderVerdict({ checks, seed, passed, unseen }: ConformanceReport): string {
  const count = (status: CheckResult["status"]) => checks.filter((check) => check.status === status).length;
  const parts = [`${count("passed")} passed`, `${count("failed")} failed`, `${count("skipped")} skipped`];
  const verdict = passed ? "The server keeps what was checked" : "The server does not keep the protocol";
  const notSeen = `Not to be seen from outside: ${unseen.map(({ clause }) => clause).join(", ")}.`;
  return `${verdict}: ${parts.join(", ")}. ${notSeen}\nThe same again: --seed ${seed}\n`;
}

/** JUnit's XML: a test case a check. */
export function renderConformanceJunit({ url, checks }: ConformanceReport): string {
  const cases = checks.map(({ id, clauses, status, notes, failure, durationMs }) => {
    const attributes = `classname=${xmlAttribute(clauses.join(" "))} name=${xmlAttribute(id)} time="${durationMs / 1000}"`;
    if (status === "skipped")
      return `    <testcase ${attributes}><skipped message=${xmlAttribute(notes.join("; "))}/></testcase>`;
    if (failure === undefined) return `    <testcase ${attributes}/>`;
    const detail = failure.exchanges.flatMap(renderExchange).join("\n");
    return `    <testcase ${attributes}><failure type=${xmlAttribute(failure.clause)} message=${xmlAttribute(failure.message)}>${xmlText(detail)}</failure></testcase>`;
  });
  const count = (status: CheckResult["status"]) => checks.filter((check) => check.status === status).length;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n  <testsuite name=${xmlAttribute(url)} tests="${checks.length}" failures="${count("failed")}" skipped="${count("skipped")}" errors="0">\n${cases.join("\n")}\n  </testsuite>\n</testsuites>\n`;
}
