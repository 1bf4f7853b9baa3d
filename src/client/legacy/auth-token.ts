import type { AuthToken } from "./engine-types.js";

/** The token to send now. */
export async function tokenOf(
  authToken: AuthToken | undefined,
  refresh = false,
): Promise<string | undefined> {
  return typeof authToken === "function" ? authToken({ refresh }) : authToken;
}
