import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createSyncServer,
  MemoryServerStore,
  startNodeServer,
  type RunningNodeServer,
} from "../../../src/server/index.js";
import { todoContract } from "../todo-contract.js";
import { expectCoded } from "./coded-error.js";
import { exchange } from "./exchange.js";

let server: RunningNodeServer;
beforeAll(async () => {
  server = await startNodeServer(
    createSyncServer({
      contract: todoContract,
      store: new MemoryServerStore(),
      allowAnonymous: true,
      origins: ["https://app.test"],
      log: () => {},
    }),
  );
});
afterAll(() => server.close());

/** A request, line by line, that the server is to close the connection after. */
function request(line: string, headers: { readonly [name: string]: string }, body = ""): string {
  const all = { Host: "sync.test", Connection: "close", ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return `${[line, ...lines].join("\r\n")}\r\n\r\n${body}`;
}

const json = { "Content-Type": "application/json", "Content-Length": "2" };
const pull = (headers: { readonly [name: string]: string }, line = "POST /sync/state HTTP/1.1") =>
  request(line, { ...json, ...headers }, "{}");
const handshake = {
  Connection: "Upgrade",
  Upgrade: "websocket",
  "Sec-WebSocket-Version": "13",
  "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
};
const withoutHost =
  "POST /sync/state HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

describe("P36 every request is answered with a code of the table", () => {
  it.each<[string, string | undefined, string | Buffer]>([
    ["not HTTP", "invalid_http", "GARBAGE\r\n\r\n"],
    ["the beginning of TLS", "invalid_http", Buffer.from([0x16, 0x03, 0x01, 0x00, 0xa5, 0x01, 0x00, 0x00])],
    ["NUL and control characters", "invalid_http", "\u0000\u0001 nonsense\r\n\r\n"],
    ["a method that is none", "invalid_http", pull({}, "BREW /sync/state HTTP/1.1")],
    ["no host", "invalid_http", withoutHost],
    ["two lengths", "invalid_http", pull({ "content-length": "3" })],
    ["a negative length", "invalid_http", pull({ "Content-Length": "-1" })],
    ["a length and chunks", "invalid_http", pull({ "Transfer-Encoding": "chunked" })],
    [
      "a chunk of no length",
      "invalid_http",
      request(
        "POST /sync/state HTTP/1.1",
        { "Content-Type": "application/json", "Transfer-Encoding": "chunked" },
        "ZZ\r\n{}\r\n",
      ),
    ],
    [
      "a chunk with an endless extension",
      "body_too_large",
      request(
        "POST /sync/state HTTP/1.1",
        { "Content-Type": "application/json", "Transfer-Encoding": "chunked" },
        `2;${"x".repeat(20_000)}\r\n{}\r\n`,
      ),
    ],
    ["a header of 20 kB", "headers_too_large", pull({ "X-Large": "x".repeat(20_000) })],
    ["an address of 20 kB", "headers_too_large", pull({}, `POST /sync/state?${"x".repeat(20_000)} HTTP/1.1`)],
    [
      "2,000 headers",
      undefined,
      pull(Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`X-${index}`, "x"]))),
    ],
    ["an expectation of its own", undefined, pull({ Expect: "the-unexpected" })],
    ["CONNECT", "method_not_allowed", request("CONNECT evil.test:443 HTTP/1.1", {})],
    ["TRACE", "method_not_allowed", request("TRACE /sync/state HTTP/1.1", {})],
    ["PUT", "method_not_allowed", pull({}, "PUT /sync/state HTTP/1.1")],
    ["DELETE of the health", "method_not_allowed", request("DELETE /sync/health HTTP/1.1", {})],
    ["a proxy's address", "no_such_endpoint", pull({}, "POST http://evil.test/sync/state HTTP/1.1")],
    ["a path that climbs", "no_such_endpoint", pull({}, "POST /sync/../sync/state HTTP/1.1")],
    ["a path that is encoded", "no_such_endpoint", pull({}, "POST /sync/%73tate HTTP/1.1")],
    ["a path with NUL", "no_such_endpoint", pull({}, "POST /sync/state%00 HTTP/1.1")],
    ["a doubled slash", "no_such_endpoint", pull({}, "POST //sync/state HTTP/1.1")],
    ["a key of every object", "no_such_endpoint", pull({}, "POST /sync/__proto__ HTTP/1.1")],
    ["a room of NUL", "invalid_request", pull({}, "POST /sync/state?roomId=%00 HTTP/1.1")],
    ["a room of half a surrogate pair", undefined, pull({}, "POST /sync/state?roomId=%ED%A0%80 HTTP/1.1")],
    ["a room that is no UTF-8", undefined, pull({}, "POST /sync/state?roomId=%ff%fe HTTP/1.1")],
    ["a room of a prototype", undefined, pull({}, "POST /sync/state?roomId=__proto__ HTTP/1.1")],
    [
      "a room of 300 characters",
      "invalid_request",
      pull({}, `POST /sync/state?roomId=${"r".repeat(300)} HTTP/1.1`),
    ],
    [
      "no content type",
      "unsupported_media_type",
      request("POST /sync/state HTTP/1.1", { "Content-Length": "2" }, "{}"),
    ],
    ["a form", "unsupported_media_type", pull({ "Content-Type": "application/x-www-form-urlencoded" })],
    ["text, which needs no preflight", "unsupported_media_type", pull({ "Content-Type": "text/plain" })],
    [
      "a type that hides another",
      "unsupported_media_type",
      pull({ "Content-Type": "text/plain; application/json" }),
    ],
    ["two types", "unsupported_media_type", pull({ "Content-Type": "text/plain, application/json" })],
    ["a compressed body", "unsupported_media_type", pull({ "Content-Encoding": "gzip" })],
    ["an origin of a page elsewhere", "origin_not_allowed", pull({ Origin: "https://evil.test" })],
    ["an opaque origin", "origin_not_allowed", pull({ Origin: "null" })],
    [
      "an origin that begins like an allowed one",
      "origin_not_allowed",
      pull({ Origin: "https://app.test.evil.test" }),
    ],
    [
      "an origin that ends like an allowed one",
      "origin_not_allowed",
      pull({ Origin: "https://evilapp.test" }),
    ],
    ["two origins", "origin_not_allowed", pull({ Origin: "https://app.test, https://evil.test" })],
    ["an allowed origin", undefined, pull({ Origin: "https://app.test" })],
    ["the server's own origin", undefined, pull({ Origin: "http://sync.test" })],
    ["a protocol of the future", "protocol_unsupported", pull({ "Kalphite-Protocol": "2" })],
    ["two protocols", "protocol_unsupported", pull({ "Kalphite-Protocol": "1, 1" })],
    [
      "a stream for a page elsewhere",
      "origin_not_allowed",
      request("GET /sync/notify HTTP/1.1", { Accept: "text/event-stream", Origin: "https://evil.test" }),
    ],
    [
      "a POST of a stream",
      "upgrade_required",
      request("POST /sync/notify HTTP/1.1", { Accept: "text/event-stream", "Content-Length": "0" }),
    ],
    [
      "a socket for a page elsewhere",
      "origin_not_allowed",
      request("GET /sync/notify HTTP/1.1", { ...handshake, Origin: "https://evil.test" }),
    ],
    [
      "a socket of a room that cannot be",
      "invalid_request",
      request("GET /sync/notify?roomId=%00 HTTP/1.1", handshake),
    ],
    [
      "a socket without a key",
      "upgrade_required",
      request("GET /sync/notify HTTP/1.1", { ...handshake, "Sec-WebSocket-Key": "" }),
    ],
    [
      "a socket of another version",
      "upgrade_required",
      request("GET /sync/notify HTTP/1.1", { ...handshake, "Sec-WebSocket-Version": "7" }),
    ],
    ["a socket by POST", "method_not_allowed", request("POST /sync/notify HTTP/1.1", handshake)],
    [
      "an upgrade to something else",
      "upgrade_required",
      request("GET /sync/notify HTTP/1.1", { ...handshake, Upgrade: "h2c" }),
    ],
    ["a socket elsewhere", "no_such_endpoint", request("GET /sync/state HTTP/1.1", handshake)],
  ])("%s: %s", async (_what, code, bytes) => {
    expect(expectCoded(await exchange(server.url, bytes))).toBe(code);
  });
});
