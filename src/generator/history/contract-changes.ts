import type { Contract } from "../../contract/contract.js";
import type { ContractChanges } from "./contract-history.js";
import { declaredOperations } from "../../contract/declared-operations.js";

type Parts = { readonly [name: string]: unknown };

/** What has to be changed of `newer` to have `older` again. */
export function changesBetween(newer: Contract, older: Contract): ContractChanges {
  const entities = changedParts(entityParts(newer), entityParts(older));
  const operations = changedParts(operationParts(newer), operationParts(older));
  const definitions = changedParts(newer.definitions, older.definitions);
  const isReservedOtherwise = JSON.stringify(newer.reserved) !== JSON.stringify(older.reserved);
  return {
    ...(entities && { entities }),
    ...(operations && { operations }),
    ...(definitions && { definitions }),
    ...(isReservedOtherwise && { reserved: older.reserved ?? [] }),
  };
}

/** The older contract; the order of its parts has no meaning. */
export function withChanges(newer: Contract, fingerprint: string, changes: ContractChanges): Contract {
  const reserved = changes.reserved ?? newer.reserved;
  const legacy = newer.operations.filter(({ origin }) => origin === "legacy");
  const contract = {
    version: newer.version,
    fingerprint,
    entities: Object.values(appliedParts(entityParts(newer), changes.entities)),
    operations: [...Object.values(appliedParts(operationParts(newer), changes.operations)), ...legacy],
    definitions: appliedParts(newer.definitions, changes.definitions),
    ...(reserved !== undefined && reserved.length > 0 && { reserved }),
  };
  return contract as Contract;
}

function entityParts({ entities }: Contract): Parts {
  return Object.fromEntries(
    entities.map(({ type, shape, node, fields, createdAt, updatedAt }) => [
      type,
      { type, shape, createdAt, updatedAt, fields, node },
    ]),
  );
}

function operationParts(contract: Contract): Parts {
  return Object.fromEntries(
    declaredOperations(contract).map(({ doc, deprecated, ...operation }) => [operation.name, operation]),
  );
}

function changedParts(newer: Parts, older: Parts): Parts | undefined {
  const changed: [string, unknown][] = [];
  for (const [name, part] of Object.entries(older))
    if (!Object.hasOwn(newer, name) || JSON.stringify(newer[name]) !== JSON.stringify(part))
      changed.push([name, part]);
  for (const name of Object.keys(newer)) if (!Object.hasOwn(older, name)) changed.push([name, null]);
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

function appliedParts(newer: Parts, changes: Parts | undefined): Parts {
  if (changes === undefined) return newer;
  return Object.fromEntries(
    Object.entries({ ...newer, ...changes }).filter(([, part]) => part !== null && part !== undefined),
  );
}
