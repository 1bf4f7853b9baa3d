import { describeReach } from "./reach.js";
import { renderFailure } from "./render.js";
import type { CommandContext } from "./run-command.js";

/** Sends what waits and fetches what is new. Exit code 1 where that cannot be done, or something was refused. */
export async function syncNow(context: CommandContext): Promise<void> {
  const { session, options } = context;
  const waiting = session.pendingCount;
  const reach = await context.sync();
  const { pendingCount: pending, failures } = session;
  if (options.json)
    console.log(JSON.stringify({ reach: reach.kind, sent: waiting - pending, pending, failures }));
  else if (reach.kind === "synced") {
    const accepted = waiting - failures.length;
    console.log(
      waiting === 0
        ? "nothing to send"
        : `sent     ${waiting}: ${accepted} accepted, ${failures.length} refused`,
    );
  } else console.error(`${describeReach(reach)}; ${pending} pending`);
  if (reach.kind !== "synced") process.exitCode = 1;
}

/** Where this client stands: the server, what is pending, and what failed since somebody last looked. */
export async function showStatus(context: CommandContext, isCleared: boolean): Promise<void> {
  const { session, options, journal, folder } = context;
  const reach = await context.sync();
  const failures = await journal.all();
  const { server, room, user } = options;
  const kind = options.legacy ? "legacy" : "modern";
  if (options.json) {
    const { pendingCount: pending } = session;
    console.log(JSON.stringify({ server, room, user, kind, folder, reach: reach.kind, pending, failures }));
  } else {
    console.log(`server   ${server}: ${reach.kind === "synced" ? "reached" : describeReach(reach)}`);
    console.log(`client   ${user} in room ${room}, ${kind}; state in ${folder}`);
    console.log(`pending  ${session.pendingCount}`);
    console.log(failures.length === 0 ? "failed   none" : failures.map(renderFailure).join("\n"));
    if (failures.length > 0 && !isCleared) console.log("todo status --clear forgets what failed");
  }
  if (isCleared) await journal.clear();
}
