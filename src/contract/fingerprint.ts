import { createHash } from "node:crypto";
import type { ArgumentModel, Contract, EntityModel, OperationModel } from "./contract.js";
import { someChild } from "./child-nodes.js";
import { nodeJson, withNode } from "./contract-json.js";
import { memoized } from "./memoized.js";
import type { TypeNode } from "./type-node.js";
import { declaredOperations } from "./declared-operations.js";

/**
 * SHA-256 over all that has meaning on the wire: documentation, the order of declaration, and where in the schema zod's
 * code stands are left out. The legacy operations follow from the entities.
 */
export function fingerprintOf(contract: Omit<Contract, "fingerprint">): string {
  const entities = [...contract.entities].toSorted((a, b) => compare(a.type, b.type));
  const declared = declaredOperations(contract);
  const operations = declared.toSorted((a, b) => compare(a.name, b.name));
  const definitions = Object.keys(contract.definitions).toSorted(compare);
  const lines = [
    `${contract.version}\n`,
    ...entities.map(entityMeaning),
    ...operations.map(operationMeaning),
    ...definitions.map((name) => `${JSON.stringify([name, meaningOf(contract.definitions[name]!)])}\n`),
    ...(contract.reserved ? [`${JSON.stringify([...contract.reserved].sort(compare))}\n`] : []),
  ];
  const hash = createHash("sha256");
  for (const line of lines) hash.update(line);
  return hash.digest("hex");
}

const entityMeaning = memoized(
  ({ type, shape, node, createdAt, updatedAt }: EntityModel) =>
    `${withNode({ type, shape, createdAt, updatedAt }, hasProse(node) ? JSON.stringify(withoutProse(node)) : nodeJson(node))}\n`,
);

const operationMeaning = memoized(
  ({ name, touches, args, effect, upgrades, renamedFrom }: OperationModel) =>
    `${JSON.stringify({ name, touches, args: args.map(argumentMeaning), effect, upgrades, renamedFrom })}\n`,
);

function argumentMeaning({ name, node, optional }: ArgumentModel): unknown {
  return { name, optional, node: meaningOf(node) };
}

/** The node without prose; the very same object where it has none, which is the rule. */
function meaningOf(node: TypeNode): unknown {
  return hasProse(node) ? withoutProse(node) : node;
}

/** Whether something inside is documented, or is zod's code, whose place in the schema means nothing. */
function hasProse(node: TypeNode): boolean {
  if (node.kind === "zod") return true;
  const isDocumented =
    node.kind === "object" &&
    node.properties.some(({ doc, deprecated }) => doc !== undefined || deprecated !== undefined);
  return isDocumented || someChild(node, hasProse);
}

function withoutProse(node: TypeNode): unknown {
  switch (node.kind) {
    case "object": {
      const properties = node.properties.map(({ name, node: inner }) => ({ name, node: meaningOf(inner) }));
      const { unknownKeys } = node;
      return {
        ...node,
        properties,
        unknownKeys:
          typeof unknownKeys === "object" ? { catchall: meaningOf(unknownKeys.catchall) } : unknownKeys,
      };
    }
    case "array":
      return { ...node, element: meaningOf(node.element) };
    case "tuple":
      return { ...node, items: node.items.map(meaningOf), ...(node.rest && { rest: meaningOf(node.rest) }) };
    case "record":
      return { ...node, key: meaningOf(node.key), value: meaningOf(node.value) };
    case "union":
    case "discriminated_union":
      return { ...node, options: node.options.map(meaningOf) };
    case "intersection":
      return { ...node, left: meaningOf(node.left), right: meaningOf(node.right) };
    case "zod": {
      const { path, input, base, ...meaning } = node;
      return { ...meaning, base: meaningOf(base), ...(input && { input: meaningOf(input) }) };
    }
    default:
      return "inner" in node ? { ...node, inner: meaningOf(node.inner) } : node;
  }
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
