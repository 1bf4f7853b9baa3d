import { spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { chromium, type BrowserContext } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // One address and nothing else: whatever the browser wants of the network by itself, it does not get.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
  "--remote-debugging-port=0",
];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The browser that `KALPHITE_TEST_CHROMIUM` names, or the first Chromium on the PATH. */
export function findChromium(): string | undefined {
  const named = process.env["KALPHITE_TEST_CHROMIUM"];
  if (named) return named;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** A new empty profile on disk, used by one browser after the other. */
export interface Profile {
  launch(): Promise<RunningBrowser>;
  remove(): Promise<void>;
}

export interface RunningBrowser {
  readonly context: BrowserContext;
  /** Ends every process of it with SIGKILL. */
  kill(): Promise<void>;
}

export function createProfile(executable: string): Profile {
  const folder = mkdtempSync(join(tmpdir(), "kalphite-chromium-"));
  const running = new Set<RunningBrowser>();
  const launch = async (): Promise<RunningBrowser> => {
    const child = spawn(executable, [...FLAGS, `--user-data-dir=${folder}`, "about:blank"], {
      // A group of its own, so that no process of it is left.
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const exited = once(child, "exit");
    const browser: RunningBrowser = {
      context: await connect(createInterface(child.stderr), exited),
      kill: async () => {
        running.delete(browser);
        if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, "SIGKILL");
        await exited;
      },
    };
    running.add(browser);
    return browser;
  };
  return {
    launch,
    remove: async () => {
      await Promise.all([...running].map((browser) => browser.kill()));
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function connect(lines: AsyncIterable<string>, exited: Promise<unknown>): Promise<BrowserContext> {
  const said: string[] = [];
  const address = async () => {
    for await (const line of lines) {
      said.push(line);
      const found = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const endpoint = await Promise.race([address(), exited.then(() => undefined)]);
  if (endpoint === undefined) throw new Error(`Chromium did not start:\n${said.join("\n")}`);
  const [context] = (await chromium.connectOverCDP(endpoint)).contexts();
  if (context === undefined) throw new Error("Chromium has no context");
  return context;
}
