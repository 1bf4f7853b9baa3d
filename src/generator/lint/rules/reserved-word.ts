import { reservedWords } from "../../../../templates/code/index.js";
import {
  createTypeScope,
  createValueScope,
  pascalCase,
  takenValues,
  variableName,
} from "../../plan/names.js";
import type { NarrowRule } from "../lint-rule.js";
import { quoted } from "../quoted.js";

export const reservedWord: NarrowRule = {
  *amongNames({ types }) {
    const scope = createTypeScope();
    const wantedNames = new Set<string>();
    for (const type of types) {
      const wanted = pascalCase(type);
      if (wantedNames.has(wanted)) continue;
      wantedNames.add(wanted);
      const given = String(scope.claim(wanted));
      if (given !== wanted)
        yield {
          rule: "reserved-word",
          path: ["entities", type],
          message: `${quoted(wanted)} is a name of TypeScript or of the generated code; the type of ${quoted(type)} is called ${quoted(given)}.`,
        };
    }
  },
  inOperation({ name, args }, found) {
    if (reservedWords.has(name) || takenValues.has(name))
      found.push({
        rule: "reserved-word",
        path: ["operations", name],
        message: `${quoted(name)} is a ${reservedWords.has(name) ? "reserved word" : "name of JavaScript or of the generated code"}, so the operation's function is called ${quoted(String(createValueScope().claim(variableName(name))))}; client.mutate.${name} stays.`,
      });
    for (const arg of args)
      if (reservedWords.has(arg.name))
        found.push({
          rule: "reserved-word",
          path: ["operations", name, "args", arg.name],
          message: `${quoted(arg.name)} is a reserved word; the parameter of ${quoted(name)} is called ${quoted(variableName(arg.name))}.`,
        });
  },
};
