import { createHash } from "node:crypto";
import type { ArgumentModel, Contract, EntityModel, OperationModel } from "./contract.js";
import { childNodes } from "./child-nodes.js";
import type { TypeNode } from "./type-node.js";

/**
 * SHA-256 over all that has meaning on the wire: documentation, the order of declaration, and where in the schema zod's
 * code stands are left out. The legacy operations follow from the entities.
 */
export function fingerprintOf(contract: Omit<Contract, "fingerprint">): string {
  const hash = createHash("sha256").update(`${contract.version}\n`);
  for (const entity of [...contract.entities].sort((a, b) => compare(a.type, b.type)))
    hash.update(`${JSON.stringify(entityMeaning(entity))}\n`);
  const declared = contract.operations.filter((operation) => operation.origin === "declared");
  for (const operation of declared.sort((a, b) => compare(a.name, b.name)))
    hash.update(`${JSON.stringify(operationMeaning(operation))}\n`);
  for (const name of Object.keys(contract.definitions).sort(compare))
    hash.update(`${JSON.stringify([name, meaningOf(contract.definitions[name]!)])}\n`);
  if (contract.reserved) hash.update(`${JSON.stringify([...contract.reserved].sort(compare))}\n`);
  return hash.digest("hex");
}

function entityMeaning({ type, shape, node, createdAt, updatedAt }: EntityModel): unknown {
  return { type, shape, createdAt, updatedAt, node: meaningOf(node) };
}

function operationMeaning({ name, touches, args, effect, upgrades, renamedFrom }: OperationModel): unknown {
  return { name, touches, args: args.map(argumentMeaning), effect, upgrades, renamedFrom };
}

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
  return isDocumented || childNodes(node).some(hasProse);
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
