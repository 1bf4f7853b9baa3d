import { ENDPOINTS } from "../../protocol/index.js";
import { platformEnvironment, type Environment } from "../engine/environment.js";
import { tokenOf } from "./auth-token.js";
import { resolveConflict } from "./change-conflict.js";
import type {
  ConfirmedOperation,
  EngineSocket,
  LocalChange,
  NetworkSyncConfig,
  OperationFailure,
  PresenceInfo,
  StatePatch,
  SyncChange,
  SyncEngineEvent,
  SyncEngineEvents,
  SyncRefusal,
} from "./engine-types.js";
import { EventEmitter } from "./event-emitter.js";
import { entityKey, LocalEdit } from "./local-edit.js";
import { openSocket } from "./open-socket.js";
import { demandArguments, harmless, toWire } from "./operation-input.js";
import type { EventHandler, SyncEngine } from "./sync-engine.js";
import { UndeliveredChanges } from "./undelivered-changes.js";

const DEFAULT_RECONNECT_DELAY_MS = 1_000;
const DEFAULT_RECONNECT_ATTEMPTS = 5;
const MAX_RECONNECT_DELAY_MS = 30_000;
const DISCONNECTED = "The engine was disconnected";

type Refusal = Pick<SyncRefusal, "code" | "message" | "issues">;

/**
 * Speaks sync-change over one WebSocket: whole entities out, whole entities in. What is changed offline is queued in memory
 * and sent when the socket opens. A server that greets (`GET /sync/legacy` does) acknowledges each change; what it has
 * not acknowledged when the socket closes is sent again, and applied once (P32).
 */
export class NetworkSyncEngine implements SyncEngine {
  protected ws: EngineSocket | null = null;
  protected isConnected = false;
  protected readonly config: NetworkSyncConfig;
  readonly #emitter = new EventEmitter();
  readonly #changes: UndeliveredChanges;
  /** What the server has of each entity, as far as it has said so: what local changes are made from. */
  readonly #received = new Map<string, unknown>();
  /** The last local change of an entity, where it has no verdict and nothing came after it. */
  readonly #lastEdits = new Map<string, LocalEdit>();
  #connecting: Promise<void> | undefined;
  readonly #world: Environment;
  #callOffReconnect = (): void => {};
  #giveUpOpening: (error: Error) => void = () => {};
  #reconnectAttempts = 0;
  /** As many before the connection that is open; it may yet be refused. */
  #attemptsBefore = 0;
  #isGreeted = false;
  #disconnects = 0;
  #lastId = 0;

  constructor(config: NetworkSyncConfig) {
    this.config = config;
    this.#world = { ...platformEnvironment, ...config.environment };
    const [path = ""] = config.wsUrl.split(/[?#]/);
    this.#changes = new UndeliveredChanges(this.#world, path.endsWith(ENDPOINTS.legacy));
  }

  /** The socket is open. */
  get connected(): boolean {
    return this.isConnected;
  }

  /** Changes that wait for the server: to be sent, or to be acknowledged by one that does. */
  get queueLength(): number {
    return this.#changes.size;
  }

  /** Opens the socket and sends what is queued. Rejects where the first attempt fails; further ones follow by themselves. */
  connect(): Promise<void> {
    if (this.isConnected) return Promise.resolve();
    this.#callOffReconnect();
    if (this.#connecting !== undefined) return this.#connecting;
    const connecting = this.#open().finally(() => {
      if (this.#connecting === connecting) this.#connecting = undefined;
    });
    this.#connecting = connecting;
    return connecting;
  }

  /** Closes the socket for good; what is queued stays queued until `connect`. */
  async disconnect(): Promise<void> {
    this.#callOffReconnect();
    this.#reconnectAttempts = 0;
    this.#disconnects++;
    // Whoever connects now must not wait for what a socket that is given up comes to.
    this.#connecting = undefined;
    this.#giveUpOpening(new Error(DISCONNECTED));
    const socket = this.ws;
    this.#forgetSocket();
    socket?.close();
  }

  /**
   * Shows a change and sends it, or queues it. Never rejects: what fails is told by `operationFailed`.
   * @param options `operationId`: of a change that an application keeps across restarts, the same each time it is handed
   * over, so that the server applies it once (P32); no other change may have it. Default: a new one.
   */
  async sendChange(
    { base, ...change }: LocalChange,
    { operationId }: { readonly operationId?: string } = {},
  ): Promise<void> {
    const timestamp = this.#world.now();
    const whole: SyncChange = {
      ...change,
      operationId: operationId ?? `${this.config.userId}-${timestamp}-${this.#world.createId()}`,
      timestamp,
      userId: this.config.userId,
    };
    const key = entityKey(whole);
    const id = ++this.#lastId;
    const wire = toWire(whole);
    if (wire instanceof Error) {
      const refused = new LocalEdit(id, whole, undefined);
      return this.#fail(refused, { code: "invalid_arguments", message: wire.message });
    }
    const edit = new LocalEdit(id, wire, base ?? this.#received.get(key), this.#lastEdits.get(key));
    this.#lastEdits.set(key, edit);
    this.#changes.add(edit);
    this.emit("optimisticUpdate", edit.operation);
    if (this.isConnected) this.#sendWaiting();
  }

  /** `upsert<type>` and `delete<type>` only: sync-change can say no more. @throws TypeError for any other operation */
  executeOperation(name: string, args: any[]): Promise<void> {
    return harmless(this.#execute(name, args));
  }

  /**
   * Sends what is queued, if the socket is open. With a server that acknowledges, resolves when it has; whether it does is
   * known once it has said something, and assumed not to be so where it says nothing for three seconds.
   * @throws what the socket throws, or that it closed meanwhile; nothing is lost then
   */
  async flush(): Promise<void> {
    if (!this.isConnected) return;
    this.#sendWaiting({ throws: true });
    await this.#changes.delivered();
  }

  /** Tells the others in the room, if the socket is open: presence is not queued. */
  async updatePresence(presence: Partial<PresenceInfo>): Promise<void> {
    if (!this.isConnected) return;
    const data = { ...presence, userId: this.config.userId, timestamp: this.#world.now() };
    this.ws?.send(JSON.stringify({ type: "presence-update", data }));
  }

  on<Event extends SyncEngineEvent>(event: Event, handler: (value: SyncEngineEvents[Event]) => void): void;
  on(event: string, handler: EventHandler): void;
  on(event: string, handler: EventHandler): void {
    this.#emitter.on(event, handler as (...values: any[]) => void);
  }

  off<Event extends SyncEngineEvent>(event: Event, handler: (value: SyncEngineEvents[Event]) => void): void;
  off(event: string, handler: EventHandler): void;
  off(event: string, handler: EventHandler): void {
    this.#emitter.off(event, handler as (...values: any[]) => void);
  }

  onStatePatch(handler: (patch: StatePatch) => void): void {
    this.on("statePatch", handler);
  }

  onOperationConfirmed(handler: (operation: ConfirmedOperation) => void): void {
    this.on("operationConfirmed", handler);
  }

  onOperationFailed(handler: (failure: OperationFailure) => void): void {
    this.on("operationFailed", handler);
  }

  /** As if the change had come from the server. */
  async simulateRemoteChange(change: SyncChange): Promise<void> {
    this.#takeRemote(change);
  }

  protected emit(event: string, ...values: readonly unknown[]): void {
    this.#emitter.emit(event, ...values);
  }

  protected handleMessage(message: { readonly type?: unknown; readonly data?: any }): void {
    const { type, data } = message;
    switch (type) {
      case "auth":
        this.#isGreeted = true;
        return this.#changes.greeted();
      case "sync-change":
        this.#changes.spokenTo();
        return this.#takeRemote(data);
      case "sync-ack": {
        this.#changes.greeted();
        this.emit("syncAck", data);
        const edit = this.#changes.settle(data?.operationId);
        if (edit === undefined) return;
        this.#forgetEdit(edit);
        this.#know(edit.change);
        if (edit.isHidden && this.#changes.of(edit.change).length === 0) this.#tell(edit.change);
        const serverTimestamp = data.timestamp ?? this.#world.now();
        return this.emit("operationConfirmed", { ...edit.operation, serverTimestamp });
      }
      case "sync-error": {
        this.#changes.greeted();
        this.emit("syncError", data);
        const edit = this.#changes.settle(data?.operationId, { isRefused: true });
        if (edit !== undefined) return this.#fail(edit, data);
        // Of a connection that is refused nothing was taken, and it counts as one that failed.
        if (!this.#isGreeted) this.#reconnectAttempts = this.#attemptsBefore;
        const { code, message: text } = Object(data) as Partial<Refusal>;
        return this.emit("error", Object.assign(new Error(`${code}: ${text}`), { code }));
      }
      // What was merged follows as a change of its own: until then the application shows, and changes, what it made itself.
      case "entity-merged":
        return this.emit("entityMerged", data.entity, data);
      case "presence-update":
        this.#changes.spokenTo();
        return this.emit("presenceUpdate", data);
      case "conflict-resolution":
        return this.emit("conflictResolution", data);
    }
  }

  /** Connects again after a while, or gives up. */
  protected handleReconnection(): void {
    const { reconnectDelay, maxReconnectAttempts } = this.config;
    if (this.#reconnectAttempts >= (maxReconnectAttempts ?? DEFAULT_RECONNECT_ATTEMPTS)) {
      this.#reconnectAttempts = 0;
      this.emit("reconnectionFailed");
      return;
    }
    const doubled = (reconnectDelay ?? DEFAULT_RECONNECT_DELAY_MS) * 2 ** this.#reconnectAttempts++;
    const delay = Math.min(doubled, MAX_RECONNECT_DELAY_MS);
    this.emit("reconnecting", this.#reconnectAttempts);
    this.#callOffReconnect();
    // A failed attempt ends in `onclose`, which comes here again.
    this.#callOffReconnect = this.#world.setTimer(() => void this.connect().catch(() => {}), delay);
  }

  async #open(): Promise<void> {
    const disconnects = this.#disconnects;
    // A connection that failed may have been refused for its token.
    const token = await tokenOf(this.config.authToken, this.#reconnectAttempts > 0);
    if (disconnects !== this.#disconnects) throw new Error(DISCONNECTED);
    await new Promise<void>((resolve, reject) => {
      this.#giveUpOpening = reject;
      let socket: EngineSocket;
      try {
        socket = openSocket(this.config, token);
      } catch (error) {
        this.emit("error", error);
        return reject(error as Error);
      }
      let failure: unknown;
      this.ws = socket;
      socket.onopen = () => {
        this.isConnected = true;
        this.#attemptsBefore = this.#reconnectAttempts;
        this.#reconnectAttempts = 0;
        this.#isGreeted = false;
        this.#changes.opened();
        this.emit("connected");
        this.#sendWaiting();
        resolve();
      };
      socket.onmessage = ({ data }: { readonly data: unknown }) => this.#receive(String(data));
      socket.onerror = (error: unknown) => {
        failure = error;
        this.emit("error", error);
      };
      socket.onclose = () => {
        reject((failure as Error | undefined) ?? new Error(`No connection to ${this.config.wsUrl}`));
        if (this.ws !== socket) return;
        this.#forgetSocket();
        this.handleReconnection();
      };
    });
  }

  #forgetSocket(): void {
    const wasConnected = this.isConnected;
    if (this.ws !== null) {
      this.ws.onopen = this.ws.onmessage = null;
      // A socket that is closed while it connects still reports an error.
      this.ws.onerror = () => {};
    }
    this.ws = null;
    this.isConnected = false;
    this.#changes.closed();
    if (wasConnected) this.emit("disconnected");
  }

  #receive(text: string): void {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch (error) {
      return this.emit("error", error);
    }
    if (typeof message === "object" && message !== null) this.handleMessage(message);
  }

  #takeRemote(remote: SyncChange): void {
    const locals = this.#changes.of(remote);
    for (const edit of locals) edit.isCrossed = true;
    if (locals.length > 0 && locals.at(-1)!.change.userId !== remote.userId) {
      const resolution = resolveConflict(locals, remote, this.#world.now());
      if (resolution !== undefined) {
        this.emit("conflictResolved", resolution);
        this.emit("entityMerged", resolution.mergedEntity);
      }
    }
    this.#know(remote);
    this.#lastEdits.delete(entityKey(remote));
    this.#tell(remote);
  }

  #tell(remote: SyncChange): void {
    this.emit("remoteChange", remote);
    this.emit("statePatch", {
      stateVersion: "",
      operations: [],
      entities: remote.type === "delete" ? [] : [remote.entity],
      deletedEntityIds: remote.type === "delete" ? [remote.entityId] : [],
      timestamp: remote.timestamp,
    } satisfies StatePatch);
  }

  #know(change: SyncChange): void {
    if (change.type === "delete") this.#received.delete(entityKey(change));
    else this.#received.set(entityKey(change), change.entity);
  }

  #forgetEdit(edit: LocalEdit): void {
    const key = entityKey(edit.change);
    if (this.#lastEdits.get(key) === edit) this.#lastEdits.delete(key);
  }

  #fail(edit: LocalEdit, { code, message: error, issues }: Refusal): void {
    this.#forgetEdit(edit);
    this.#undo(edit);
    const failure: OperationFailure = { operation: edit.operation, error, code, ...(issues && { issues }) };
    this.emit("operationFailed", failure);
  }

  /**
   * Shows again what there was before a refused change: an earlier one of the same entity that has no verdict, or else what
   * the server has, as far as it is known here. The server says so too, but if the connection breaks between the refusal
   * and that, it has nothing to say later of an entity that there never was.
   */
  #undo({ id, change }: LocalEdit): void {
    const last = this.#changes.of(change).at(-1);
    if (last !== undefined && last.id > id) return;
    const { entityType, entityId, operationId, userId } = change;
    const entity: unknown = last === undefined ? this.#received.get(entityKey(change)) : last.change.entity;
    const about = { entityType, entityId, operationId, userId, timestamp: this.#world.now() };
    this.#tell(entity === undefined ? { type: "delete", ...about } : { type: "upsert", ...about, entity });
  }

  async #execute(name: string, args: any[]): Promise<void> {
    demandArguments(name, args);
    const [, type, entityType] = /^(upsert|delete)(.+)$/su.exec(name) ?? [];
    if (entityType === undefined || typeof args[0] !== "string") {
      throw new TypeError(`${name} cannot be sent as a sync-change: use a ModernSyncEngine`);
    }
    const isUpsert = type === "upsert";
    await this.sendChange({
      type: isUpsert ? "upsert" : "delete",
      entityType,
      entityId: args[0],
      ...(isUpsert && { entity: args[1] }),
    });
  }

  #sendWaiting({ throws = false } = {}): void {
    try {
      this.#changes.send((change) => this.ws?.send(JSON.stringify({ type: "sync-change", data: change })));
    } catch (error) {
      if (throws) throw error;
      this.emit("error", error);
    }
  }
}
