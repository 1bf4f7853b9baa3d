import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { SyncServer } from "../sync-server.js";
import { createNodeHandler } from "./node-handler.js";

export interface NodeServerOptions {
  /** Default: one that is free. */
  readonly port?: number;
  /** Default: loopback only. */
  readonly host?: string;
}

export interface RunningNodeServer {
  /** Such as `http://127.0.0.1:8787`, with the base path. */
  readonly url: string;
  readonly port: number;
  readonly httpServer: Server;
  /** Drains: takes nothing more, finishes what is in flight, tells sockets to come back, closes the store. */
  close(): Promise<void>;
}

/** Serves a sync server by itself on a port. @throws what `listen` fails with */
export async function startNodeServer(
  server: SyncServer,
  options: NodeServerOptions = {},
): Promise<RunningNodeServer> {
  const { createServer } = await import("node:http");
  const { bodyTimeoutMs } = server.limits;
  const httpServer = createServer({
    headersTimeout: bodyTimeoutMs,
    requestTimeout: 2 * bodyTimeoutMs,
    connectionsCheckingInterval: bodyTimeoutMs / 2,
    // Answered here, with a code.
    requireHostHeader: false,
  });
  createNodeHandler(server).attach(httpServer);
  const host = options.host ?? "127.0.0.1";
  await new Promise<void>((resolve, fail) => {
    httpServer.once("error", fail);
    httpServer.listen(options.port ?? 0, host, () => {
      httpServer.removeListener("error", fail);
      resolve();
    });
  });
  const { port } = httpServer.address() as AddressInfo;
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => httpServer.close(() => resolve()));
    httpServer.closeIdleConnections();
    await server.close();
    httpServer.closeIdleConnections();
    await closed;
  };
  const name = host.includes(":") ? `[${host}]` : host;
  return { url: `http://${name}:${port}${server.options.basePath ?? ""}`, port, httpServer, close };
}
