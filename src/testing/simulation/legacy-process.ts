import { NetworkSyncEngine, type PendingOperation, type SyncChange } from "../../client/index.js";
import { plainOperationOf, type Entity, type Outcome } from "../../protocol/index.js";
import type { History } from "./history.js";
import { InvariantBroken } from "./invariant-broken.js";
import { createLegacySockets } from "./legacy-sockets.js";
import type { MadeOperation } from "./operation-register.js";
import { describe } from "./describe.js";
import { SimulatedProcess } from "./simulated-process.js";
import type { LegacyEdit } from "./simulation-options.js";

/** What the processes of one legacy device have in common. */
export interface LegacyDeviceState {
  readonly name: string;
  readonly roomId: string;
  readonly userId: string;
  readonly skewMs: number;
  readonly isCutOff: boolean;
}

interface ToldMessage {
  readonly type: string;
  readonly data: SyncChange;
}

/**
 * One run of an application of the field: the real legacy engine, and a screen that shows what its user did and what it was
 * told, the last as the truth. Nothing of it outlives it.
 */
export class LegacyProcess extends SimulatedProcess {
  readonly engine: NetworkSyncEngine;
  readonly made: MadeOperation[] = [];
  /** Between `connect` and `disconnect`. */
  isWanted = false;
  readonly #history: History;
  readonly #device: LegacyDeviceState;
  readonly #shown = new Map<string, Entity>();
  readonly #everShown = new Map<string, readonly (Entity | undefined)[]>();
  /** Ids of which it was told before its user changed them. */
  readonly #firstTold = new Set<string>();
  /** The room's version that an entity was last told as, over this socket. */
  readonly #told = new Map<string, number>();
  #token: string;
  #made: number | undefined;

  constructor(history: History, device: LegacyDeviceState) {
    super(`${device.name}.${history.serial()}`);
    this.#history = history;
    this.#device = device;
    this.#token = history.servers.tokens.issue(device.userId);
    const { roomId, userId } = device;
    this.engine = new NetworkSyncEngine({
      wsUrl: "ws://server/sync/legacy",
      roomId,
      userId,
      authToken: ({ refresh }) => {
        if (refresh) this.#token = history.servers.tokens.issue(userId);
        return this.#token;
      },
      WebSocket: createLegacySockets(history, {
        process: this,
        isCutOff: () => device.isCutOff,
        told: (text) => this.#checkTold(JSON.parse(text) as ToldMessage),
      }),
      environment: {
        now: () => this.#made ?? Math.floor(history.world.now + device.skewMs),
        setTimer: (callback, delayMs) => history.world.schedule(delayMs, () => this.enter(callback)),
        createId: () => String(history.serial()),
      },
    });
    this.engine.on("connected", () => this.#told.clear());
    this.engine.on("remoteChange", ({ type, entityId, entity }) => {
      if (!this.#everShown.has(entityId)) this.#firstTold.add(entityId);
      this.#show(entityId, type === "delete" ? undefined : (entity as Entity));
    });
    this.engine.on("reconnectionFailed", () => this.#comeBack());
    this.engine.on("operationConfirmed", (operation) => this.#learn(operation, { ok: true }));
    this.engine.on("operationFailed", ({ operation, code = "failed", error: message }) =>
      this.#learn(operation, { ok: false, code, message }),
    );
    history.say(this.name, () => "starts");
    this.onDeath(() => history.say(this.name, () => "dies"));
  }

  /** What its screen shows. */
  get shown(): ReadonlyMap<string, Entity> {
    return this.#shown;
  }

  connect(): void {
    this.isWanted = true;
    this.#history.say(this.name, () => "connects");
    this.enter(() => void this.engine.connect().catch(() => {}));
  }

  disconnect(): void {
    this.isWanted = false;
    this.#history.say(this.name, () => "disconnects");
    this.enter(() => void this.engine.disconnect());
  }

  /** Its user does something. */
  perform({ entityType, entityId, entity }: LegacyEdit): void {
    const { register } = this.#history;
    const { roomId, name: client, skewMs } = this.#device;
    const timestamp = register.freeTimestamp(Math.floor(this.#history.world.now + skewMs));
    const type = entity === undefined ? "delete" : "upsert";
    const change = { type, entityType, entityId, ...(entity && { entity }) } as const;
    const made: MadeOperation = {
      timestamp,
      roomId,
      client,
      process: this.name,
      lane: this.name,
      ...plainOperationOf(change),
      outcome: undefined,
      reported: undefined,
      wasStored: false,
      settled: undefined,
      bases: this.#everShown.get(entityId) ?? [],
      isBaseTold: this.#firstTold.has(entityId),
    };
    register.add(made);
    this.made.push(made);
    this.#history.count("legacy_changes");
    this.#history.say(this.name, () => `does ${describe(made)}`);
    this.#show(entityId, entity);
    this.enter(() => {
      this.#made = timestamp;
      void this.engine.sendChange(change);
      this.#made = undefined;
    });
  }
  #show(id: string, entity: Entity | undefined): void {
    if (entity === undefined) this.#shown.delete(id);
    else this.#shown.set(id, entity);
    this.#everShown.set(id, [...(this.#everShown.get(id) ?? []), entity]);
  }

  /** P33: it is told what the room held, never what was before what it was told already, and nothing that its user may not see. */
  #checkTold({ type, data }: ToldMessage): void {
    if (type !== "sync-change" || data.type === "delete") return;
    const entity = data.entity as Entity;
    const { roomId, userId } = this.#device;
    const room = this.#history.room(roomId);
    const version = room.firstVersionWith(entity, this.#told.get(entity.id) ?? 0);
    const what = `${this.name} was told of ${JSON.stringify(entity)}`;
    if (version === undefined) return this.#break(`P33: ${what}, which is not or no more so`);
    this.#told.set(entity.id, version);
    const { visible } = this.#history.options;
    const { generation } = room.accessOf(userId);
    const access = { roomId, user: { id: userId } };
    const mayKnow = [generation, Math.max(0, generation - 1)].some(
      (each) => visible?.(entity, access, each) !== false,
    );
    if (!mayKnow) this.#break(`P33: ${what}, which ${userId} may not see`);
  }

  #break(message: string): void {
    this.#history.fail(new InvariantBroken(message));
  }

  #learn(operation: PendingOperation, outcome: Outcome): void {
    const made = this.#history.register.find(operation);
    if (made === undefined || !this.isAlive) return;
    made.outcome = outcome;
    this.#history.count(outcome.ok ? "legacy_ok" : `legacy_${outcome.code}`);
    this.#history.say(this.name, () => `learns of ${describe(made)}: ${JSON.stringify(outcome)}`);
  }

  /** As an application would, or its user. */
  #comeBack(): void {
    const { world, random } = this.#history;
    world.schedule(random.between(100, 20_000), () => {
      if (this.isWanted) this.connect();
    });
  }
}
