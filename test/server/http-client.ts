import { request, type IncomingHttpHeaders } from "node:http";

export interface HttpReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: unknown;
}

/** One request over a real socket. */
export function send(
  url: string,
  options: { method?: string; headers?: { [name: string]: string }; body?: string | Buffer } = {},
): Promise<HttpReply> {
  return new Promise((resolve, fail) => {
    const { method = "POST", headers = { "content-type": "application/json" }, body } = options;
    const outgoing = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        const isJson = String(response.headers["content-type"]).startsWith("application/json");
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          json: isJson && text !== "" ? (JSON.parse(text) as unknown) : undefined,
        });
      });
    });
    outgoing.on("error", fail);
    outgoing.end(body);
  });
}
