/** Handlers are found wherever they are in the folder, and however they are exported. */
import type { AwaitMutator } from "../generated/entities/class.gen.js";
import type { EveryKindMutator } from "../generated/entities/composites.gen.js";

function everyKind(...[tx, input, context]: Parameters<EveryKindMutator>): void {
  if (input.list.length > input.limit) context.reject("too_long", "The list is longer than its limit.");
  tx.strings.discard(input.uuid);
}

const awaiting: AwaitMutator = (tx, input) => {
  tx.class.upsert(input.class, { text: input.tx });
  if (input.await !== undefined) tx["Promise"].upsert(input.await, { text: String(input.context) });
};

export { everyKind, awaiting as await_ };
