import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeDirectory } from "./make-directory.js";

/** The directory belongs to a process that is still running. */
export class DirectoryLockedError extends Error {
  readonly processId: number;

  constructor(path: string, processId: number) {
    super(`Process ${processId} uses this storage; if there is no such process any more, remove ${path}`);
    this.name = "DirectoryLockedError";
    this.processId = processId;
  }
}

/** Who holds a lock: numbers of processes are used again, in containers above all. */
interface LockOwner {
  readonly processId: number;
  /** When the process began, as the platform tells it; empty where it does not. */
  readonly startedAt: string;
  readonly token: string;
}

/** The tokens of the locks that this process holds. */
const held = new Set<string>();

/**
 * Makes a directory this process's own until the answer is called or the process ends, however it ends.
 * @throws DirectoryLockedError where another storage has it
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  await makeDirectory(directory);
  const lock = join(directory, "lock");
  const token = randomUUID();
  const own = join(directory, `lock.${token}`);
  const startedAt = await startOf(process.pid);
  await writeFile(own, JSON.stringify({ processId: process.pid, startedAt, token } satisfies LockOwner));
  held.add(token);
  const unlock = async (): Promise<void> => {
    await rm(lock, { force: true });
    held.delete(token);
  };
  try {
    for (;;) {
      if (await linkUnlessThere(own, lock)) return unlock;
      const owner = await readOwner(lock);
      if (owner !== undefined && (await isHeld(owner))) throw new DirectoryLockedError(lock, owner.processId);
      await removeStale(lock, `${own}.stale`, owner?.token);
    }
  } catch (error) {
    held.delete(token);
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

async function readOwner(path: string): Promise<LockOwner | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as LockOwner;
  } catch {
    return undefined;
  }
}

async function isHeld({ processId, startedAt, token }: LockOwner): Promise<boolean> {
  if (processId === process.pid) return held.has(token);
  return isRunning(processId) && (startedAt === "" || startedAt === (await startOf(processId)));
}

/** Linux alone tells it without a program being run. The process's name, in parentheses, may hold blanks. */
async function startOf(processId: number): Promise<string> {
  const stat = await readFile(`/proc/${processId}/stat`, "utf8").catch(() => "");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
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
async function removeStale(lock: string, aside: string, token: string | undefined): Promise<void> {
  await rename(lock, aside).catch(() => {});
  const taken = await readOwner(aside);
  if (taken !== undefined && taken.token !== token) await linkUnlessThere(aside, lock);
  await rm(aside, { force: true });
}
