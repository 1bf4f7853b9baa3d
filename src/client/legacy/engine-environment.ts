import { FIRST_DELAY_MS } from "../engine/backoff.js";
import { platformEnvironment, type Environment } from "../engine/environment.js";
import type { ModernSyncConfig } from "./modern-sync-config.js";

const DEFAULT_RETRY_DELAY_MS = 1_000;

export function retryDelayOf({ retryDelay = DEFAULT_RETRY_DELAY_MS }: ModernSyncConfig): number {
  return retryDelay;
}

/** An engine's world: whether there is a network is the engine's to say, and its waits have its own length. */
export function createEngineEnvironment(
  config: ModernSyncConfig,
  on: {
    readonly isOnline: () => boolean;
    /** Takes what makes the client ask again whether there is a network. */
    readonly follow: (ask: () => void) => void;
    readonly onlineChanged: () => void;
  },
): Environment {
  const environment: Environment = { ...platformEnvironment, ...config.environment };
  return {
    ...environment,
    isOnline: on.isOnline,
    // The client waits a random part of its own first delay.
    random: () => (environment.random() * retryDelayOf(config)) / FIRST_DELAY_MS,
    onOnlineChange: (callback) => {
      on.follow(callback);
      const stop = environment.onOnlineChange(() => {
        callback();
        on.onlineChanged();
      });
      return () => {
        on.follow(() => {});
        stop();
      };
    },
  };
}
