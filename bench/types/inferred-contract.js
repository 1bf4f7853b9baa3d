import { operationNames } from "./app-of-size.js";

/**
 * The same contract as `schemaOfSize`, as one writes it without a generator: one zod union of the entities, operations
 * with a zod tuple and a mutator each, and every type inferred from them through `z.infer` and mapped types: those of the
 * client, of the transactions, of the server's handlers, of the validators, and of the legacy operations.
 * @param {number} entities how many entities; five operations each
 * @returns {string} TypeScript
 */
export function inferredContract(entities) {
  const indexes = Array.from({ length: entities }, (_, index) => index);
  return `import { z } from "zod";
import type { Collection, Mutation, SyncClient, SyncClientOptions } from "kalphite-gen/client";
import type { MutationContext, TransactionCollection } from "kalphite-gen/protocol";
import type { Validator } from "kalphite-gen/validation";
import type { BoundServerOptions, HandlerContext, ServerTransactionCollection, SyncServer } from "kalphite-gen/server";

const envelope = <Type extends string, Fields extends z.ZodRawShape>(type: Type, fields: Fields) =>
  z.object({
    id: z.string().min(1),
    type: z.literal(type),
    data: z.object(fields),
    updatedAt: z.number(),
    createdAt: z.number(),
  });

${indexes.map(entity).join("\n")}
export const EntitySchema = z.discriminatedUnion("type", [${indexes.map((index) => `Thing${index}`).join(", ")}]);

export type Entity = z.infer<typeof EntitySchema>;
export type EntityType = Entity["type"];
export type EntityOf<Type extends EntityType> = Extract<Entity, { type: Type }>;
export type Transaction = {
  readonly [Type in EntityType]: TransactionCollection<EntityOf<Type>, EntityOf<Type>["data"]>;
};
export type ServerTransaction = {
  readonly [Type in EntityType]: ServerTransactionCollection<EntityOf<Type>, EntityOf<Type>["data"]>;
};

const id = z.string().min(1);
const operation = <Args extends z.ZodType<readonly unknown[]>>(
  args: Args,
  mutate: (tx: Transaction, args: z.infer<Args>, context: MutationContext) => void,
) => ({ args, mutate });

export const operations = {
${indexes.map((index) => operationsOf(index, operationNames(index, entities))).join("\n")}
};

export type Operations = typeof operations;
export type LegacyArgs = {
  readonly [Type in EntityType as \`upsert\${Type}\`]: [entityId: string, entity: EntityOf<Type>];
} & { readonly [Type in EntityType as \`delete\${Type}\`]: [entityId: string] };
export type OperationMap = LegacyArgs & {
  readonly [Name in keyof Operations]: z.infer<Operations[Name]["args"]>;
};
export type OperationName = keyof OperationMap;
export type OperationArgs<Name extends OperationName> = OperationMap[Name];
export type Mutate = {
  readonly [Name in keyof Operations]: (...args: OperationArgs<Name>) => Mutation;
};
export type Validators = {
  readonly [Name in keyof Operations as \`\${Name}Args\`]: Validator<OperationArgs<Name>>;
} & { readonly [Type in EntityType as \`\${Type}Validator\`]: Validator<EntityOf<Type>, unknown> };
export type Entities = {
  readonly [Type in EntityType]: Collection<EntityOf<Type>, EntityOf<Type>["data"]>;
};
export type ServerHandlers = {
  readonly [Name in OperationName]?: (
    tx: ServerTransaction,
    args: OperationArgs<Name>,
    context: HandlerContext,
  ) => void | Promise<void>;
};

export declare function createClient(
  options: SyncClientOptions,
): SyncClient & Entities & { readonly entities: Entities; readonly mutate: Mutate };
export declare const validators: Validators;
export declare function createServer(options: BoundServerOptions & { readonly handlers: ServerHandlers }): SyncServer;
`;
}

function entity(index) {
  return `const Thing${index} = envelope("thing${index}", {
  title: z.string().min(1).max(200),
  status: z.enum(["pending", "active", "completed"]).default("pending"),
  ownerId: z.string().optional(),
  priority: z.number().int().min(0).max(9).default(0),
  tags: z.array(z.string().max(40)).max(20).default([]),
  address: z.object({ street: z.string(), city: z.string(), zip: z.string().optional() }).optional(),
  email: z.email().nullable().default(null),
  done: z.boolean().default(false),
});
`;
}

function operationsOf(index, [add, rename, complete, tag, remove]) {
  const fields = `Thing${index}.shape.data.shape`;
  return `  ${add}: operation(z.tuple([id, ${fields}.title, ${fields}.ownerId]), (tx, [id, title, ownerId]) => {
    const defaults = { status: "pending", priority: 0, tags: [], email: null, done: false } as const;
    tx.thing${index}.insert(id, { ...defaults, tags: [], title, ownerId });
  }),
  ${rename}: operation(z.tuple([id, ${fields}.title]), (tx, [id, title]) => {
    tx.thing${index}.update(id, { title });
  }),
  ${complete}: operation(z.tuple([id]), (tx, [id]) => {
    tx.thing${index}.update(id, { status: "completed", done: true });
  }),
  ${tag}: operation(z.tuple([id, z.string()]), (tx, [id, tag]) => {
    const current = tx.thing${index}.require(id);
    tx.thing${index}.update(id, { tags: [...current.data.tags, tag] });
  }),
  ${remove}: operation(z.tuple([id]), (tx, [id]) => {
    tx.thing${index}.delete(id);
  }),`;
}
