import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createSyncServer, MemoryServerStore, startNodeServer } from "../../src/server/index.js";
import { bundleScript } from "./bundle-script.js";
import { sampleContract } from "./sample-contract.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "kalphite-ended-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** Works, and at the end does nothing but disconnect: what keeps the process alive then was left behind. */
const script = `
  import { WebSocket } from "ws";
  import { createHttpTransport, createSyncClient } from "./src/client/index.ts";
  import { FileStorage } from "./src/client/node/index.ts";
  import { sampleContract } from "./test/client/sample-contract.ts";
  const [url, unreachable, directory, hints] = process.argv.slice(2);
  const clientOf = (url, storage) => createSyncClient(sampleContract, {
    storage,
    transport: createHttpTransport({ url, roomId: "default", fingerprint: "f", hints, WebSocket }),
  });
  const client = clientOf(url, new FileStorage({ directory }));
  await client.connect();
  const { ok } = await client.mutate.increment("n").confirmed;
  await client.flush();
  const failing = clientOf(unreachable);
  await failing.connect();
  await new Promise((resolve) => failing.onError(resolve));
  await client.disconnect();
  await failing.disconnect();
  process.stdout.write(String(ok));`;

it.each(["web_socket", "event_stream", "none"])(
  "ends by itself once its clients are disconnected: no timer, socket or listener is left (%s)",
  async (hints) => {
    const program = await bundleScript(directory, script);
    const server = createSyncServer({
      contract: sampleContract,
      store: new MemoryServerStore(),
      allowAnonymous: true,
      log: () => {},
    });
    const running = await startNodeServer(server);
    try {
      // The port of TCP's discard service: nobody listens there.
      const args = [program, running.url, "http://127.0.0.1:9", join(directory, "data"), hints];
      const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
      let text = "";
      child.stdout.on("data", (chunk) => (text += String(chunk)));
      expect(await once(child, "close")).toEqual([0, null]);
      expect(text).toBe("true");
    } finally {
      await running.close();
    }
  },
);
