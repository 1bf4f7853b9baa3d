import type { CommandContext } from "./run-command.js";

/** After changes: waits for the server, and says of each change what was done and whether it is sent. */
export async function tellReach(
  { session, options, sync, printKept }: CommandContext,
  lines: readonly string[],
  result: { readonly [key: string]: unknown },
): Promise<void> {
  // What was refused here, the server need not be asked about.
  const isRefusedHere = session.failures.length > 0 && session.pendingCount === 0;
  const reach = isRefusedHere ? undefined : await sync();
  const { failures, pendingCount: pending } = session;
  if (options.json) return printKept(JSON.stringify({ ...result, reach: reach?.kind, pending, failures }));
  if (failures.length === 0) {
    const mark = reach?.kind === "synced" ? "" : "  (pending)";
    for (const line of lines) printKept(`${line}${mark}`);
  }
  if (reach !== undefined && reach.kind !== "synced") {
    printKept(`kept; will be sent by the next command: ${reach.why}`);
  }
}
