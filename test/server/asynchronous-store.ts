import type { RoomReader, ServerStore } from "../../src/server/index.js";

/** The same store, but every read inside a transaction takes a turn of the event loop, as over a network. */
export function asynchronous(store: ServerStore): ServerStore {
  const later = async <Value>(read: () => Value): Promise<Awaited<Value>> => {
    await Promise.resolve();
    return await read();
  };
  return {
    transact: (request, work) =>
      store.transact(request, async (room) => {
        const reader: RoomReader = {
          epoch: room.epoch,
          version: room.version,
          size: room.size,
          client: (clientId) => room.client(clientId),
          outcome: (clientId, operationId) => later(() => room.outcome(clientId, operationId)),
          get: (id) => later(() => room.get(id)),
          list: (type) => later(() => room.list(type)),
        };
        return work(reader);
      }),
    pull: (query) => later(() => store.pull(query)),
    invalidate: (roomId, userId) => store.invalidate(roomId, userId),
    compact: (request) => store.compact(request),
    check: () => store.check(),
    close: () => store.close(),
  };
}
