import type { ClearCheckedMutator } from "../generated/entities/item.gen.js";

/** Takes everything off the list that is checked. */
export const clearChecked: ClearCheckedMutator = (tx) => {
  for (const item of tx.item.where({ checked: true })) tx.item.delete(item.id);
};
