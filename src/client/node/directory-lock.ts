import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The directory belongs to a process that is still running. */
export class DirectoryLockedError extends Error {
  readonly processId: number;

  constructor(path: string, processId: number) {
    super(`Process ${processId} uses this storage; if there is no such process any more, remove ${path}`);
    this.name = "DirectoryLockedError";
    this.processId = processId;
  }
}

let made = 0;

/**
 * Makes a directory this process's own until the answer is called or the process ends, however it ends.
 * @throws DirectoryLockedError where another storage has it
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  await mkdir(directory, { recursive: true });
  const lock = join(directory, "lock");
  const own = join(directory, `lock.${process.pid}.${++made}`);
  await writeFile(own, String(process.pid));
  try {
    for (;;) {
      if (await linkUnlessThere(own, lock)) return () => rm(lock, { force: true });
      const owner = Number(await readFile(lock, "utf8").catch(() => undefined));
      if (isRunning(owner)) throw new DirectoryLockedError(lock, owner);
      await removeStale(lock, `${own}.stale`, owner);
    }
  } finally {
    await rm(own, { force: true });
  }
}

/** Creating a link is atomic, and its content is whole from the start. */
async function linkUnlessThere(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function isRunning(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Takes a dead process's lock away; one that came in its place meanwhile is put back. */
async function removeStale(lock: string, aside: string, owner: number): Promise<void> {
  await rename(lock, aside).catch(() => {});
  const taken = await readFile(aside, "utf8").catch(() => undefined);
  if (taken !== undefined && Number(taken) !== owner) await linkUnlessThere(aside, lock);
  await rm(aside, { force: true });
}
