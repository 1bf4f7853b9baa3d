import { clientMembers } from "../../plan/contract-view.js";
import type { NarrowRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

export const clientMember: NarrowRule = {
  inEntity({ type }, found) {
    if (clientMembers.has(type))
      found.push({
        rule: "client-member",
        path: ["entities", type],
        message: `The client has a member ${quoted(type)} of its own.`,
        fix: `Reach the entity through client.entities[${quoted(type)}], or rename it.`,
      });
  },
};
