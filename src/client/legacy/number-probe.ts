import { backoffMs } from "../engine/backoff.js";
import type { Environment } from "../engine/environment.js";
import { isFinal } from "../state/request-failure.js";
import { toTransportError } from "./engine-transport.js";

export interface NumberProbeHost {
  readonly environment: Pick<Environment, "setTimer" | "random">;
  /** How often to look whether there is a network, where there was none. */
  readonly offlineDelayMs: number;
  /** The engine is still to be connected. */
  readonly isWanted: () => boolean;
  readonly isOnline: () => boolean;
  readonly ask: (signal: AbortSignal) => Promise<number>;
  /** @param isBlocked only the application can help: nothing is asked until it does something (P24) */
  readonly onFailed: (error: unknown, isBlocked: boolean) => void;
}

/** The engine was told to stop before it knew where to begin: nothing is wrong. */
export class ProbeStopped extends Error {}

/** Asks the server which numbers a client has given already, as patiently as everything else is asked (P4, P24). */
export class NumberProbe {
  readonly #host: NumberProbeHost;
  #endPause = (): void => {};
  #isBlocked = false;
  #request: AbortController | undefined;

  constructor(host: NumberProbeHost) {
    this.#host = host;
  }

  /** @throws ProbeStopped */
  async run(): Promise<number> {
    const { isWanted, isOnline, onFailed, environment, offlineDelayMs } = this.#host;
    for (let failures = 0; isWanted();) {
      let pauseMs: number | undefined = offlineDelayMs;
      if (isOnline()) {
        const request = new AbortController();
        this.#request = request;
        try {
          return await this.#ask(request.signal);
        } catch (error) {
          if (request.signal.aborted) break;
          const { status, retryAfterMs } = toTransportError(error);
          this.#isBlocked = isFinal(status);
          pauseMs = this.#isBlocked ? undefined : backoffMs(++failures, environment.random, retryAfterMs);
          onFailed(error, this.#isBlocked);
        }
      }
      if (isWanted()) await this.#pause(pauseMs);
      this.#isBlocked = false;
    }
    throw new ProbeStopped("The engine was disconnected before it knew which numbers it had given");
  }

  /** The network has changed: asks at once. */
  wake(): void {
    this.#endPause();
  }

  /** The application did something, which may help. */
  unblock(): void {
    if (this.#isBlocked) this.#endPause();
  }

  /** Gives up at once, whatever the request that is on its way comes to. */
  stop(): void {
    this.#request?.abort();
    this.#endPause();
  }

  /** A way to the server that does not know signals is not waited for. */
  #ask(signal: AbortSignal): Promise<number> {
    return new Promise((resolve, reject) => {
      signal.addEventListener("abort", reject, { once: true });
      this.#host.ask(signal).then(resolve, reject);
    });
  }

  /** @param delayMs undefined: until somebody ends it */
  #pause(delayMs: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const stop = delayMs === undefined ? () => {} : this.#host.environment.setTimer(resolve, delayMs);
      this.#endPause = () => {
        this.#endPause = () => {};
        stop();
        resolve();
      };
    });
  }
}
