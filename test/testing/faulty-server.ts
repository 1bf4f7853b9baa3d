import { readFileSync } from "node:fs";
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { WebSocket, WebSocketServer } from "ws";
import type { OperationConfirmation, PendingOperation } from "../../src/protocol/index.js";
import {
  bearerToken,
  createNodeHandler,
  MemoryServerStore,
  type AccessContext,
  type BoundServerOptions,
  type NotificationStream,
  type SyncServer,
} from "../../src/server/index.js";
import type { Clause } from "../../src/testing/index.js";
import { exampleFolder } from "../examples/support/example-projects.js";

export const tokens = new Map([
  ["ada", { id: "ada" }],
  ["ben", { id: "ben" }],
]);

export function contractJson(): unknown {
  return JSON.parse(readFileSync(join(exampleFolder("todo"), "generated/contract.json"), "utf8")) as unknown;
}

type CreateServer = (options: BoundServerOptions) => SyncServer;

export async function createTodoServer(): Promise<CreateServer> {
  const path = join(exampleFolder("todo"), "generated/server.gen.ts");
  return ((await import(path)) as { readonly createServer: CreateServer }).createServer;
}

/** One way in which a server can be wrong. */
export interface Fault {
  readonly clause: Clause;
  readonly what: string;
  readonly options?: Partial<BoundServerOptions>;
  /** Replaces methods of the server. */
  readonly breaks?: (server: SyncServer) => Partial<SyncServer>;
  /** What a legacy socket sends or is sent becomes; undefined where it is lost. */
  readonly legacy?: (text: string, from: "client" | "server") => string | undefined;
  /** Changes a request before the server sees it, or answers it in the server's place: then true. */
  readonly onRequest?: (request: IncomingMessage, response: ServerResponse) => boolean | void;
}

type Push = (
  operations: readonly PendingOperation[],
  access: AccessContext,
  push: SyncServer["push"],
) => ReturnType<SyncServer["push"]>;

const pushing = (change: Push) => (server: SyncServer) => ({
  push: (operations: readonly PendingOperation[], access: AccessContext) =>
    change(operations, access, server.push.bind(server)),
});

const pulling =
  (
    change: (
      answer: Awaited<ReturnType<SyncServer["pull"]>>,
      again: () => ReturnType<SyncServer["pull"]>,
      request: Parameters<SyncServer["pull"]>[0],
    ) => unknown,
  ) =>
  (server: SyncServer): Partial<SyncServer> => ({
    pull: async (request, access) => {
      const again = () => server.pull(request, access);
      return (await change(await again(), again, request)) as Awaited<ReturnType<SyncServer["pull"]>>;
    },
  });

const withHead = (answer: Awaited<ReturnType<SyncServer["pull"]>>, head: object) => ({
  ...answer,
  head: { ...answer.head, ...head },
});

/** Passes on to a stream only what fits, or otherwise. */
const telling =
  (fits: (text: string) => boolean) =>
  (server: SyncServer): Partial<SyncServer> => ({
    subscribe: (stream: NotificationStream) =>
      server.subscribe(
        new Proxy(stream, {
          get: (target, key) => {
            const value: unknown = Reflect.get(target, key);
            if (typeof value !== "function") return value;
            if (key !== "send") return value.bind(target) as unknown;
            return (frame: Parameters<NotificationStream["send"]>[0]) => {
              if (fits(Buffer.from(frame.eventStream).toString())) target.send(frame);
            };
          },
        }),
      ),
  });

const succeed = (confirmation: OperationConfirmation, code: string): OperationConfirmation => {
  if (confirmation.code !== code) return confirmation;
  const { operationId, clientId, serverTimestamp } = confirmation;
  return { operationId, clientId, serverTimestamp, success: true };
};

const confirming = (code: string) =>
  pushing(async (operations, access, push) => {
    const answer = await push(operations, access);
    return { ...answer, confirmations: answer.confirmations.map((each) => succeed(each, code)) };
  });

export const faults: readonly Fault[] = [
  {
    clause: "P1",
    what: "it cuts long names of rooms",
    breaks: (server) => ({
      admit: async (request) => {
        const access = await server.admit(request);
        return { ...access, roomId: access.roomId.slice(0, 200) };
      },
    }),
  },
  {
    clause: "P2",
    what: "it answers a bare list with an object",
    onRequest: (_request, response) => {
      const end = response.end.bind(response) as (text?: unknown) => ServerResponse;
      Object.assign(response, {
        setHeader: response.setHeader.bind(response),
        writeHead: (status: number, headers: { [name: string]: string }) => {
          const { "content-length": _, ...rest } = headers;
          return Object.getPrototypeOf(response).writeHead.call(response, status, rest) as ServerResponse;
        },
        end: (body?: string | Uint8Array) => {
          const text = body === undefined ? "" : Buffer.from(body as string).toString();
          return end(text.startsWith("[") ? `{"confirmations":${text}}` : body);
        },
      });
    },
  },
  {
    clause: "P3",
    what: "it takes any media type",
    onRequest: (request) => {
      if (request.method === "POST") request.headers["content-type"] = "application/json";
    },
  },
  {
    clause: "P5",
    what: "of several operations on one entity in a batch it applies the first",
    breaks: pushing(async (operations, access, push) => {
      const met = new Set<unknown>();
      const kept = operations.map((operation) => {
        const isAgain = operation.name.startsWith("upsert") && met.has(operation.args[0]);
        if (operation.name.startsWith("upsert")) met.add(operation.args[0]);
        return isAgain ? { ...operation, name: "deletetodo", args: ["nobody has this id"] } : operation;
      });
      return push(kept, access);
    }),
  },
  {
    clause: "P6",
    what: "it runs what is repeated",
    breaks: (server) => {
      const ran = new Map<string, number>();
      let ghosts = 0;
      return {
        push: async (operations, access) => {
          const key = (clientId: string) => `${access.roomId}\n${clientId}`;
          const again = operations.filter(({ clientId, id }) => id <= (ran.get(key(clientId)) ?? 0));
          const answer = await server.push(operations, access);
          for (const { clientId, operationId } of answer.confirmations)
            ran.set(key(clientId), Math.max(operationId, ran.get(key(clientId)) ?? 0));
          const ghost = `ghost ${ghosts++}`;
          if (again.length > 0)
            await server.push(
              again.map((operation, index) => ({ ...operation, clientId: ghost, id: index + 1 })),
              access,
            );
          return answer;
        },
      };
    },
  },
  {
    clause: "P7",
    what: "it says nothing of a gap",
    breaks: pushing(async (operations, access, push) => ({
      confirmations: (await push(operations, access)).confirmations,
    })),
  },
  { clause: "P8", what: "it confirms what it does not know", breaks: confirming("unknown_operation") },
  {
    clause: "P10",
    what: "it takes everybody for the same user",
    options: { authenticate: (request) => tokens.get(bearerToken(request) ?? "") && { id: "ada" } },
  },
  { clause: "P11", what: "it takes more than it may", options: { limits: { maxOperations: 100_000 } } },
  {
    clause: "P12",
    what: "it reads the version after the entities",
    breaks: pulling(async (answer, again) => {
      await wait(3);
      const later = await again();
      return answer.head.hasMore ? answer : withHead(answer, { stateVersion: later.head.stateVersion });
    }),
  },
  {
    clause: "P13",
    what: "it does not say that it answers with everything",
    breaks: pulling((answer) => {
      const { reset: _, ...head } = answer.head;
      return { ...answer, head };
    }),
  },
  {
    clause: "P14",
    what: "it forgets deletions in deltas",
    breaks: pulling((answer, _again, request) =>
      request.stateVersion === undefined ? answer : withHead(answer, { deletedEntityIds: [] }),
    ),
  },
  {
    clause: "P15",
    what: "it reads lastOperationId after the entities",
    breaks: pulling(async (answer, again) => {
      await wait(3);
      const { lastOperationId } = (await again()).head;
      return answer.head.hasMore || lastOperationId === undefined
        ? answer
        : withHead(answer, { lastOperationId });
    }),
  },
  {
    clause: "P16",
    what: "it ignores the scope of a delta",
    breaks: (server) => ({
      pull: ({ entityTypes, ...request }, access) =>
        server.pull(
          request.stateVersion === undefined && entityTypes ? { ...request, entityTypes } : request,
          access,
        ),
    }),
  },
  {
    clause: "P17",
    what: "it tells lastOperationId with every page",
    breaks: pulling((answer) => (answer.head.hasMore ? withHead(answer, { lastOperationId: 1 }) : answer)),
  },
  { clause: "P18", what: "it confirms a conflict of types", breaks: confirming("entity_type_conflict") },
  {
    clause: "P28",
    what: "it never tells of changes",
    breaks: telling((text) => !text.includes("state_changed")),
  },
  {
    clause: "P29",
    what: "it never tells confirmations",
    breaks: telling((text) => !text.includes("operation_confirmed")),
  },
  {
    clause: "P31",
    what: "it lacks an upsert",
    breaks: pushing((operations, access, push) =>
      push(
        operations.map((each) =>
          each.name === "upsertcomment" ? { ...each, name: "upsert_comment" } : each,
        ),
        access,
      ),
    ),
  },
  {
    clause: "P32",
    what: "it does not acknowledge legacy changes",
    legacy: (text) => (text.includes('"sync-ack"') ? undefined : text),
  },
  {
    clause: "P33",
    what: "it tells legacy clients nothing of deletions",
    legacy: (text, from) =>
      from === "server" && text.includes('"sync-change"') && text.includes('"type":"delete"')
        ? undefined
        : text,
  },
  {
    clause: "P34",
    what: "it acknowledges legacy deletions without doing them",
    legacy: (text, from) =>
      from === "client" && text.includes('"type":"delete"')
        ? text.replace(/"entityId":"(?:[^"\\]|\\.)*"/, '"entityId":"nobody"')
        : text,
  },
  {
    clause: "P35",
    what: "it takes any version of the protocol",
    onRequest: (request) => void delete request.headers["kalphite-protocol"],
  },
  {
    clause: "P36",
    what: "its errors are texts",
    onRequest: (request, response) => {
      if (request.url?.includes("no-such-endpoint") !== true) return;
      response
        .writeHead(404, { "content-type": "application/json" })
        .end('{"error":"There is nothing here"}');
      return true;
    },
  },
];

/** Puts itself between legacy sockets and a server. */
async function relayLegacySockets(
  httpServer: Server,
  server: SyncServer,
  change: NonNullable<Fault["legacy"]>,
): Promise<void> {
  const inner = createHttpServer();
  createNodeHandler(server).attach(inner);
  await new Promise<void>((resolve) => inner.listen(0, "127.0.0.1", resolve));
  const { port } = inner.address() as AddressInfo;
  httpServer.once("close", () => inner.close());
  const upgrades = httpServer.listeners("upgrade") as Upgrade[];
  httpServer.removeAllListeners("upgrade");
  const sockets = new WebSocketServer({ noServer: true });
  httpServer.on("upgrade", (request, socket, head) => {
    if (!request.url!.startsWith("/sync/legacy"))
      return upgrades.forEach((upgrade) => upgrade(request, socket, head));
    const { authorization = "" } = request.headers;
    const behind = new WebSocket(`ws://127.0.0.1:${port}${request.url}`, { headers: { authorization } });
    behind.once("open", () =>
      sockets.handleUpgrade(request, socket, head, (front) => {
        const pass = (from: WebSocket, to: WebSocket, name: "client" | "server") =>
          from.on("message", (data) => {
            const text = change(String(data), name);
            if (text !== undefined && to.readyState === to.OPEN) to.send(text);
          });
        pass(front, behind, "client");
        pass(behind, front, "server");
        front.once("close", () => behind.terminate());
        behind.once("close", () => front.terminate());
      }),
    );
  });
}

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface FaultyServer {
  readonly url: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The server of the todo example, with a fault. */
export async function startFaultyServer({
  options,
  breaks,
  onRequest,
  legacy,
}: Fault): Promise<FaultyServer> {
  const createServer = await createTodoServer();
  const whole = createServer({
    store: new MemoryServerStore(),
    authenticate: (request) => tokens.get(bearerToken(request) ?? ""),
    log: () => {},
    ...options,
  } as BoundServerOptions);
  const replaced: Partial<SyncServer> = breaks?.(whole) ?? {};
  const server = new Proxy(whole, {
    get: (target, key) => {
      if (Object.hasOwn(replaced, key)) return Reflect.get(replaced, key) as unknown;
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
  const httpServer = createHttpServer();
  createNodeHandler(server).attach(httpServer);
  const [handle] = httpServer.listeners("request") as [
    (request: IncomingMessage, response: ServerResponse) => void,
  ];
  httpServer.removeAllListeners("request");
  httpServer.on("request", (request, response) => {
    if (onRequest?.(request, response) !== true) handle(request, response);
  });
  if (legacy !== undefined) await relayLegacySockets(httpServer, server, legacy);
  await new Promise<void>((resolve) => httpServer.listen(0, "127.0.0.1", resolve));
  const { port } = httpServer.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => httpServer.close(resolve));
      await whole.close();
      httpServer.closeAllConnections();
      await closed;
    },
  };
}
