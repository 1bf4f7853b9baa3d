import type { Contract, EntityModel, OperationModel } from "../../contract/contract.js";
import type { Definitions } from "../../contract/optionality.js";
import { findNodes, isPlain, type PlacedNode } from "./find-nodes.js";
import { findOddNames, type NamedPlace } from "./odd-names.js";

/** What the rules look at, gathered once. */
export interface LintContext {
  readonly entities: readonly EntityModel[];
  /** Those that the schema declares: the operations of legacy clients are not the user's to change. */
  readonly operations: readonly OperationModel[];
  readonly definitions: Definitions;
  /** Names that no operation may have. */
  readonly reserved: ReadonlySet<string>;
  /** The objects, enums and literals within fields and arguments. */
  readonly nodes: readonly PlacedNode[];
  /** The names that are not just letters, digits, `_`, `$` and `-`, and the long ones. */
  readonly oddNames: readonly NamedPlace[];
}

export function createLintContext({
  entities,
  operations: all,
  definitions,
  reserved,
}: Contract): LintContext {
  const operations = all.filter((operation) => operation.origin === "declared");
  const nodes: PlacedNode[] = [];
  for (const { type, fields } of entities)
    for (const { name, node } of fields)
      if (!isPlain(node)) findNodes(node, ["entities", type, "fields", name], nodes);
  for (const { name, args } of operations)
    for (const arg of args)
      if (!isPlain(arg.node)) findNodes(arg.node, ["operations", name, "args", arg.name], nodes);
  return {
    entities,
    operations,
    definitions,
    reserved: new Set(reserved),
    nodes,
    oddNames: findOddNames(entities, operations, nodes),
  };
}
