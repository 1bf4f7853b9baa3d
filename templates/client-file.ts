import { type Code, code, comment, imported, importedType, join, key, literal } from "./code/index.js";
import { clientModule, contractFile, entityFile } from "./modules.js";
import type { ContractOutline, EntityOutline } from "./views.js";

const collection = importedType("Collection", clientModule);
const createSyncClient = imported("createSyncClient", clientModule);
const syncClient = importedType("SyncClient", clientModule);
const syncClientOptions = importedType("SyncClientOptions", clientModule);

/** `client.gen.ts`: the typed client and its factory. */
export function clientFileBody(contract: ContractOutline): Code {
  const contractValue = imported("contract", { file: contractFile });
  const mutates = contract.entities
    .filter((entity) => entity.operations.length > 0)
    .map((entity) => importedType(entity.names.mutate, { file: entityFile(entity) }));
  const clashing = contract.entities.filter((entity) => !entity.isClientProperty);
  const properties =
    clashing.length === 0
      ? code`Entities`
      : code`Omit<Entities, ${join(
          clashing.map((entity) => literal(entity.type)),
          " | ",
        )}>`;
  return code`/** One function an operation: applied locally before it returns, then sent. */
export interface Mutate ${mutates.length > 0 && code`extends ${join(mutates, ", ")}`} {}

/** The entities of each type. */
export interface Entities {
  ${join(contract.entities.map(collectionText), "\n")}
}

/** A client of this contract: reads are synchronous, writes show at once, sync happens behind. */
export interface Client extends ${syncClient}, ${properties} {
  readonly mutate: Mutate;
  /** Every collection by its type. */
  readonly entities: Entities;
}

export type ClientOptions = ${syncClientOptions};

/** Creates a client; nothing is read or sent before \`connect()\`. */
export function createClient(options: ClientOptions): Client {
  return ${createSyncClient}<Client>(${contractValue}, options);
}`;
}

function collectionText(entity: EntityOutline): Code {
  const type = importedType(entity.names.type, { file: entityFile(entity) });
  const fields = importedType(entity.names.fields, { file: entityFile(entity) });
  return code`${comment(entity)}readonly ${key(entity.type)}: ${collection}<${type}, ${fields}>;`;
}
