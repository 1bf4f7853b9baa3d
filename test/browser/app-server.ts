import { createServer as createHttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { createServer } from "../../examples/todo/generated/server.gen.js";
import { createNodeHandler, MemoryServerStore } from "../../src/server/index.js";

export interface AppServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Keeps the application in the browser, so that it can be reloaded without a network. */
const SERVICE_WORKER = `
  addEventListener("install", (event) => {
    event.waitUntil(caches.open("app").then((cache) => cache.addAll(["/", "/page.js"])).then(() => skipWaiting()));
  });
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  addEventListener("fetch", (event) => {
    if (new URL(event.request.url).pathname.startsWith("/sync/")) return;
    event.respondWith(caches.match(event.request).then((found) => found ?? fetch(event.request)));
  });
`;

const PAGE = `<!doctype html><meta charset="utf-8"><title>Todos</title><body>
<script type="module">
  await navigator.serviceWorker.register("/service-worker.js");
  await navigator.serviceWorker.ready;
  await import("/page.js");
</script>`;

/** The page's program, from the built package and the generated code of an example. */
async function bundlePage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("./page.ts", import.meta.url))],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    // React's development build mounts everything twice under StrictMode.
    define: { "process.env.NODE_ENV": '"development"' },
    logLevel: "silent",
  });
  return outputFiles[0]!.text;
}

/** Serves the page and the sync server behind it, on loopback. */
export async function startAppServer(): Promise<AppServer> {
  const files = new Map([
    ["/", ["text/html", PAGE]],
    ["/page.js", ["text/javascript", await bundlePage()]],
    ["/service-worker.js", ["text/javascript", SERVICE_WORKER]],
  ]);
  const server = createServer({ store: new MemoryServerStore(), allowAnonymous: true });
  const handler = createNodeHandler(server);
  const http = createHttpServer((request, response) =>
    handler(request, response, () => {
      const [type, body] = files.get(request.url ?? "") ?? [];
      response.writeHead(body === undefined ? 404 : 200, {
        "content-type": `${type ?? "text/plain"}; charset=utf-8`,
      });
      response.end(body);
    }),
  );
  http.on("upgrade", handler.upgrade);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    close: async () => {
      const closed = new Promise((resolve) => http.close(resolve));
      await server.close();
      http.closeAllConnections();
      await closed;
    },
  };
}
