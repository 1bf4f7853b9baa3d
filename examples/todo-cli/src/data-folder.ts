import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where programs of this platform keep a user's data, with a folder of ours. */
export function defaultDataFolder(
  platform: NodeJS.Platform = process.platform,
  environment: NodeJS.ProcessEnv = process.env,
): string {
  const { XDG_DATA_HOME, LOCALAPPDATA } = environment;
  if (platform === "win32" && LOCALAPPDATA) return join(LOCALAPPDATA, "kalphite-todo");
  if (platform === "darwin") return join(homedir(), "Library", "Application Support", "kalphite-todo");
  return join(XDG_DATA_HOME || join(homedir(), ".local", "share"), "kalphite-todo");
}

/** One folder for each server, room, user and generation: each is a client with a queue of its own. */
export function sessionFolder(data: string, { server, room, user, legacy }: SessionIdentity): string {
  return join(data, ...[server, room, user].map(folderNameOf), legacy ? "legacy" : "modern");
}

const MAX_SHOWN = 40;

/**
 * A name as one of a folder: what of it can be read there, and its digest, since file systems take some names for the same,
 * and others, such as `..`, for something else.
 */
function folderNameOf(name: string): string {
  const shown = name
    .replace(/^https?:\/\//, "")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .slice(0, MAX_SHOWN);
  return `${shown}-${createHash("sha256").update(name).digest("hex").slice(0, 32)}`;
}

export interface SessionIdentity {
  /** The server's URL, with its path and without a slash at the end. */
  readonly server: string;
  readonly room: string;
  readonly user: string;
  /** It speaks sync-change, as clients did before there were operations. */
  readonly legacy: boolean;
}
