import type { QueuedOperation } from "../storage/client-storage.js";
import { unknownOutcome } from "./outcome-unknown.js";
import { commit, tellSettled } from "./queue-events.js";
import { update, type Step } from "./step.js";
import type { Settlement } from "./sync-effect.js";

/**
 * Goes on under a new name, from number 1, where the old one leads nowhere: the server misses numbers that this client
 * no longer holds, or has numbers that it never gave. What the server cannot have applied is sent under the new name.
 * What it may have applied is not, since it would be applied twice: without a verdict it ends as `outcome_unknown` (P23).
 *
 * Which those are depends on what the server knows:
 *
 * - Its row says the last number, above 0: it went back in time, as a restored backup does. Its state contains exactly
 *   the operations up to that number (P5); all others can go again, whatever was told of them before.
 * - It has no row, though this client was known to it: it forgot the client, and the effects may live on (or it lost
 *   everything, which looks the same from here). Then what was confirmed stays with the server; what is in doubt, since
 *   an answer to a push that carried it was lost, is unknown; what was only ever refused or never sent goes again.
 * - It has a number that was never sent from here: the storage was put back or copied, and somebody else acts under the
 *   name, or a power cut took from the disk what the platform had promised to keep. As in the case before; and what the
 *   storage brought may have been sent without its knowing, up to the server's number.
 *
 * "Never sent" is on disk: a push leaves only when all it carries is marked there as sent. A crash between the mark and
 * the push leaves an operation in doubt that was not sent, which errs on the safe side and matters here alone.
 *
 * The verdicts are told before the change can reach the disk (see `createStorageWriter`): a crash in between leaves
 * the old name and the marks there, the server answers as before, and the verdicts are told again.
 *
 * @param appliedId operations above this number cannot have been applied, unless they are confirmed
 * @param isExact the server's own row says so, against all confirmations
 */
export function beginAnew(step: Step, freshClientId: string, appliedId: number, isExact = false): void {
  const { record, entries } = step.state;
  const append: QueuedOperation[] = [];
  const settled: Settlement[] = [];
  for (const { key, operation, draft, confirmed } of entries) {
    if (draft) continue;
    if (operation.id > appliedId && (isExact || !confirmed)) {
      append.push({ key, operation: { ...operation, id: append.length + 1, clientId: freshClientId } });
    } else if (!confirmed) settled.push(unknownOutcome({ key, operation }));
  }
  update(step, { loadedId: 0, markedId: 0, pushedId: 0, doubtfulId: 0 });
  update(step, { asked: true, pull: "now", pages: [], patches: [] });
  const remove = entries.filter(({ draft }) => !draft).map(({ operation }) => operation.id);
  commit(
    step,
    {
      // Without a version the next pull brings everything, whatever the server went back to.
      record: {
        clientId: freshClientId,
        lastId: append.length,
        sentId: 0,
        coveredId: 0,
        scope: record.scope,
      },
      remove,
      append,
    },
    settled,
  );
  step.effects.push({ kind: "numbered", queued: append });
  tellSettled(step, settled);
}
