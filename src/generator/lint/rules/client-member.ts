import { clientMembers } from "../../plan/contract-view.js";
import type { LintRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

export const clientMember: LintRule = function* ({ entities }) {
  for (const { type } of entities)
    if (clientMembers.has(type))
      yield {
        rule: "client-member",
        path: ["entities", type],
        message: `The client has a member ${quoted(type)} of its own.`,
        fix: `Reach the entity through client.entities[${quoted(type)}], or rename it.`,
      };
};
