/**
 * Ada and Ben share a list, each with a release of the application, on the older one's server: `main.js 1 2` is the day on
 * which Ben has the new engine and Ada has not. Without arguments: every release with itself and with the next.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startNodeServer } from "kalphite-gen/server";
import { releases, type Release, type ShoppingList } from "./releases.js";

const given = process.argv.slice(2).map(Number);
const isRelease = (number: number | undefined): number is Release =>
  number !== undefined && number in releases;
const [adas, bens] = given;
if (isRelease(adas) && isRelease(bens)) await play(adas, bens);
else if (given.length === 0) {
  for (const release of [1, 2, 3, 4] as const) {
    await play(release, release);
    const next = release + 1;
    if (isRelease(next)) await play(release, next);
  }
} else {
  console.error("Usage: node dist/src/main.js [<release of Ada> <release of Ben>], each from 1 to 4");
  process.exitCode = 2;
}

async function play(adas: Release, bens: Release): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "kalphite-migration-"));
  const older = Math.min(adas, bens) as Release;
  const server = releases[older].openServer(join(folder, "items.db"));
  const running = await startNodeServer(server);
  const ada = new releases[adas].ShoppingList(running.url, "ada");
  const ben = new releases[bens].ShoppingList(running.url, "ben");
  try {
    await Promise.all([ada.connect(), ben.connect()]);
    ada.add("i1", "Milk");
    ada.add("i2", "Bread");
    await shows(ben, "[ ] Milk, [ ] Bread");
    ben.check("i1");
    await shows(ada, "[x] Milk, [ ] Bread");
    ada.rename("i2", "Rye bread");
    await shows(ben, "[x] Milk, [ ] Rye bread");
    ben.clearChecked();
    await Promise.all([shows(ada, "[ ] Rye bread"), shows(ben, "[ ] Rye bread")]);
    const old = server.legacy.report().changes.reduce((sum, { accepted }) => sum + accepted, 0);
    console.log(`ada ${adas}, ben ${bens}: both show ${textOf(ada)}; ${old} legacy changes`);
  } finally {
    await Promise.all([ada.disconnect(), ben.disconnect()]);
    await running.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function textOf(list: ShoppingList): string {
  return list
    .items()
    .map(({ data }) => `[${data.checked ? "x" : " "}] ${data.name}`)
    .join(", ");
}

/** Resolves when the list shows the text. @throws Error where it does not within twenty seconds */
function shows(list: ShoppingList, wanted: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`It shows ${textOf(list)}, not ${wanted}`));
    const timeout = setTimeout(late, 20_000);
    const look = (): void => {
      if (textOf(list) !== wanted) return;
      clearTimeout(timeout);
      resolve();
    };
    list.onChange(look);
    look();
  });
}
