import type { NarrowRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

/** P31. */
export const legacyName: NarrowRule = {
  *amongNames({ types, operations }) {
    const taken = new Map<string, string>();
    for (const type of types) {
      taken.set(`upsert${type}`, type);
      taken.set(`delete${type}`, type);
    }
    for (const name of operations) {
      const type = taken.get(name);
      if (type !== undefined)
        yield {
          rule: "legacy-name",
          path: ["operations", name],
          message: `${quoted(name)} is the legacy operation of ${quoted(type)}, which every contract has.`,
        };
    }
  },
};
