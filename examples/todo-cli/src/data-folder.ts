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
  const names = [new URL(server).host, room, user].map(encodeURIComponent);
  return join(data, ...names, legacy ? "legacy" : "modern");
}

export interface SessionIdentity {
  /** The server's URL. */
  readonly server: string;
  readonly room: string;
  readonly user: string;
  /** It speaks sync-change, as clients did before there were operations. */
  readonly legacy: boolean;
}
