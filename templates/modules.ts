import type { ModuleReference } from "./code/index.js";
import type { EntityView } from "./views.js";

/** The runtime's modules, which generated code names by path. */
export const clientModule: ModuleReference = { package: "kalphite-gen/client" };
export const protocolModule: ModuleReference = { package: "kalphite-gen/protocol" };
export const serverModule: ModuleReference = { package: "kalphite-gen/server" };
export const validationModule: ModuleReference = { package: "kalphite-gen/validation" };

/** The files of a generated folder, relative to it. */
export const contractFile = "contract.gen.ts";
export const clientFile = "client.gen.ts";
export const serverFile = "server.gen.ts";
export const legacyFile = "legacy.gen.ts";
export const entitiesFile = "entities.gen.ts";
export const operationMapFile = "operations.gen.ts";
export const transactionFile = "transaction.gen.ts";
export const indexFile = "index.gen.ts";
export const definitionsFile = "definitions.gen.ts";

/** All of one entity: its types, its validators, its operations' effects. */
export const entityFile = (entity: Pick<EntityView, "file">): string => `entities/${entity.file}.gen.ts`;
