import {
  type Code,
  code,
  imported,
  importedDefault,
  importedType,
  join,
  key,
  literal,
  literalKey,
} from "./code/index.js";
import { contractFile, entityFile, operationMapFile, serverModule } from "./modules.js";
import type { ContractOutline, EvolutionView, HandlerReferences } from "./views.js";

const operationMap = importedType("OperationMap", { file: operationMapFile });
const operationName = importedType("OperationName", { file: operationMapFile });
const createSyncServer = imported("createSyncServer", serverModule);
const handlerContext = importedType("HandlerContext", serverModule);
const serverCollection = importedType("ServerTransactionCollection", serverModule);
const syncServer = importedType("SyncServer", serverModule);
const contractEvolution = importedType("ContractEvolution", serverModule);
const boundServerOptions = importedType("BoundServerOptions", serverModule);

/** `server.gen.ts`: handler types, the user's server handlers bound to their operations, and the server's factory. */
export function serverFileBody(
  contract: ContractOutline,
  serverHandlers: HandlerReferences["serverHandlers"],
  evolution: EvolutionView,
  schemaFile: string,
): Code {
  const contractValue = imported("contract", { file: contractFile });
  const collections = contract.entities.map((entity) => {
    const type = importedType(entity.names.type, { file: entityFile(entity) });
    const fields = importedType(entity.names.fields, { file: entityFile(entity) });
    return code`readonly ${key(entity.type)}: ${serverCollection}<${type}, ${fields}>;`;
  });
  const handlers = contract.operationNames.map(
    (name) => code`readonly ${key(name)}?: ServerHandler<${literal(name)}>;`,
  );
  const bound = [...serverHandlers].map(([name, { exportName, file }]) => {
    const handler = imported(exportName, { file });
    return code`${literalKey(name)}: ${handler} satisfies ServerHandler<${literal(name)}>,`;
  });
  // An object without properties inherits some of such names, with types that no handler has.
  const hasInheritedName = contract.entities.some(({ operations }) =>
    operations.some(({ name }) => name in {}),
  );
  const evolutionCode = evolutionText(evolution, schemaFile);
  return code`/** One operation's reads and writes on the server: all of them take effect, or none. */
export interface ServerTransaction {
  ${join(collections, "\n")}
}

/** Runs instead of an operation's declared effect or mutator, with authority. \`context.reject\` refuses the operation. */
export type ServerHandler<Name extends ${operationName}> = (
  tx: ServerTransaction,
  input: ${operationMap}[Name]["input"],
  context: ${handlerContext},
) => void | Promise<void>;

/** A handler for any operation; the others run their declared effect or their mutator. */
export type ServerHandlers = {
  ${join(handlers, "\n")}
};

/** The handlers found in the handler files for the server. */
export const handlers: ServerHandlers = {
  ${join(bound, "\n")}
}${hasInheritedName && code` as ServerHandlers`};

${evolutionCode ?? false}export type ServerOptions = ${boundServerOptions};

/** Creates the server of this contract. */
export function createServer(options: ServerOptions): ${syncServer} {
  return ${createSyncServer}({ ...options, contract: ${contractValue}, handlers${evolutionCode && code`, evolution`} });
}`;
}

/** What the server needs to serve clients of former contracts; undefined where it needs nothing. */
function evolutionText(
  { formerNames, upgraded, former }: EvolutionView,
  schemaFile: string,
): Code | undefined {
  if (formerNames.length + upgraded.length + former.length === 0) return undefined;
  const schema = importedDefault("schema", { file: schemaFile });
  const entries = <Entry>(items: readonly Entry[], print: (item: Entry) => Code) => code`{
  ${join(items.map(print), "\n")}
}`;
  const parts = [
    formerNames.length > 0 &&
      code`formerNames: ${entries(formerNames, ([old, present]) => code`${literalKey(old)}: ${literal(present)},`)},`,
    upgraded.length > 0 &&
      code`upgrades: ${entries(upgraded, (name) => code`${literalKey(name)}: ${schema}.operations[${literal(name)}]?.upgrade ?? [],`)},`,
    former.length > 0 &&
      code`former: ${entries(former, ([fingerprint, verdict]) => code`${literalKey(fingerprint)}: ${literal(verdict)},`)},`,
  ];
  return code`/** What clients of former contracts need of this server (P35). */
export const evolution: ${contractEvolution} = {
  ${join(
    parts.filter((part) => part !== false),
    "\n",
  )}
};

`;
}
