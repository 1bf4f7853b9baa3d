import { describeReach } from "./reach.js";
import type { CommandContext } from "./run-command.js";
import { visible } from "./visible.js";

/** What was done, for people, and the id that it was done to. */
export interface DoneLine {
  readonly id: string;
  readonly text: string;
}

/** After changes: waits for the server, and says of each change what was done and whether it is sent. */
export async function tellReach(
  { session, options, sync, printKept }: CommandContext,
  lines: readonly DoneLine[],
  result: { readonly [key: string]: unknown },
): Promise<void> {
  // What was refused here, the server need not be asked about.
  const isRefusedHere = session.failures.length > 0 && session.pendingCount === 0;
  const reach = isRefusedHere ? undefined : await sync();
  const { failures, pendingCount: pending } = session;
  if (reach?.kind === "refused") console.error(`${describeReach(reach)}; what was done is kept`);
  if (options.json) return printKept(JSON.stringify({ ...result, reach: reach?.kind, pending, failures }));
  const failed = new Set(failures.map(({ id }) => id));
  const mark = reach?.kind === "synced" ? "" : "  (pending)";
  for (const { id, text } of lines) if (!failed.has(id)) printKept(`${visible(text)}${mark}`);
  if (reach?.kind === "offline") printKept(`kept; will be sent by the next command: ${visible(reach.why)}`);
}
