import type { SyncEvent } from "../state/sync-event.js";
import type { SyncState } from "../state/sync-state.js";
import type { SyncTransport } from "../transport/sync-transport.js";

/**
 * Keeps the stream of hints open exactly while a client leads, is connected and may ask (P27). The answer is to be
 * called with every new state.
 */
export function createHintStream(
  transport: SyncTransport,
  dispatch: (event: SyncEvent) => void,
): (state: SyncState) => void {
  let opened: { readonly clientId: string; readonly close: () => void } | undefined;
  return ({ network, record, role }) => {
    const isWanted = network.connected && network.online && !network.blocked && role === "leading";
    const clientId = isWanted ? record.clientId : undefined;
    if (opened?.clientId === clientId) return;
    opened?.close();
    opened = undefined;
    if (clientId === undefined || transport.listen === undefined) return;
    const close = transport.listen(clientId, {
      onOpen: () => dispatch({ kind: "hinted" }),
      onNotification: (notification) =>
        dispatch(
          notification.type === "operation_confirmed"
            ? { kind: "confirmed", confirmation: notification.data }
            : { kind: "hinted", stateVersion: notification.data.stateVersion },
        ),
    });
    opened = { clientId, close };
  };
}
