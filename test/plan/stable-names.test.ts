import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameContract } from "../../src/generator/plan/contract-names.js";
import { createContractView } from "../../src/generator/plan/contract-view.js";
import { entity, remove } from "../../src/schema/index.js";
import { introspected } from "../introspect/introspected.js";

type Names = readonly string[];

/** What generated code calls everything, by what the schema calls it. */
function namesOf(entityTypes: Names, operationNames: Names): Map<string, unknown> {
  const entities = Object.fromEntries(entityTypes.map((type) => [type, entity({})]));
  const operations = Object.fromEntries(operationNames.map((name) => [name, remove(entityTypes[0]!)]));
  const { contract } = introspected(entities, operations);
  const view = createContractView(contract, nameContract(contract), "../schema.ts");
  return new Map<string, unknown>([
    ...view.entities.map((each) => [`entity ${each.type}`, { ...each.names, file: each.file }] as const),
    ...view.operations.map((each) => [`operation ${each.name}`, each.names] as const),
  ]);
}

function expectKept(before: Map<string, unknown>, after: Map<string, unknown>): void {
  for (const [key, names] of before) expect([key, after.get(key)]).toEqual([key, names]);
}

/** Any name, those that collide once they are identifiers most of all. */
const anyName = fc.oneof(
  fc.constantFrom(
    "todo",
    "Todo",
    "to-do",
    "toDo",
    "todo2",
    "todoArgs",
    "delete",
    "constructor",
    "Map",
    "名前",
    "***",
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 }).filter((name) => name !== "__proto__"),
);
const anyNames = fc.uniqueArray(anyName, { minLength: 1, maxLength: 6 });

/** Names as most people give them: words in camel case. */
const word = fc.constantFrom("add", "todo", "user", "open", "review", "tag", "close", "item", "data");
const plainName = fc
  .array(word, { minLength: 1, maxLength: 3 })
  .map((words) =>
    words.map((each, index) => (index === 0 ? each : each[0]!.toUpperCase() + each.slice(1))).join(""),
  );
const plainNames = fc.uniqueArray(plainName, { minLength: 1, maxLength: 6 });

describe("what is there keeps its names", () => {
  it("when an operation of any name is added behind it", () => {
    fc.assert(
      fc.property(anyNames, anyNames, anyName, (types, operations, added) => {
        fc.pre(!operations.includes(added));
        expectKept(namesOf(types, operations), namesOf(types, [...operations, added]));
      }),
    );
  });

  it("when an entity of any name is added behind it, as far as entities go", () => {
    fc.assert(
      fc.property(anyNames, anyName, (types, added) => {
        fc.pre(!types.includes(added));
        expectKept(namesOf(types, []), namesOf([...types, added], []));
      }),
    );
  });

  it("when one with a plain name is added anywhere", () => {
    fc.assert(
      fc.property(plainNames, plainNames, plainName, fc.nat(), (types, operations, added, at) => {
        const into = (names: Names) => names.toSpliced(at % (names.length + 1), 0, added);
        if (!operations.includes(added))
          expectKept(namesOf(types, operations), namesOf(types, into(operations)));
        const clashes = types.some(
          (type) => type === added || type === `${added}Data` || `${type}Data` === added,
        );
        if (!clashes) expectKept(namesOf(types, operations), namesOf([...types, added], operations));
      }),
    );
  });
});
