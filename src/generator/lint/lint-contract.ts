import type { Contract } from "../../contract/contract.js";
import { isSameList } from "../../contract/keep-unchanged.js";
import type { Finding } from "../../contract/finding.js";
import { ruleOf } from "../../contract/rules.js";
import { createLintContext, type LintContext } from "./lint-context.js";
import type { LintFinding, LintRule, NarrowRule, SchemaNames } from "./lint-rule.js";
import { createFactsFinders } from "./part-facts.js";
import { argumentUnused } from "./rules/argument-unused.js";
import { caseOnlyValues } from "./rules/case-only-values.js";
import { clientMember } from "./rules/client-member.js";
import { formerNameTaken } from "./rules/former-name-taken.js";
import { reservedName } from "./rules/reserved-name.js";
import { deprecatedEntity } from "./rules/deprecated-entity.js";
import { duplicateTouch } from "./rules/duplicate-touch.js";
import { emptySchema } from "./rules/empty-schema.js";
import { entityWithoutOperations } from "./rules/entity-without-operations.js";
import { integerArgument } from "./rules/integer-argument.js";
import { loadTimeValue } from "./rules/load-time-value.js";
import { legacyName } from "./rules/legacy-name.js";
import { longName } from "./rules/long-name.js";
import { nameCollision } from "./rules/name-collision.js";
import { namesDifferInCase } from "./rules/names-differ-in-case.js";
import { protoName } from "./rules/proto-name.js";
import { reservedWord } from "./rules/reserved-word.js";
import { unsatisfiableType } from "./rules/unsatisfiable-type.js";
import { unusableName } from "./rules/unusable-name.js";
import { declaredOperations } from "../../contract/declared-operations.js";

/** In the order in which findings at one place are told. */
const lintRules: readonly (LintRule | NarrowRule)[] = [
  unusableName,
  longName,
  protoName,
  legacyName,
  reservedName,
  formerNameTaken,
  clientMember,
  reservedWord,
  nameCollision,
  namesDifferInCase,
  integerArgument,
  argumentUnused,
  loadTimeValue,
  duplicateTouch,
  unsatisfiableType,
  caseOnlyValues,
  deprecatedEntity,
];

/** What is missing from a schema; told only where nothing was left out of the contract for an error. */
const absenceRules: readonly LintRule[] = [emptySchema, entityWithoutOperations];

const narrowRules = lintRules.filter((rule): rule is NarrowRule => typeof rule !== "function");
const factsIn = createFactsFinders(narrowRules);

/** What was found among the names of the last schema, for the next one with the same names. */
export class LintMemory {
  names: SchemaNames | undefined;
  found: ReadonlyMap<NarrowRule, readonly LintFinding[]> = new Map();
}

/**
 * What is wrong with a contract, beyond what introspection found.
 *
 * @param introspected what introspection found
 * @param memory of earlier contracts of the same schema
 */
export function lintContract(
  contract: Contract,
  introspected: readonly Finding[] = [],
  memory: LintMemory = new LintMemory(),
): Finding[] {
  const isWhole = introspected.every((finding) => ruleOf(finding.rule).severity !== "error");
  const applied = isWhole ? [...lintRules, ...absenceRules] : lintRules;
  const operations = declaredOperations(contract);
  const facts = factsIn(contract.definitions);
  const parts = [...contract.entities.map(facts.ofEntity), ...operations.map(facts.ofOperation)];
  const context = createLintContext(contract, operations, parts);
  const among = findAmongNames(context, memory);
  const suspects = parts.filter(({ findings }) => findings.size > 0);
  return applied.flatMap((rule): readonly Finding[] =>
    typeof rule === "function"
      ? [...rule(context)]
      : [...(among.get(rule) ?? []), ...suspects.flatMap(({ findings }) => findings.get(rule) ?? [])],
  );
}

function findAmongNames({ entities, operations }: LintContext, memory: LintMemory): LintMemory["found"] {
  const names = { types: entities.map(({ type }) => type), operations: operations.map(({ name }) => name) };
  const { names: earlier } = memory;
  const isKnown =
    earlier && isSameList(earlier.types, names.types) && isSameList(earlier.operations, names.operations);
  if (!isKnown) {
    memory.names = names;
    memory.found = new Map(narrowRules.map((rule) => [rule, [...(rule.amongNames?.(names) ?? [])]]));
  }
  return memory.found;
}
