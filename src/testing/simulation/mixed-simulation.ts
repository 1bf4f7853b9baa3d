import { legacyOperations, type Entity, type RuntimeContract } from "../../protocol/index.js";
import type { OperationHandlers, ServerTransactionCollection } from "../../server/index.js";
import { auditContract, auditSimulation } from "./audit-contract.js";
import { SYNC_CLIENTS } from "./client-device.js";
import { legacyClient } from "./legacy-device.js";
import type { Chooser, LegacyEdit, Shown, SimulationOptions } from "./simulation-options.js";

interface HandlerTx {
  readonly log: ServerTransactionCollection<
    Entity,
    { readonly tokens: readonly string[]; readonly total: number }
  >;
  readonly note: { put(id: string, entity: Entity): Promise<void> };
  readonly tag: { put(id: string, entity: Entity): Promise<void> };
}

/** Every upsert that is applied leaves the token of its edit in a log, as the modern operations of the contract do. */
async function record(tx: HandlerTx, token: unknown): Promise<void> {
  const known = await tx.log.get("legacy");
  const tokens = (known?.["tokens"] ?? []) as readonly string[];
  await tx.log.upsert("legacy", { tokens: [...tokens, String(token)], total: tokens.length + 1 });
}

type Upsert = { readonly entityId: string; readonly entity: Entity };

const fieldsOf = (entity: Entity | undefined): { readonly [name: string]: unknown } =>
  (entity?.["data"] ?? {}) as { readonly [name: string]: unknown };

const handlers: OperationHandlers = {
  upsertnote: async (tx: HandlerTx, { entityId, entity }: Upsert) => {
    await tx.note.put(entityId, entity);
    await record(tx, fieldsOf(entity)["token"]);
  },
  upserttag: async (tx: HandlerTx, { entityId, entity }: Upsert) => {
    await tx.tag.put(entityId, entity);
    await record(tx, entity["token"]);
  },
};

/** A new token in each edit, and a change in one more field or in none. */
function legacyEdit(choose: Chooser, shown: Shown): LegacyEdit {
  const entityType = choose.pick(["note", "note", "tag"]);
  const entityId = choose.id(entityType);
  if (choose.chance(0.2)) return { entityType, entityId };
  const token = choose.token();
  const found = shown(entityId);
  const known = found?.type === entityType ? found : undefined;
  if (entityType === "tag") {
    const name = choose.chance(0.5) ? { name: token } : {};
    return {
      entityType,
      entityId,
      entity: { name: "", ...known, ...name, token, id: entityId, type: entityType },
    };
  }
  const data = fieldsOf(known);
  const change = choose.pick([
    {},
    { title: token },
    { isHidden: choose.chance(0.5) },
    { marks: [...((data["marks"] ?? []) as readonly string[]), token] },
  ]);
  const entity = {
    createdAt: 1,
    updatedAt: 1,
    ...known,
    id: entityId,
    type: entityType,
    data: { marks: [], isHidden: false, ...data, ...change, token },
  };
  return { entityType, entityId, entity };
}

const mixedContract: RuntimeContract = {
  ...auditContract,
  operations: Object.assign(
    {},
    auditContract.operations,
    ...Object.values(auditContract.entities).map((entity) => legacyOperations(entity)),
  ) as RuntimeContract["operations"],
};

/** Rooms that legacy and modern clients share (P31 to P34): `auditSimulation`, and users of an application of the field. */
export const mixedSimulation: SimulationOptions = {
  ...auditSimulation,
  contract: mixedContract,
  participants: [legacyClient, legacyClient, ...SYNC_CLIENTS],
  legacyEdit,
  // An id that moves to a type which legacy clients are not told of is gone for none but those that are there: so both are off.
  legacyModes: [
    {},
    {},
    {},
    { tag: "read-only" },
    { note: "read-only" },
    { log: "off" },
    { note: "off", tag: "off" },
  ],
  server: { ...auditSimulation.server, handlers: { ...auditSimulation.server?.handlers, ...handlers } },
};
