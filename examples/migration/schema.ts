import { z } from "zod";
import { create, custom, defineSchema, entity, update } from "kalphite-gen/schema";

export default defineSchema({
  entities: {
    /** Something to buy. */
    item: entity({
      name: z.string().min(1).max(100),
      checked: z.boolean().default(false),
    }),
  },
  operations: {
    addItem: create("item", { args: ["name"] }),
    renameItem: update("item", { args: ["name"] }),
    checkItem: update("item", { set: { checked: true } }),
    /** Takes everything off the list that is checked. */
    clearChecked: custom({ args: {}, touches: ["item"] }),
  },
});
