import type { Contract } from "../../contract/contract.js";
import type { Finding } from "../../contract/finding.js";
import { ruleOf } from "../../contract/rules.js";
import { createLintContext } from "./lint-context.js";
import type { LintRule } from "./lint-rule.js";
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

/** In the order in which findings at one place are told. */
const lintRules: readonly LintRule[] = [
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

/**
 * What is wrong with a contract, beyond what introspection found.
 *
 * @param introspected what introspection found
 */
export function lintContract(contract: Contract, introspected: readonly Finding[] = []): Finding[] {
  const isWhole = introspected.every((finding) => ruleOf(finding.rule).severity !== "error");
  const applied = isWhole ? [...lintRules, ...absenceRules] : lintRules;
  const context = createLintContext(contract);
  return applied.flatMap((rule) => [...rule(context)]);
}
