import type { Node } from "ts-morph";
import { expect, it } from "vitest";
import { z } from "zod";
import { introspect } from "../../src/generator/introspect/introspect.js";
import { matchingMutator } from "../../src/generator/import/scan/matching-mutator.js";
import { create, remove, update, upsert, user } from "../../src/schema/index.js";
import type { OperationDefinition } from "../../src/schema/definition.js";

const todo = z.object({
  id: z.string(),
  type: z.literal("todo"),
  data: z.object({
    title: z.string(),
    status: z.enum(["open", "done"]).default("open"),
    note: z.string().nullable().optional(),
    tag: z.string().optional(),
  }),
});

/** What becomes of a put of `fields`, whose values are their own names. */
function match(operations: object, fields: readonly string[], isNew: boolean): string {
  const definition = {
    kind: "kalphite-schema" as const,
    entities: { todo },
    operations: operations as { readonly [name: string]: OperationDefinition },
  };
  const sources = { locate: () => undefined, documentation: () => ({}) };
  const { contract } = introspect({
    path: "",
    definition,
    inputs: [],
    packages: {},
    diagnostics: [],
    sources,
  });
  const node = (name: string) => name as unknown as Node;
  const change = {
    kind: "put" as const,
    id: node("id"),
    fields: new Map(fields.map((name) => [name, node(name)])),
  };
  const found = matchingMutator(contract, contract.entities[0]!, change, isNew);
  return "reason" in found ? found.reason : `${found.operation.name}(${found.args.map(String).join(", ")})`;
}

const all = ["title", "status", "note", "tag"];
const whole = { save: upsert("todo", { args: ["title", "status", "note", "tag"] as const }) };

it.each([
  [
    "a create, for a new entity",
    { add: create("todo", { args: ["title", "tag?"] }) },
    ["tag", "title"],
    true,
    "add(id, title, tag)",
  ],
  [
    "no create of what may be there",
    { add: create("todo", { args: ["title"] }) },
    ["title"],
    false,
    /is there already/,
  ],
  ["no update at all", { set: update("todo", { args: ["title"] }) }, ["title"], true, /no operation adds/],
  [
    "no create without one of the fields",
    { add: create("todo", { args: ["title"] }) },
    ["title", "tag"],
    true,
    /no operation adds/,
  ],
  [
    "a default that the entity has anyway",
    { add: create("todo", { args: ["title"], set: { status: "open" } }) },
    ["title"],
    true,
    "add(id, title)",
  ],
  [
    "no create that sets something else",
    { add: create("todo", { args: ["title"], set: { status: "done" } }) },
    ["title"],
    true,
    /no operation adds/,
  ],
  [
    "no create that sets the author",
    { add: create("todo", { args: ["title"], set: { tag: user() } }) },
    ["title"],
    true,
    /no operation adds/,
  ],
  [
    "an upsert of every field, also of what is there",
    whole,
    all,
    false,
    "save(id, title, status, note, tag)",
  ],
  [
    "no upsert that keeps a field of what is there",
    { save: upsert("todo", { args: ["title", "tag?"] }) },
    ["title", "tag"],
    false,
    /is there already/,
  ],
  [
    "no null in place of nothing",
    { add: create("todo", { args: ["title", "note?", "tag?"] }) },
    ["title", "tag"],
    true,
    /no operation adds/,
  ],
  [
    "no choice of two",
    { add: create("todo", { args: ["title"] }), make: create("todo", { args: ["title"] }) },
    ["title"],
    true,
    /more than one/,
  ],
])("takes %s", (_, operations, fields, isNew, wanted) => {
  expect(match(operations, fields, isNew)).toMatch(
    typeof wanted === "string" ? new RegExp(`^${wanted.replace(/[()]/g, "\\$&")}$`) : wanted,
  );
});

it("takes a remove, where there is one and only one", () => {
  const definition = (operations: { readonly [name: string]: OperationDefinition }) => ({
    kind: "kalphite-schema" as const,
    entities: { todo },
    operations,
  });
  const sources = { locate: () => undefined, documentation: () => ({}) };
  const read = (operations: object) =>
    introspect({
      path: "",
      definition: definition(operations as never),
      inputs: [],
      packages: {},
      diagnostics: [],
      sources,
    }).contract;
  const change = { kind: "delete" as const, id: "id" as unknown as Node };
  const one = read({ drop: remove("todo") });
  expect(matchingMutator(one, one.entities[0]!, change, false)).toMatchObject({
    operation: { name: "drop" },
    args: ["id"],
  });
  const two = read({ drop: remove("todo"), purge: remove("todo") });
  expect(matchingMutator(two, two.entities[0]!, change, false)).toEqual({
    reason: "more than one operation removes a todo",
  });
});
