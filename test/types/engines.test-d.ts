/*
 * Code as applications wrote it for the engines of earlier versions. It compiles as it is, but for the module that the
 * names come from.
 */
import { WebSocket as NodeWebSocket } from "ws";
import {
  HttpClient,
  ModernSyncEngine,
  NetworkSyncEngine,
  type ConfirmedOperation,
  type ModernSyncConfig,
  type NetworkSyncConfig,
  type OperationConfirmation,
  type PendingOperation,
  type PresenceInfo,
  type RequestOptions,
  type StatePatch,
  type StateSyncRequest,
  type StateSyncResponse,
  type SyncChange,
  type SyncEngine,
} from "../../src/client/index.js";

const networkConfig: NetworkSyncConfig = { wsUrl: "ws://localhost:3001", roomId: "room", userId: "user" };
const network = new NetworkSyncEngine({ ...networkConfig, authToken: "token" });

const config: ModernSyncConfig = {
  baseUrl: "http://localhost:3001",
  operationsEndpoint: "/sync/operations",
  stateEndpoint: "/sync/state",
  notificationUrl: "ws://localhost:3001/sync/notify",
  clientId: "client",
  userId: "user",
  authToken: "token",
  batchSize: 5,
  retryAttempts: 3,
  retryDelay: 1000,
  stateVersionKey: "stateVersion",
  offlineQueueLimit: 100,
};
const modern: ModernSyncEngine = new ModernSyncEngine(config);
const asNetwork: NetworkSyncEngine = modern;

// Events by string, with handlers of every kind.

network.on("remoteChange", (change: SyncChange) => {
  const at: number = change.timestamp;
  const by: string = change.userId;
  const id: string = change.operationId;
  console.log(at, by, id, change.entity.data.title, change.entity.anything);
});
network.on("remoteChange", (change) => console.log(change.type === "upsert", change.entityType));
network.on("conflictResolved", (resolution) =>
  console.log(resolution.strategy, resolution.localOperation.entity.data, resolution.mergedEntity),
);
network.on("conflictResolved", (resolution: any) => console.log(resolution));
network.on("reconnecting", (attempt: number) => console.log(attempt));
network.on("connected", () => console.log("connected"));
network.on("error", (error: any) => console.log(error.message));
network.on("presenceUpdate", (presence: PresenceInfo) => console.log(presence.cursor?.position));
network.on("conflictDetected", (conflict: any) => console.log(conflict));
network.on("an event of its own", (first, second) => console.log(first, second));
declare const handler: Function;
network.on("remoteChange", handler);
network.off("remoteChange", handler);
declare const eventName: string;
modern.on(eventName, handler);
modern.on(eventName, (...values: any[]) => console.log(values));

// Changes, presence, status.

const sent: Promise<void> = network.sendChange({
  type: "upsert",
  entityType: "comment",
  entityId: "c1",
  entity: { message: "no id and no type" },
});
void network.sendChange({ type: "delete", entityType: "comment", entityId: "c1" });
void network.updatePresence({
  cursor: { entityType: "comment", entityId: "c1", position: 1 },
  isOnline: true,
});
void network.simulateRemoteChange({
  type: "upsert",
  entityType: "comment",
  entityId: "c2",
  entity: { message: "x" },
  timestamp: Date.now(),
  userId: "user-2",
  operationId: "op-1",
});
const connected: boolean = network.connected && modern.connected;
const queueLength: number = network.queueLength + modern.queueLength;
void [sent, connected, queueLength, asNetwork, network.connect(), network.flush(), network.disconnect()];

// Operations and state.

modern.onOperationConfirmed((operation) =>
  console.log(operation.name, operation.args[0].title, operation.id),
);
modern.onOperationConfirmed((operation: ConfirmedOperation) => console.log(operation.serverTimestamp));
modern.onOperationFailed((data) => console.log(data.operation.name, data.error.length));
modern.onOperationFailed((data: { operation: PendingOperation; error: string }) => console.log(data));
modern.onStatePatch((patch: StatePatch) =>
  console.log(
    patch.stateVersion,
    patch.entities.length,
    patch.entities[0].anything,
    patch.deletedEntityIds.length,
  ),
);
const patches: StatePatch[] = [];
modern.onStatePatch((patch) => patches.push(patch));
void modern.executeOperation("addTodo", ["Buy groceries", "high", ["a"], { nested: true }]);
void Promise.all([modern.syncState(), modern.connect(), modern.disconnect()]);
const pending: PendingOperation[] = modern.getPendingOperations();
const queued: any[] = modern.getQueuedOperations();
const version: string = modern.getCurrentStateVersion();
const title: unknown = modern.getOptimisticState("todo-1")?.["title"];
void [pending, queued, version, title, pending[0]?.args[0].title];

// What tests replace.

class RecordedHttpClient {
  requests: { endpoint: string; data: any }[] = [];

  async post<TRequest, TResponse>(endpoint: string, data: TRequest): Promise<TResponse> {
    this.requests.push({ endpoint, data });
    return {} as TResponse;
  }
}
modern.httpClient = new RecordedHttpClient();
(modern as any).httpClient = new RecordedHttpClient();
(modern as any).isOnline = () => false;
modern.isOnline = () => false;

class OwnHttpClient implements HttpClient {
  post<TRequest, TResponse>(
    _endpoint: string,
    _data: TRequest,
    _options?: RequestOptions,
  ): Promise<TResponse> {
    return Promise.reject(new Error("unused"));
  }

  get<TResponse>(_endpoint: string, _options?: RequestOptions): Promise<TResponse> {
    return Promise.reject(new Error("unused"));
  }
}
modern.httpClient = new OwnHttpClient();
modern.httpClient = new HttpClient({ baseUrl: "http://localhost" });

const response: StateSyncResponse<any> = {
  stateVersion: "v2.0",
  entities: [{ id: "todo-1", type: "todo", title: "x" }],
  syncTimestamp: Date.now(),
};
const request: StateSyncRequest = { stateVersion: "v1", lastSyncTimestamp: 1 };
const confirmation: OperationConfirmation = {
  operationId: 1,
  clientId: "c",
  success: true,
  serverTimestamp: 1,
};
void [response, request, confirmation];

class OfflineEngine extends ModernSyncEngine {
  override isOnline(): boolean {
    return false;
  }

  override async executeOperation(name: string, args: any[]): Promise<void> {
    await super.executeOperation(name, args);
  }
}
void new OfflineEngine(config);

/** An engine of an application's own. */
class OwnEngine implements SyncEngine {
  async sendChange(change: SyncChange): Promise<void> {
    console.log(change.entityId);
  }

  async executeOperation(name: string, args: any[]): Promise<void> {
    console.log(name, args);
  }

  async flush(): Promise<void> {}
  on(event: string, handler: Function): void {
    console.log(event, handler);
  }

  off(event: string, handler: Function): void {
    console.log(event, handler);
  }

  onStatePatch(handler: (patch: StatePatch) => void): void {
    console.log(handler);
  }

  onOperationConfirmed(handler: (operation: ConfirmedOperation) => void): void {
    console.log(handler);
  }

  onOperationFailed(handler: (failure: { operation: PendingOperation; error: string }) => void): void {
    console.log(handler);
  }
}
const engines: SyncEngine[] = [network, modern, new OwnEngine()];
for (const engine of engines) void engine.sendChange({ type: "delete", entityType: "todo", entityId: "t" });

// A WebSocket of a package, where the platform has none; the platform's own; tokens that are asked for.

void new NetworkSyncEngine({ ...networkConfig, WebSocket: NodeWebSocket, authToken: async () => "token" });
void new ModernSyncEngine({ ...config, WebSocket: globalThis.WebSocket, fetch: globalThis.fetch });

// Typed events come on top: what a handler is given has its type, where the event is known.

modern.on("statePatch", (patch) => {
  const stateVersion: string = patch.stateVersion;
  // @ts-expect-error no such field
  console.log(stateVersion, patch.nothing);
});
modern.on("operationFailed", ({ code, issues }) => console.log(code?.length, issues?.[0]?.path));
modern.on("warning", ({ operation }) => console.log(operation.name));
// @ts-expect-error nothing is told with it
modern.on("connected", (value) => console.log(value.anything));
