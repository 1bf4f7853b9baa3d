import type { OperationConfirmation } from "../../protocol/index.js";
import type { SyncEvent } from "../state/sync-event.js";
import type { SyncState } from "../state/sync-state.js";
import type { SyncTransport } from "../transport/sync-transport.js";

/**
 * Keeps the stream of hints open exactly while a client leads, is connected and may ask (P27). The answer is to be
 * called with every new state.
 *
 * @param now milliseconds since the epoch
 */
export function createHintStream(
  transport: SyncTransport,
  now: () => number,
  dispatch: (event: SyncEvent) => void,
): (state: SyncState) => void {
  /** Whose stream is open. */
  let openId: string | undefined;
  let close: (() => void) | undefined;

  const open = (clientId: string): (() => void) | undefined => {
    let confirmations: OperationConfirmation[] = [];
    // What a stream says after it was closed is meant for the client that this one was (P28).
    const tell = (event: SyncEvent): void => {
      if (openId === clientId) dispatch(event);
    };
    const tellConfirmations = (): void => {
      const told = confirmations;
      confirmations = [];
      if (told.length > 0) tell({ kind: "confirmed", confirmations: told });
    };
    return transport.listen?.(clientId, {
      onOpen: () => tell({ kind: "hinted" }),
      onNotification: ({ type, data }) => {
        if (type === "operation_confirmed") {
          // They come in hundreds, and each event costs as much as all of them.
          if (confirmations.push(data) === 1) queueMicrotask(tellConfirmations);
          return;
        }
        tellConfirmations();
        const { stateVersion, patch } = data;
        tell(patch ? { kind: "patched", stateVersion, patch, at: now() } : { kind: "hinted", stateVersion });
      },
    });
  };

  return ({ connected, online, blocked, record, role }) => {
    const isWanted = connected && online && !blocked && role === "leading";
    const clientId = isWanted ? record.clientId : undefined;
    if (openId === clientId) return;
    openId = clientId;
    close?.();
    close = clientId === undefined ? undefined : open(clientId);
  };
}
