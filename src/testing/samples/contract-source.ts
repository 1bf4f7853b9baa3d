import type { Effect } from "../../contract/contract.js";
import type { Definitions } from "../../contract/optionality.js";
import type { TypeNode } from "../../contract/type-node.js";

/** What samples and the conformance kit need of a contract: a part of `contract.json`. */
export interface ContractSource {
  readonly fingerprint: string;
  readonly entities: readonly SourceEntity[];
  readonly operations: readonly SourceOperation[];
  readonly definitions: Definitions;
}

export interface SourceEntity {
  readonly type: string;
  readonly node: TypeNode;
}

export interface SourceOperation {
  readonly name: string;
  readonly entity: string;
  readonly touches: readonly string[];
  readonly args: readonly { readonly name: string; readonly node: TypeNode; readonly optional: boolean }[];
  readonly effect: Effect;
}

/**
 * A parsed `contract.json`, checked as far as it is used.
 * @throws TypeError where it is none
 */
export function readContractSource(value: unknown): ContractSource {
  const isContract =
    isRecord(value) &&
    value["version"] === 1 &&
    typeof value["fingerprint"] === "string" &&
    isListOf(value["entities"], isEntity) &&
    isListOf(value["operations"], isOperation);
  if (!isContract)
    throw new TypeError("This is not a contract: pass what generated/contract.json holds, parsed.");
  const { fingerprint, entities, operations, definitions = {} } = value as unknown as ContractSource;
  return { fingerprint, entities, operations, definitions };
}

function isEntity(value: unknown): boolean {
  return isRecord(value) && typeof value["type"] === "string" && isNode(value["node"]);
}

function isOperation(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value["name"] === "string" &&
    typeof value["entity"] === "string" &&
    isRecord(value["effect"]) &&
    isListOf(value["args"], (arg) => isRecord(arg) && isNode(arg["node"]))
  );
}

function isListOf(value: unknown, is: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(is);
}

function isNode(value: unknown): boolean {
  return isRecord(value) && typeof value["kind"] === "string";
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
