import { compareContracts } from "../../contract/compat/compare-contracts.js";
import type { Contract } from "../../contract/contract.js";
import { isIgnored, type IgnoredFinding } from "../compat/compat-settings.js";
import type { FormerVerdict } from "./contract-history.js";
import { declaredOperations } from "../../contract/declared-operations.js";

/** A removal that `reserved` and `deprecated` prepared is always old enough here: output must not depend on the day. */
const anyDay = { now: Infinity, deprecationDays: 0 };

/** How a server of the present contract meets clients of a former one (P35). */
export function verdictOn(
  former: Contract,
  present: Contract,
  ignore: readonly IgnoredFinding[] = [],
): FormerVerdict {
  const grave = compareContracts(former, present, anyDay).filter(
    (finding) =>
      (finding.severity === "critical" || finding.severity === "error") &&
      finding.breaks.includes("clients") &&
      !ignore.some((entry) => isIgnored(finding, entry)),
  );
  const declared = declaredOperations(former);
  const broken = declared
    .map(({ name }) => name)
    .filter((name) =>
      grave.some(
        ({ path, subject }) => path[0] === "operations" && operationOf(subject, present, former) === name,
      ),
    );
  const upgrades = declared.flatMap((operation) => {
    const now = successor(operation.name, present)?.upgrades ?? 0;
    const had = operation.upgrades ?? 0;
    return now > had ? [[operation.name, had] as const] : [];
  });
  return {
    ...(grave.length > 0 && { refused: true as const }),
    ...(broken.length > 0 && { operations: broken }),
    ...(upgrades.length > 0 && { upgrades: Object.fromEntries(upgrades) }),
  };
}

/** The former operation that a finding is about: subjects begin with the present name, or with the former one of what is gone. */
function operationOf(subject: string, present: Contract, former: Contract): string | undefined {
  const name = [...former.operations, ...present.operations]
    .map((operation) => operation.name)
    .filter((candidate) => subject === candidate || subject.startsWith(`${candidate}.`))
    .sort((a, b) => b.length - a.length)[0];
  if (name === undefined) return undefined;
  if (former.operations.some((operation) => operation.name === name)) return name;
  const renamed = present.operations.find((operation) => operation.name === name)?.renamedFrom ?? [];
  return renamed.find((old) => former.operations.some((operation) => operation.name === old));
}

function successor(name: string, { operations }: Contract) {
  return (
    operations.find((operation) => operation.name === name) ??
    operations.find((operation) => operation.renamedFrom?.includes(name))
  );
}
