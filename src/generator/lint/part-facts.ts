import type { EntityModel, OperationModel } from "../../contract/contract.js";
import type { SchemaPath } from "../../contract/finding.js";
import { memoized } from "../../contract/memoized.js";
import type { Definitions } from "../../contract/optionality.js";
import type { TypeNode } from "../../contract/type-node.js";
import { findNodes, isPlain, type PlacedNode } from "./find-nodes.js";
import type { LintFinding, NarrowRule } from "./lint-rule.js";
import { isAmbiguous } from "./rules/case-only-values.js";
import { timesIn, type TimeLiteral } from "./rules/load-time-value.js";
import { findOddNames, findOddProperties, type NamedPlace } from "./odd-names.js";

/** What follows from one entity or one operation, and the definitions, alone. */
export interface PartFacts {
  /** The enums and literals within its fields or arguments that have values which differ only in case. */
  readonly ambiguousLists: readonly PlacedNode[];
  /** Of itself, its fields and its arguments. */
  readonly oddNames: readonly NamedPlace[];
  /** Of the properties of objects within its fields or arguments. */
  readonly oddProperties: readonly NamedPlace[];
  /** What it sets to literals that may be times. */
  readonly times: readonly TimeLiteral[];
  /** Of the rules that found something. */
  readonly findings: ReadonlyMap<NarrowRule, readonly LintFinding[]>;
}

/** Finds the facts of each part once. */
interface FactsFinder {
  readonly ofEntity: (entity: EntityModel) => PartFacts;
  readonly ofOperation: (operation: OperationModel) => PartFacts;
}

const noNodes: readonly PlacedNode[] = [];
const noFindings: PartFacts["findings"] = new Map();
/** Of nearly all parts. */
export const unremarkable: PartFacts = {
  ambiguousLists: [],
  oddNames: [],
  oddProperties: [],
  times: [],
  findings: noFindings,
};

/** @returns the finder for each set of definitions, which is made once */
export function createFactsFinders(rules: readonly NarrowRule[]): (definitions: Definitions) => FactsFinder {
  return memoized((definitions: Definitions): FactsFinder => ({
    ofEntity: memoized((entity: EntityModel) => {
      const path = ["entities", entity.type] as const;
      const nodes = nodesIn(entity.fields, [...path, "fields"]);
      return remarkable({
        ambiguousLists: nodes.filter(isAmbiguous),
        oddNames: findOddNames("entity", path, entity.fields),
        oddProperties: findOddProperties(nodes),
        times: [],
        findings: findingsOf(rules, ({ inEntity }, found) => inEntity?.(entity, found, definitions)),
      });
    }),
    ofOperation: memoized((operation: OperationModel) => {
      const path = ["operations", operation.name] as const;
      const nodes = nodesIn(operation.args, [...path, "args"]);
      return remarkable({
        ambiguousLists: nodes.filter(isAmbiguous),
        oddNames: findOddNames("operation", path, operation.args),
        oddProperties: findOddProperties(nodes),
        times: timesIn(operation),
        findings: findingsOf(rules, ({ inOperation }, found) => inOperation?.(operation, found, definitions)),
      });
    }),
  }));
}

function remarkable(facts: PartFacts): PartFacts {
  const { ambiguousLists, oddNames, oddProperties, times, findings } = facts;
  const lists = [ambiguousLists, oddNames, oddProperties, times];
  return findings.size > 0 || lists.some((list) => list.length > 0) ? facts : unremarkable;
}

function nodesIn(
  items: readonly { readonly name: string; readonly node: TypeNode }[],
  path: SchemaPath,
): readonly PlacedNode[] {
  let nodes: PlacedNode[] | undefined;
  for (const { name, node } of items) if (!isPlain(node)) findNodes(node, [...path, name], (nodes ??= []));
  return nodes ?? noNodes;
}

function findingsOf(
  rules: readonly NarrowRule[],
  apply: (rule: NarrowRule, found: LintFinding[]) => void,
): PartFacts["findings"] {
  let findings: Map<NarrowRule, readonly LintFinding[]> | undefined;
  let found: LintFinding[] = [];
  for (const rule of rules) {
    apply(rule, found);
    if (found.length === 0) continue;
    (findings ??= new Map()).set(rule, found);
    found = [];
  }
  return findings ?? noFindings;
}
