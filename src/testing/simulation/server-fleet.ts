import { plainOperationOf, type SyncChange } from "../../protocol/index.js";
import {
  bearerToken,
  createSyncServer,
  InProcessExchange,
  MemoryServerStore,
  NO_TELEMETRY,
  TransientFailure,
  type AccessContext,
  type Limits,
  type Notifier,
  type OperationHandlers,
  type ServerStore,
  type SyncServer,
  type SyncServerOptions,
  type Timers,
} from "../../server/index.js";
import { legacyClientId } from "../../server/legacy/legacy-identity.js";
import type { History } from "./history.js";
import type { SimulatedLegacyModes } from "./simulation-options.js";
import { openProcessStore } from "./process-store.js";
import { SimulatedProcess } from "./simulated-process.js";
import { TokenIssuer } from "./token-issuer.js";

/** A server process that runs, or that runs down. */
export interface ServerProcess {
  readonly process: SimulatedProcess;
  readonly server: SyncServer;
}

const DAY_MS = 24 * 60 * 60 * 1000;

const MAINTENANCE = {
  intervalMs: 0,
  tombstoneRetentionMs: 20_000,
  outcomeRetentionMs: 20_000,
  idleClientMs: 60 * DAY_MS,
};

/** The server processes of a history, over one store that outlives them. */
export class ServerFleet {
  readonly tokens = new TokenIssuer();
  readonly store: ServerStore;
  /** What legacy clients may do, by entity type. */
  readonly legacy: SimulatedLegacyModes | undefined;
  readonly #history: History;
  readonly #exchange = new InProcessExchange();
  readonly #slots: (ServerProcess | undefined)[];
  readonly #limits: Partial<Limits>;
  readonly #isAsynchronous: boolean;

  constructor(history: History) {
    const { random, options } = history;
    this.#history = history;
    this.store = options.createServerStore?.() ?? new MemoryServerStore({ epoch: "e" });
    this.#isAsynchronous = random.chance(0.7);
    this.#limits = {
      ...options.server?.limits,
      ...(history.isLong && { heartbeatIntervalMs: DAY_MS }),
      ...(random.chance(0.4) && { maxOperations: random.integer(1, 8) }),
      ...(random.chance(0.5) && { maxPageEntities: random.integer(1, 4) }),
      ...(random.chance(0.15) && { clientRate: { perSecond: 2, burst: 6 } }),
      ...(options.legacyEdit && random.chance(0.2) && { maxStreamBufferBytes: random.integer(1_000, 4_000) }),
    };
    this.#slots = Array.from({ length: random.chance(0.6) ? 1 : 2 }, () => undefined);
    this.legacy = options.legacyModes && random.pick(options.legacyModes);
    for (const slot of this.#slots.keys()) this.#start(slot);
  }

  /** One that would take a request now. */
  pick(): ServerProcess | undefined {
    const running = this.#slots.filter((slot) => slot?.process.isAlive);
    return running.length === 0 ? undefined : this.#history.random.pick(running);
  }

  /** What happens to servers. */
  act(): void {
    const history = this.#history;
    const { random } = history;
    const slot = random.integer(0, this.#slots.length - 1);
    const running = this.#slots[slot];
    if (history.strikes("access_changed")) void this.#changeAccess();
    if (running === undefined) return;
    if (history.strikes("server_killed")) running.process.die();
    else if (history.strikes("server_killed_midway")) running.process.dieAfter(random.integer(0, 12));
    else if (history.strikes("server_restarted")) void this.#restart(running, slot);
    else if (history.strikes("compaction")) this.maintain();
    else if (history.strikes("token_expired")) this.tokens.expire(random.pick(history.userIds));
  }

  /** One of them, if there is any, drops what has outlived its time. */
  maintain(): void {
    void this.pick()
      ?.server.maintain()
      .catch(() => {});
  }

  /** No process dies any more. */
  heal(): void {
    for (const running of this.#slots) running?.process.dieAfter(Infinity);
  }

  #start(slot: number): void {
    const history = this.#history;
    const { world, random } = history;
    const process = new SimulatedProcess(`server ${slot + 1}.${history.serial()}`);
    const store = openProcessStore(history, this.store, process, this.#isAsynchronous);
    const server = createSyncServer({ ...this.#optionsFor(process, store), ...this.#accessOptions() });
    this.#tap(server);
    this.#slots[slot] = { process, server };
    history.say(process.name, () => "starts");
    process.onDeath(() => {
      history.say(process.name, () => "dies");
      this.#slots[slot] = undefined;
      world.schedule(random.between(10, 5_000), () => this.#start(slot));
    });
  }

  async #restart({ server, process }: ServerProcess, slot: number): Promise<void> {
    this.#history.say(process.name, () => "drains");
    await server.close();
    if (this.#slots[slot]?.process === process) process.die();
  }

  /** What arrives is noted: what a number meant once, it must always mean. */
  #tap(server: SyncServer): void {
    const push = server.push.bind(server);
    server.push = (operations, access) => {
      try {
        for (const operation of operations) this.#history.room(access.roomId).arrived(operation);
      } catch (error) {
        this.#history.fail(error);
      }
      return push(operations, access);
    };
    const open = server.legacy.open.bind(server.legacy);
    server.legacy.open = (socket, request, access) => {
      const line = open(socket, request, access);
      const onMessage = line.onMessage.bind(line);
      line.onMessage = (text) => {
        if (access !== undefined) void this.#noteLegacy(text, access);
        onMessage(text);
      };
      return line;
    };
  }

  async #noteLegacy(text: string, { roomId, user }: AccessContext): Promise<void> {
    const { type, data } = JSON.parse(text) as { readonly type: string; readonly data: SyncChange };
    if (type !== "sync-change") return;
    const { name, args } = plainOperationOf(data);
    const clientId = await legacyClientId(data, user, undefined);
    const timestamp = data.timestamp ?? 0;
    try {
      this.#history.room(roomId).arrived({ name, args, id: 1, clientId, timestamp });
    } catch (error) {
      this.#history.fail(error);
    }
  }

  #optionsFor(process: SimulatedProcess, store: ServerStore) {
    const { options, world } = this.#history;
    const skewMs = this.#history.random.integer(-5_000, 5_000);
    return {
      ...options.server,
      contract: options.contract,
      handlers: this.#handlers(options.server?.handlers ?? {}),
      store,
      limits: this.#limits,
      maintenance:
        options.legacyEdit === undefined ? MAINTENANCE : { ...MAINTENANCE, tombstoneRetentionMs: Infinity },
      ...(this.legacy !== undefined && { legacy: this.legacy }),
      notifier: this.#notifier(process),
      telemetry: NO_TELEMETRY,
      clock: () => Math.floor(world.now) + skewMs,
      timers: this.#timers(process),
      log: ({ event, operation, error }) =>
        this.#history.say(process.name, () => [event, operation, error].filter(Boolean).join(" ")),
    } satisfies Partial<SyncServerOptions>;
  }

  #accessOptions() {
    const { visible } = this.#history.options;
    return {
      authenticate: (request) => this.tokens.userOf(bearerToken(request)),
      ...(visible && {
        visible: (entity, access) =>
          visible(entity, access, this.#history.room(access.roomId).accessOf(access.user?.id).generation),
      }),
    } satisfies Partial<SyncServerOptions>;
  }

  #timers(process: SimulatedProcess): Timers {
    const { world } = this.#history;
    const once: Timers["once"] = (run, delayMs) => world.schedule(delayMs, () => process.enter(run));
    return {
      once,
      soon: (run) => void once(run, 0),
      every: (run, intervalMs) => {
        let stop = (): void => {};
        const next = (): void => {
          stop = once(() => {
            next();
            run();
          }, intervalMs);
        };
        next();
        return () => stop();
      },
    };
  }

  #handlers(handlers: OperationHandlers): OperationHandlers {
    const history = this.#history;
    const { random, world } = history;
    return Object.fromEntries(
      Object.entries(handlers).map(([name, handler]) => [
        name,
        async (...[tx, args, context]: Parameters<NonNullable<typeof handler>>) => {
          if (history.strikes("handler_unavailable")) {
            throw new TransientFailure("Simulated: a handler cannot go on now", random.integer(100, 3_000));
          }
          if (history.strikes("handler_slow")) await world.sleep(random.between(10, 8_000));
          await handler?.(tx, args, context);
        },
      ]),
    );
  }

  #notifier(process: SimulatedProcess): Notifier {
    const { world, random } = this.#history;
    const notifier = this.#exchange.createNotifier();
    process.onDeath(() => void notifier.close());
    return {
      publish: (roomId, endedUserId) => {
        if (process.reach()) notifier.publish(roomId, endedUserId);
      },
      subscribe: (onWake) =>
        notifier.subscribe((roomId, endedUserId) => {
          if (this.#history.strikes("hint_lost")) return;
          world.schedule(random.between(0.1, 20), () => process.enter(() => onWake(roomId, endedUserId)));
        }),
      close: () => notifier.close(),
    };
  }

  async #changeAccess(): Promise<void> {
    const { random, roomIds, userIds } = this.#history;
    const roomId = random.pick(roomIds);
    const userId = random.pick(userIds);
    const room = this.#history.room(roomId);
    room.changeAccess(userId);
    await this.store.invalidate(roomId, userId);
    const query = {
      clientId: undefined,
      userId,
      position: undefined,
      entityTypes: [],
      limit: 1,
      maxLength: 1,
    };
    const { version } = await this.store.pull({ roomId, ...query });
    room.accessCommitted(userId, version);
    this.#history.say(
      "application",
      () => `changes what ${userId} may see in ${roomId} from version ${version} on`,
    );
  }
}
