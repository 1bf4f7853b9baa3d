import { CommandError } from "./command-error.js";
import { visible } from "./visible.js";

/** What every command takes. */
export interface GlobalOptions {
  readonly server: string;
  readonly user: string;
  readonly room: string;
  readonly data: string;
  readonly legacy: boolean;
  readonly offline: boolean;
  /** How long to wait for the server, in seconds. */
  readonly wait: number;
  readonly json: boolean;
}

/** As long as names of rooms and ids may be. */
const MAX_NAME = 256;

/** The options with one text for each server. @throws CommandError where one cannot be meant */
export function checkOptions(options: GlobalOptions): GlobalOptions {
  for (const name of ["room", "user"] as const) {
    const { length } = options[name];
    if (length > 0 && length <= MAX_NAME) continue;
    throw new CommandError(`--${name} is a name of 1 to ${MAX_NAME} characters`, 2);
  }
  if (options.data === "") throw new CommandError("--data is a folder", 2);
  return { ...options, server: serverOf(options.server) };
}

function serverOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isServer = url !== undefined && /^https?:$/.test(url.protocol) && url.search + url.hash === "";
  if (isServer) return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
  throw new CommandError(`--server is a URL such as http://127.0.0.1:8787, not ${visible(text)}`, 2);
}
