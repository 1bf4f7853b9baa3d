import {
  MemoryServerStore,
  startNodeServer,
  type BoundServerOptions,
  type ServerStore,
  type SyncServer,
} from "../server/index.js";

export interface TestServerOptions {
  /** Default: a `MemoryServerStore` of its own. */
  readonly store?: ServerStore;
  /** What else `createServer` takes. Default: everybody is let in. */
  readonly server?: Partial<BoundServerOptions>;
}

/** A server for one test, on a free port of the loopback interface. */
export interface TestServer {
  /** For the client's `url`. */
  readonly url: string;
  readonly server: SyncServer;
  /** Ends all connections and drops what was stored. Also what `await using` calls. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a server in memory: `await using server = await startTestServer(createServer)`.
 *
 * @param createServer the generated function, or any that makes a server of these options
 */
export async function startTestServer(
  createServer: (options: BoundServerOptions) => SyncServer,
  options: TestServerOptions = {},
): Promise<TestServer> {
  const access = options.server?.authenticate === undefined ? { allowAnonymous: true } : {};
  const server = createServer({
    ...access,
    store: options.store ?? new MemoryServerStore(),
    ...options.server,
  } as BoundServerOptions);
  const running = await startNodeServer(server);
  const close = () => running.close();
  return { url: running.url, server, close, [Symbol.asyncDispose]: close };
}
