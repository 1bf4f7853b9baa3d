import type { RuntimeContract } from "../protocol/index.js";
import { DEFAULT_ROOM } from "../protocol/index.js";
import { createCollection } from "./create-collection.js";
import { createClientEngine } from "./engine/create-client-engine.js";
import { platformEnvironment } from "./engine/environment.js";
import type { SyncClientOptions } from "./sync-client-options.js";
import type { SyncClient } from "./sync-client.js";
import { createHttpTransport } from "./transport/http-transport.js";

/**
 * Makes a client of a contract. `Client` is the interface that the generator wrote for the same contract: `mutate`,
 * `entities`, and a property per entity type that clashes with no other member.
 *
 * Nothing is read or sent before `connect`. Until the storage is loaded reads see what this client itself did, and
 * operations are applied at once and numbered then (P20).
 *
 * @throws TypeError where the options name neither `url` nor `transport`
 */
export function createSyncClient<Client extends SyncClient = SyncClient>(
  contract: RuntimeContract,
  options: SyncClientOptions,
): Client {
  const { url, roomId = DEFAULT_ROOM, getAuthToken } = options;
  if (url === undefined && options.transport === undefined) throw new TypeError("url is missing");
  const transport =
    options.transport ??
    createHttpTransport({
      url: url!,
      roomId,
      fingerprint: contract.fingerprint,
      getAuthToken,
      environment: { ...platformEnvironment, ...options.environment },
    });
  const engine = createClientEngine(contract, transport, options);
  const entities = Object.fromEntries(
    Object.entries(contract.entities).map(([type, model]) => [type, createCollection(engine, model)]),
  );
  const mutate = Object.fromEntries(
    Object.keys(contract.operations).map((name) => [
      name,
      (...args: readonly unknown[]) => engine.executeOperation(name, args),
    ]),
  );
  const members: SyncClient & { readonly mutate: unknown; readonly entities: unknown } = {
    connect: engine.connect,
    disconnect: engine.disconnect,
    flush: engine.flush,
    get status() {
      return engine.status;
    },
    onStatus: engine.onStatus,
    onError: engine.onError,
    subscribe: (listener) => engine.subscribe(listener),
    engine,
    mutate,
    entities,
  };
  for (const type of Object.keys(entities)) {
    if (Object.hasOwn(members, type)) continue;
    Object.defineProperty(members, type, { value: entities[type], enumerable: true });
  }
  return members as unknown as Client;
}
