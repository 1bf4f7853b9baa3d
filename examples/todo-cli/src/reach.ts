import { visible } from "./visible.js";

/** How far a session came with the server. */
export type Reach =
  /** Everything is sent and has its verdict, and what the server had is here. */
  | { readonly kind: "synced" }
  /** Not all of it yet, since the server cannot be reached; what is not sent is kept. */
  | { readonly kind: "offline"; readonly why: string }
  /** Something answered, and not as it should: another login, or another address, is needed. What is not sent is kept. */
  | { readonly kind: "refused"; readonly why: string };

/** What `refused` means of an answer by HTTP. */
export function refusalOf(server: string, user: string, status: number, message: string): Reach {
  // The issues that such a text speaks of are told to programs, and not to people.
  const text = message.replace(/; `issues` says which\.?$/, "");
  const said = text === "" ? `${status}` : `${status}: ${text}`;
  if (status === 401 || status === 403) {
    return { kind: "refused", why: `${server} does not let ${user} in (${said})` };
  }
  if (status === 404 || status < 400) {
    return { kind: "refused", why: `there is no todo server at ${server} (${said}); see --server` };
  }
  return { kind: "refused", why: `${server} answered with an error (${said})` };
}

/** In a line, for people. */
export const describeReach = (reach: Exclude<Reach, { readonly kind: "synced" }>): string =>
  visible(`${reach.kind}: ${reach.why}`);
