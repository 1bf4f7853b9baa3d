import {
  createTypeScope,
  createValueScope,
  pascalCase,
  reservedWords,
  takenValues,
  variableName,
} from "../../plan/names.js";
import type { LintRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

export const reservedWord: LintRule = function* ({ entities, operations }) {
  const types = createTypeScope();
  const wantedTypes = new Set<string>();
  for (const { type } of entities) {
    const wanted = pascalCase(type);
    if (wantedTypes.has(wanted)) continue;
    wantedTypes.add(wanted);
    const given = String(types.claim(wanted));
    if (given !== wanted)
      yield {
        rule: "reserved-word",
        path: ["entities", type],
        message: `${quoted(wanted)} is a name of TypeScript or of the generated code; the type of ${quoted(type)} is called ${quoted(given)}.`,
      };
  }
  for (const { name, args } of operations) {
    if (reservedWords.has(name) || takenValues.has(name))
      yield {
        rule: "reserved-word",
        path: ["operations", name],
        message: `${quoted(name)} is a ${reservedWords.has(name) ? "reserved word" : "name of JavaScript or of the generated code"}, so the operation's function is called ${quoted(String(createValueScope().claim(variableName(name))))}; client.mutate.${name} stays.`,
      };
    for (const arg of args)
      if (reservedWords.has(arg.name))
        yield {
          rule: "reserved-word",
          path: ["operations", name, "args", arg.name],
          message: `${quoted(arg.name)} is a reserved word; the parameter of ${quoted(name)} is called ${quoted(variableName(arg.name))}.`,
        };
  }
};
