import { PRESENCE_PARAMETER } from "../../protocol/index.js";
import type { PresenceInfo } from "./engine-types.js";
import type { ModernSyncConfig } from "./modern-sync-config.js";
import { NetworkSyncEngine } from "./network-sync-engine.js";

/** A socket for presence alone, where the engine was told of one: it is what it is, and everything else works without. */
export class Presence {
  readonly #engine: NetworkSyncEngine | undefined;
  readonly #emit: (event: string, value: unknown) => void;

  constructor(config: ModernSyncConfig, emit: (event: string, value: unknown) => void) {
    this.#engine = createEngine(config);
    this.#emit = emit;
    this.#engine?.on("presenceUpdate", (presence) => emit("presenceUpdate", presence));
  }

  connect(): void {
    void this.#engine?.connect().catch(() => {});
  }

  async disconnect(): Promise<void> {
    await this.#engine?.disconnect();
  }

  async update(presence: Partial<PresenceInfo>): Promise<void> {
    if (this.#engine !== undefined) return this.#engine.updatePresence(presence);
    this.#emit("error", new TypeError("Presence goes nowhere: the engine was given no `presenceUrl`"));
  }
}

function createEngine(config: ModernSyncConfig): NetworkSyncEngine | undefined {
  const { presenceUrl, roomId = "default", userId, authToken, clientVersion, WebSocket } = config;
  if (presenceUrl === undefined) return undefined;
  return new NetworkSyncEngine({
    wsUrl: `${presenceUrl}${presenceUrl.includes("?") ? "&" : "?"}${PRESENCE_PARAMETER}=only`,
    roomId,
    userId,
    maxReconnectAttempts: Infinity,
    ...(authToken !== undefined && { authToken }),
    ...(clientVersion !== undefined && { clientVersion }),
    ...(WebSocket && { WebSocket }),
  });
}
