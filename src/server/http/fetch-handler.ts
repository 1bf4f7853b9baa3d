import { ENDPOINTS } from "../../protocol/index.js";
import { RequestError } from "../core/request-error.js";
import type { SyncServer } from "../sync-server.js";
import { answerRequest } from "./answer-request.js";
import { corsHeaders } from "./cors.js";
import { EVENT_STREAM_HEADERS, EventStream, type EventSink } from "./event-stream.js";
import { errorAnswer } from "./http-answer.js";
import type { HttpRequest } from "./http-request.js";
import { mountedPath } from "./mounted-path.js";
import { admitStream, wantsEventStream } from "./stream-access.js";

function toHttpRequest(request: Request, basePath: string): HttpRequest {
  const url = new URL(request.url);
  return {
    method: request.method,
    path: mountedPath(url.pathname, basePath) ?? "",
    query: url.searchParams,
    header: (name) => request.headers.get(name) ?? undefined,
    native: request,
    readBody: (maxBytes, timeoutMs) => readBody(request, maxBytes, timeoutMs),
  };
}

async function readBody(request: Request, maxBytes: number, timeoutMs: number): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw new RequestError("body_too_large");
  if (request.body === null) return "";
  const reader = request.body.getReader();
  const decoder = new TextDecoder();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    void reader.cancel();
  }, timeoutMs);
  let text = "";
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (isLate) throw new RequestError("body_timeout");
      if (done) return text + decoder.decode();
      size += value.byteLength;
      if (size > maxBytes) {
        void reader.cancel();
        throw new RequestError("body_too_large");
      }
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    clearTimeout(timer);
  }
}

async function openEventStream(server: SyncServer, request: HttpRequest): Promise<Response> {
  const access = await admitStream(server, request);
  let leave = (): void => {};
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const sink = webSink(controller, () => leave());
        const stream = new EventStream(access, sink, server.limits.maxStreamBufferBytes, () =>
          server.log({ level: "warn", event: "slow_stream_dropped", roomId: access.roomId }),
        );
        leave = server.subscribe(stream);
        stream.start();
      },
      cancel: () => leave(),
    },
    { highWaterMark: 0, size: (chunk) => chunk.byteLength },
  );
  const cors = corsHeaders(request, server.options.origins);
  return new Response(body, { headers: { ...EVENT_STREAM_HEADERS, ...cors } });
}

function webSink(controller: ReadableStreamDefaultController<Uint8Array>, onEnd: () => void): EventSink {
  return {
    write: (bytes) => controller.enqueue(bytes),
    bufferedBytes: () => -(controller.desiredSize ?? 0),
    end: () => {
      onEnd();
      controller.close();
    },
    destroy: () => {
      onEnd();
      controller.error(new Error("The stream was read too slowly"));
    },
  };
}

/**
 * Serves web-standard requests. Notifications come as event streams: how a WebSocket is accepted differs from
 * platform to platform, so an upgrade is answered 426 and the client takes the event stream.
 */
export function createFetchHandler(server: SyncServer): (request: Request) => Promise<Response> {
  const basePath = server.options.basePath ?? "";
  return async (native) => {
    const request = toHttpRequest(native, basePath);
    const isStream = request.path === ENDPOINTS.notify || request.path === ENDPOINTS.legacy;
    if (isStream && request.method !== "OPTIONS") {
      try {
        if (request.path === ENDPOINTS.legacy || !wantsEventStream(request))
          throw new RequestError("upgrade_required");
        return await openEventStream(server, request);
      } catch (error) {
        const { status, headers, body } = errorAnswer(error, server.log);
        return new Response(body, { status, headers });
      }
    }
    const { status, headers, body } = await answerRequest(server, request);
    return new Response(status === 204 ? null : body, { status, headers });
  };
}
