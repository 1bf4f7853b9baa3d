import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { StateSyncResponse } from "../../src/protocol/index.js";
import { send } from "./http-client.js";
import { operation } from "./pushing.js";

const folder = mkdtempSync(join(tmpdir(), "kalphite-kill-"));
// Inside the repository, so that the bundle finds the packages that are not bundled.
const bundles = fileURLToPath(new URL("../../node_modules/.cache/kalphite-kill/", import.meta.url));
const bundle = join(bundles, `${process.pid}.mjs`);
const running = new Set<ChildProcess>();

beforeAll(async () => {
  mkdirSync(bundles, { recursive: true });
  await build({
    entryPoints: [fileURLToPath(new URL("./sqlite-server-process.ts", import.meta.url))],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
});
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
  rmSync(bundle, { force: true });
});

async function startProcess(file: string): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = spawn(process.execPath, [bundle, file], { stdio: ["ignore", "pipe", "inherit"] });
  running.add(child);
  child.once("exit", () => running.delete(child));
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  return { child, url: line.toString().trim() };
}

it("P5 P6 P25 loses nothing and does nothing twice when the server is killed again and again under load", async () => {
  const file = join(folder, "killed.db");
  let server = await startProcess(file);
  let isOver = false;
  let lost = 0;
  const clients = Array.from({ length: 3 }, async (_, index) => {
    let id = 1;
    let isSettled = true;
    while (!isOver || !isSettled) {
      const batch = Array.from({ length: 3 }, (_each, offset) =>
        operation(id + offset, "appendTitle", [`t${index}`, "x"], `c${index}`),
      );
      const confirmations = await send(`${server.url}/sync/operations`, { body: JSON.stringify(batch) }).then(
        ({ json }) => json as { readonly success: boolean }[],
        () => undefined,
      );
      isSettled = confirmations !== undefined;
      if (confirmations === undefined) lost++;
      else {
        expect(confirmations.map(({ success }) => success)).toEqual([true, true, true]);
        id += 3;
      }
    }
    return id - 1;
  });
  for (let kills = 0; kills < 8; kills++) {
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 60));
    const exited = once(server.child, "exit");
    server.child.kill("SIGKILL");
    await exited;
    server = await startProcess(file);
  }
  isOver = true;
  const counts = await Promise.all(clients);
  const { json } = await send(`${server.url}/sync/state`, { body: "{}" });
  const titles = (json as StateSyncResponse).entities.map(({ id, data }) => [
    id,
    (data as { title: string }).title,
  ]);
  expect(Object.fromEntries(titles)).toEqual(
    Object.fromEntries(counts.map((count, index) => [`t${index}`, "x".repeat(count)])),
  );
  expect(lost).toBeGreaterThan(0);
}, 60_000);
