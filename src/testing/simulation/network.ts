import { answerRequest } from "../../server/http/answer-request.js";
import type { HttpAnswer } from "../../server/http/http-answer.js";
import type { HttpRequest } from "../../server/http/http-request.js";
import { RequestError } from "../../server/index.js";
import type { History } from "./history.js";
import type { SimulatedProcess } from "./simulated-process.js";

/** Where a request comes from: a process, and whether its device has a network now. */
export interface NetworkUser {
  readonly process: SimulatedProcess;
  readonly isCutOff: () => boolean;
}

/** A `fetch` whose requests meet what can happen to them on their way to the servers and back. */
export function createFetch(history: History, { process, isCutOff }: NetworkUser): typeof globalThis.fetch {
  const { random, world } = history;
  const wayMs = (): number => random.between(1, random.chance(0.1) ? 400 : 40);

  return (input, init = {}) =>
    new Promise<Response>((resolve, reject) => {
      const { signal } = init;
      if (!process.reach() || signal?.aborted) return;
      const url = new URL(String(input));
      const serial = history.serial();
      const say = (what: () => string): void =>
        history.say(process.name, () => `request ${serial} ${what()}`);
      say(() => `${url.pathname} ${String(init.body)}`);
      const fail = (): void => {
        if (random.chance(0.5)) return;
        const error = new TypeError("Simulated: the request failed");
        world.schedule(wayMs(), () => process.enter(() => reject(error)));
      };
      signal?.addEventListener("abort", () => say(() => "is given up"));
      if (isCutOff() || history.strikes("request_refused")) return fail();
      const request = toHttpRequest(url, init);
      const deliver = (delayMs: number, take: (answer: HttpAnswer) => void): void => {
        world.schedule(delayMs, () => {
          const running = history.servers.pick();
          if (running === undefined) return fail();
          void answerRequest(running.server, request).then((answer) => {
            if (running.process.reach()) take(answer);
          });
          running.process.onDeath(fail);
        });
      };
      if (history.strikes("request_duplicated")) {
        deliver(random.between(10, 90_000), () => say(() => "is answered again, to nobody"));
      }
      if (history.strikes("request_lost")) {
        say(() => "is lost");
        return fail();
      }
      deliver(history.strikes("request_slow") ? random.between(1_000, 60_000) : wayMs(), (answer) => {
        if (isCutOff() || history.strikes("answer_lost")) {
          say(() => `is answered ${answer.status}, which is lost`);
          return fail();
        }
        const taken = history.strikes("answer_replaced") ? BAD_GATEWAY : answer;
        world.schedule(history.strikes("answer_slow") ? random.between(1_000, 60_000) : wayMs(), () => {
          if (signal?.aborted || !process.isAlive) return;
          say(() => `is answered ${taken.status} ${taken.body}`);
          history.count(`answer_${taken.status}`);
          process.enter(() => resolve(toResponse(taken)));
        });
      });
    });
}

const BAD_GATEWAY: HttpAnswer = { status: 502, headers: {}, body: "<h1>Bad gateway</h1>" };

/** A request as the server's core sees it, whatever adapter it came through. */
export function toHttpRequest(
  url: URL,
  { method = "GET", headers = {}, body = "" }: RequestInit,
): HttpRequest {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
  const text = String(body);
  return {
    method,
    path: url.pathname,
    query: url.searchParams,
    header: (name) => byName.get(name),
    // No hook of a simulated server looks at it.
    native: undefined as never,
    readBody: async (maxBytes) => {
      if (text.length > maxBytes) throw new RequestError("body_too_large");
      return text;
    },
  };
}

/** What the client's transport reads of a response. */
function toResponse({ status, headers, body }: HttpAnswer): Response {
  const response: Pick<Response, "status" | "ok" | "statusText" | "body" | "json"> & {
    readonly headers: Pick<Headers, "get">;
  } = {
    status,
    ok: status >= 200 && status < 300,
    statusText: "",
    body: null,
    headers: { get: (name) => headers[name.toLowerCase()] ?? null },
    json: async () => JSON.parse(body) as unknown,
  };
  return response as Response;
}
