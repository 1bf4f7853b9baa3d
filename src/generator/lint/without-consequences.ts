import type { Finding } from "../../contract/finding.js";
import { ruleOf } from "../../contract/rules.js";

const followOperationErrors = new Set(["missing-set", "argument-unused"]);

/** Findings without those that only follow from an error told already: each mistake is told once. */
export function withoutConsequences(findings: readonly Finding[]): Finding[] {
  const errors = findings.filter((finding) => ruleOf(finding.rule).severity === "error");
  const brokenOperations = new Set(
    errors.filter(({ path }) => path[0] === "operations" && path.length > 2).map(({ path }) => path[1]),
  );
  const brokenPlaces = new Set(errors.map(({ path }) => JSON.stringify(path)));
  return findings.filter(({ rule, path }) => {
    if (followOperationErrors.has(rule)) return path[0] !== "operations" || !brokenOperations.has(path[1]);
    return rule !== "uncompiled-node" || !brokenPlaces.has(JSON.stringify(path));
  });
}
