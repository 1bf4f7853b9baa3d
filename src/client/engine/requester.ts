import { TransportError, type SyncTransport } from "../transport/sync-transport.js";
import type { SyncEffect } from "../state/sync-effect.js";
import type { SyncEvent } from "../state/sync-event.js";
import type { Environment } from "./environment.js";

type RequestEffect = Extract<SyncEffect, { readonly kind: "push" | "pull" }>;

/** Sends one request at a time and reports how it ended. */
export interface Requester {
  readonly send: (effect: RequestEffect) => void;
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

  const ask = async (effect: RequestEffect, signal: AbortSignal): Promise<SyncEvent> => {
    const { serial } = effect;
    if (effect.kind === "push") {
      return { kind: "pushed", serial, response: await transport.push(effect.operations, signal) };
    }
    const response = await transport.pull(effect.request, signal);
    const freshClientId = environment.createId();
    return { kind: "pulled", serial, response, at: environment.now(), freshClientId };
  };

  return {
    abort: () => abort(),
    send: (effect) => {
      const { serial } = effect;
      const controller = new AbortController();
      const end = (event?: SyncEvent): void => {
        if (controller.signal.aborted) return;
        stopTimer();
        controller.abort();
        if (event) report(event);
      };
      const fail = (error: unknown): void => {
        const { code, message, status, retryAfterMs, detail } =
          error instanceof TransportError ? error : new TransportError("unreachable", String(error));
        const failure = { code, message, status, retryAfterMs, detail };
        end({ kind: "failed", serial, failure, freshClientId: environment.createId() });
      };
      const stopTimer = environment.setTimer(
        () => fail(new TransportError("timeout", `No answer within ${timeoutMs} ms`)),
        timeoutMs,
      );
      abort = end;
      ask(effect, controller.signal).then(end, fail);
    },
  };
}
