import type { CommandContext } from "./run-command.js";

/** After changes: waits for the server, and says of each change what was done and whether it is sent. */
export async function tellReach(
  context: CommandContext,
  lines: readonly string[],
  result: { readonly [key: string]: unknown },
): Promise<void> {
  const { session, options } = context;
  if (session.failures.length > 0 && session.pendingCount === 0) return printJson();
  const reach = await context.sync();
  if (session.failures.length === 0) {
    const mark = reach.kind === "synced" ? "" : "  (pending)";
    for (const line of lines) context.say(`${line}${mark}`);
  }
  if (reach.kind !== "synced") context.say(`kept; will be sent by the next command: ${reach.why}`);
  printJson(reach.kind);

  function printJson(reached = "synced"): void {
    if (!options.json) return;
    const { failures, pendingCount: pending } = session;
    console.log(JSON.stringify({ ...result, reach: reached, pending, failures }));
  }
}
