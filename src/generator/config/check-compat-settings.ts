import { everyWho } from "../../contract/compat/compat-rule.js";
import { compatRules, isCompatRuleId } from "../../contract/compat/compat-rules.js";
import { isWho } from "../compat/compat-settings.js";
import { closestWord } from "./closest-word.js";
import { describe, isRecord, unknownKey, type ConfigProblem } from "./config-problem.js";
import type { KeyPath } from "./locate-key.js";

const keys = ["against", "break", "deprecationDays", "ignore"] as const;
const ignoreKeys = ["rule", "path", "reason"] as const;

/** What is wrong with `compat` in a configuration. */
export function* checkCompatSettings(value: unknown, path: KeyPath): Generator<ConfigProblem> {
  if (!isRecord(value)) {
    yield {
      path,
      message: `"compat" is an object, not ${describe(value)}.`,
      fix: 'Write: compat: { against: "main" }',
    };
    return;
  }
  const { against, break: chosen, deprecationDays, ignore } = value;
  for (const key of Object.keys(value))
    if (!(keys as readonly string[]).includes(key)) yield unknownKey(key, path, keys);
  if (against !== undefined && !isText(against))
    yield {
      path: [...path, "against"],
      message: `"against" is a path or a git ref, not ${describe(against)}.`,
      fix: 'Write: against: "main"',
    };
  if (chosen !== undefined && !(Array.isArray(chosen) && chosen.every((who) => isText(who) && isWho(who))))
    yield {
      path: [...path, "break"],
      message: `"break" is a list of who must not break.`,
      fix: `Choose from ${everyWho.join(", ")}.`,
    };
  if (deprecationDays !== undefined && !(Number.isInteger(deprecationDays) && Number(deprecationDays) >= 0))
    yield {
      path: [...path, "deprecationDays"],
      message: `"deprecationDays" is a number of days, not ${describe(deprecationDays)}.`,
      fix: "Write a whole number, such as 90.",
    };
  if (ignore !== undefined) yield* checkIgnoreList(ignore, [...path, "ignore"]);
}

function* checkIgnoreList(value: unknown, path: KeyPath): Generator<ConfigProblem> {
  const example =
    'Write: { rule: "argument-tightened", path: "addTodo.title", reason: "no client sends more" }';
  if (!Array.isArray(value)) {
    yield { path, message: `"ignore" is a list, not ${describe(value)}.`, fix: example };
    return;
  }
  for (const [index, entry] of (value as readonly unknown[]).entries()) {
    if (!isRecord(entry) || !isText(entry["path"]) || !isText(entry["reason"])) {
      const message = `What is ignored needs a path and a reason, and entry ${index + 1} lacks one.`;
      yield { path, message, fix: example };
      continue;
    }
    for (const key of Object.keys(entry))
      if (!(ignoreKeys as readonly string[]).includes(key)) yield unknownKey(key, path, ignoreKeys);
    const { rule } = entry;
    if (rule === undefined || (isText(rule) && isCompatRuleId(rule))) continue;
    const meant = isText(rule)
      ? closestWord(
          rule,
          compatRules.map(({ id }) => id),
        )
      : undefined;
    yield {
      path,
      message: `There is no compatibility rule ${JSON.stringify(rule)}.`,
      fix: meant === undefined ? "`kalphite-gen compat --rules` lists them." : `Did you mean "${meant}"?`,
    };
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}
