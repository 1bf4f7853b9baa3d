import { TransportError, type SyncTransport } from "../transport/sync-transport.js";
import type { SyncEvent } from "../state/sync-event.js";
import type { SyncRequest } from "../state/sync-state.js";
import type { Environment } from "./environment.js";

/** Sends one request at a time and reports how it ended. */
export interface Requester {
  readonly send: (request: SyncRequest) => void;
  /** Gives up the request on its way, if there is one; nothing is reported of it. */
  readonly abort: () => void;
}

export function createRequester(
  transport: SyncTransport,
  environment: Environment,
  timeoutMs: number,
  report: (event: SyncEvent) => void,
): Requester {
  let abort = (): void => {};

  const ask = async (request: SyncRequest, signal: AbortSignal): Promise<SyncEvent> => {
    if (request.kind === "push") {
      return { kind: "pushed", request, response: await transport.push(request.operations, signal) };
    }
    const response = await transport.pull(request.body, signal);
    const freshClientId = environment.createId();
    return { kind: "pulled", request, response, at: environment.now(), freshClientId };
  };

  return {
    abort: () => abort(),
    send: (request) => {
      const controller = new AbortController();
      let isOver = false;
      const end = (event?: SyncEvent): void => {
        if (isOver) return;
        isOver = true;
        stopTimer();
        if (event) report(event);
      };
      // Only what has no whole answer: to abort the others takes platforms as long as a fifth of the request.
      const giveUp = (event?: SyncEvent): void => {
        controller.abort();
        end(event);
      };
      const fail = (error: unknown): void => {
        const failure =
          error instanceof TransportError ? error : new TransportError("unreachable", String(error));
        giveUp({ kind: "failed", request, failure, freshClientId: environment.createId() });
      };
      const stopTimer = environment.setTimer(
        () => fail(new TransportError("timeout", `No answer within ${timeoutMs} ms`)),
        timeoutMs,
      );
      abort = giveUp;
      ask(request, controller.signal).then(end, fail);
    },
  };
}
