import type { LintRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

export const deprecatedEntity: LintRule = function* ({ entities, operations }) {
  const deprecated = new Set(
    entities.filter((entity) => entity.deprecated !== undefined).map((entity) => entity.type),
  );
  if (deprecated.size === 0) return;
  for (const { name, touches, deprecated: isDeprecated } of operations) {
    const type = touches.find((touched) => deprecated.has(touched));
    if (type !== undefined && isDeprecated === undefined)
      yield {
        rule: "deprecated-entity",
        path: ["operations", name],
        message: `${quoted(name)} writes ${quoted(type)}, which is deprecated.`,
      };
  }
};
