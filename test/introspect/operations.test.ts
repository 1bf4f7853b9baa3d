import { describe, expect, it } from "vitest";
import { z } from "zod";
import { append, arg, entity, increment, now, unset, user, without } from "../../src/schema/index.js";
import { introspected } from "./introspected.js";

const todo = entity({
  title: z.string().min(1),
  status: z.enum(["open", "done"]).default("open"),
  note: z.string().optional(),
  votes: z.number().nullable().default(null),
  count: z.int().optional(),
  tags: z.array(z.enum(["a", "b"])).default([]),
  parts: z.array(z.object({ name: z.string() })).default([]),
  settings: z.object({ theme: z.string().default("light") }).optional(),
});

const write = (kind: string, args: unknown = [], set: object = {}) => ({ kind, entity: "todo", args, set });
const custom = (args: object, touches: unknown = ["todo"]) => ({ kind: "custom", args, touches });

describe("mistakes in operations", () => {
  it.each<[string, unknown, string[]]>([
    ["no definition", {}, ["schema-shape operations/it"]],
    ["null", null, ["schema-shape operations/it"]],
    ["a custom one without touches", { kind: "custom", args: {} }, ["schema-shape operations/it"]],
    ["an update without set", { kind: "update", entity: "todo", args: [] }, ["schema-shape operations/it"]],
    ["an unknown entity", { ...write("create"), entity: "toto" }, ["unknown-entity operations/it/entity"]],
    [
      "remove of an unknown entity",
      { kind: "remove", entity: "toto" },
      ["unknown-entity operations/it/entity"],
    ],
    [
      "an unknown field in args",
      write("update", ["titel"]),
      ["unknown-field operations/it/args/titel", "missing-set operations/it"],
    ],
    [
      "a field listed twice",
      write("update", ["title", "title?"]),
      ["duplicate-argument operations/it/args/title"],
    ],
    [
      "an optional argument first",
      write("update", ["note?", "title"]),
      ["argument-after-optional operations/it/args/title"],
    ],
    [
      "an unknown field in set",
      write("update", [], { titel: "x" }),
      ["unknown-field operations/it/set/titel"],
    ],
    [
      "a second id",
      write("update", { id: z.string() }, { title: arg("id") }),
      ["duplicate-argument operations/it/args/id"],
    ],
    ["an update of nothing", write("update"), ["missing-set operations/it"]],
    [
      "a literal that the field refuses",
      write("update", [], { status: "gone" }),
      ["literal-mismatch operations/it/set/status"],
    ],
    [
      "a literal that breaks a check",
      write("update", [], { title: "" }),
      ["literal-mismatch operations/it/set/title"],
    ],
    [
      "an unknown argument",
      write("update", {}, { title: arg("name") }),
      ["unknown-argument operations/it/set/title"],
    ],
    [
      "an argument of another type",
      write("update", { n: z.number() }, { title: arg("n") }),
      ["value-type-mismatch operations/it/set/title"],
    ],
    [
      "an argument that may be null",
      write("update", { t: z.string().nullable() }, { title: arg("t") }),
      ["value-type-mismatch operations/it/set/title"],
    ],
    [
      "an argument wider than an enum",
      write("update", { s: z.string() }, { status: arg("s") }),
      ["value-type-mismatch operations/it/set/status"],
    ],
    [
      "an enum of other words",
      write("update", { s: z.enum(["open", "gone"]) }, { status: arg("s") }),
      ["value-type-mismatch operations/it/set/status"],
    ],
    [
      "a number that may be null to add",
      write("update", { n: z.number().nullable() }, { votes: increment(arg("n")) }),
      ["value-type-mismatch operations/it/set/votes"],
    ],
    [
      "an argument that nothing uses",
      write("update", { n: z.number() }, { title: "x" }),
      ["argument-unused operations/it/args/n"],
    ],
    [
      "now() in an array",
      write("update", [], { tags: now() }),
      ["value-type-mismatch operations/it/set/tags"],
    ],
    [
      "user() in a number",
      write("update", [], { votes: user() }),
      ["value-type-mismatch operations/it/set/votes"],
    ],
    [
      "unset() of what must be there",
      write("update", [], { title: unset() }),
      ["value-type-mismatch operations/it/set/title"],
    ],
    [
      "increment() of a text",
      write("update", [], { title: increment(1) }),
      ["value-type-mismatch operations/it/set/title"],
    ],
    [
      "increment() of a whole number by a fraction",
      write("update", [], { count: increment(0.5) }),
      ["value-type-mismatch operations/it/set/count"],
    ],
    [
      "append() to a text",
      write("update", [], { title: append("x") }),
      ["value-type-mismatch operations/it/set/title"],
    ],
    [
      "append() of another word",
      write("update", [], { tags: append("c") }),
      ["value-type-mismatch operations/it/set/tags"],
    ],
    [
      "without() of objects",
      write("update", [], { parts: without({ name: "x" }) }),
      ["value-type-mismatch operations/it/set/parts"],
    ],
    [
      "a value function in another",
      write("update", [], { votes: increment(now() as never) }),
      ["value-type-mismatch operations/it/set/votes"],
    ],
    ["a new entity without a field", write("create"), ["create-missing-field operations/it"]],
    [
      "a new entity that may lack a field",
      write("create", ["title?"]),
      ["create-missing-field operations/it"],
    ],
    ["an upsert without a field", write("upsert", ["note"]), ["create-missing-field operations/it"]],
    ["a custom operation that touches nothing", custom({}, []), ["unknown-entity operations/it/touches"]],
    [
      "a custom operation of an unknown entity",
      custom({}, ["todo", "toto"]),
      ["unknown-entity operations/it/touches/1"],
    ],
    [
      "a null that may be absent",
      custom({ a: z.string().nullish(), b: z.string().optional() }),
      ["null-argument operations/it/args/a"],
    ],
    ["an argument that JSON cannot carry", custom({ at: z.date() }), ["non-json-type operations/it/args/at"]],
    [
      "one deep inside",
      custom({ a: z.object({ list: z.array(z.object({ at: z.date() })) }) }),
      ["non-json-type operations/it/args/a/list/at"],
    ],
    ["an argument that is no schema", custom({ at: 1 }), ["not-a-schema operations/it/args/at"]],
  ])("%s", (_, operation, wanted) => {
    expect(introspected({ todo }, { it: operation }).reported).toEqual(wanted);
  });
});

it("a default that code makes anew each time is no constant of a new entity", () => {
  const dated = entity({
    title: z.string(),
    key: z
      .string()
      .default(() => crypto.randomUUID())
      .readonly(),
  });
  const { reported, findings } = introspected(
    { todo: dated },
    {
      add: write("create", ["title"]),
      addWith: write("create", ["title", "key"]),
      maybe: write("create", ["title", "key?"]),
    },
  );
  expect(reported.filter((text) => text.startsWith("create-missing-field"))).toEqual([
    "create-missing-field operations/add",
    "create-missing-field operations/maybe",
  ]);
  expect(findings.find(({ rule }) => rule === "create-missing-field")!.message).toContain("anew each time");
});

describe("operations", () => {
  it("take a listed field without what lets it be absent", () => {
    const { operation, reported } = introspected(
      { todo },
      { it: write("update", ["status", "note", "votes?"]) },
    );
    expect(reported).toEqual([]);
    expect(operation("it")!.args.map(({ name, node, optional }) => [name, node.kind, optional])).toEqual([
      ["id", "string", false],
      ["status", "enum", false],
      ["note", "string", false],
      ["votes", "optional", true],
    ]);
  });

  it("set what is listed and said, in the order of the fields", () => {
    const { operation } = introspected(
      { todo },
      { it: write("update", ["note", "title"], { status: "done" }) },
    );
    expect(operation("it")!.effect).toEqual({
      kind: "update",
      set: [
        { field: "title", value: { kind: "argument", name: "title" } },
        { field: "status", value: { kind: "literal", value: "done" } },
        { field: "note", value: { kind: "argument", name: "note" } },
      ],
    });
  });

  it("give a new entity its defaults, a living one none", () => {
    const { operation } = introspected(
      { todo },
      {
        add: write("create", ["title", "status?"]),
        save: write("upsert", ["title", "status?"]),
        grow: write(
          "upsert",
          { title: z.string(), tag: z.enum(["a"]).optional() },
          { title: arg("title"), tags: append(arg("tag")) },
        ),
      },
    );
    const added = (onlyNew: object) => [
      { field: "title", value: { kind: "argument", name: "title" } },
      { field: "status", value: { kind: "argument", name: "status", fallback: "open" } },
      { field: "votes", value: { kind: "literal", value: null }, ...onlyNew },
      { field: "tags", value: { kind: "literal", value: [] }, ...onlyNew },
      { field: "parts", value: { kind: "literal", value: [] }, ...onlyNew },
    ];
    expect(operation("add")!.effect).toEqual({ kind: "create", set: added({}) });
    expect(operation("save")!.effect).toEqual({ kind: "upsert", set: added({ onlyNew: true }) });
    const { effect } = operation("grow")!;
    expect("set" in effect && effect.set.find(({ field }) => field === "tags")).toEqual({
      field: "tags",
      value: { kind: "append", value: { kind: "argument", name: "tag", fallback: [] } },
    });
  });

  it("fill in a literal's defaults", () => {
    const { operation } = introspected({ todo }, { it: write("update", [], { settings: {} }) });
    expect(operation("it")!.effect).toEqual({
      kind: "update",
      set: [{ field: "settings", value: { kind: "literal", value: { theme: "light" } } }],
    });
  });

  it("take an argument as narrow as the field", () => {
    const { reported } = introspected(
      { todo },
      {
        done: write("update", { to: z.literal("done") }, { status: arg("to") }),
        same: write("update", { to: z.enum(["open", "done"]).optional() }, { status: arg("to") }),
        none: write("update", { n: z.number().nullable() }, { votes: arg("n") }),
        tag: write("update", { tag: z.enum(["a", "b"]) }, { tags: append(arg("tag")) }),
      },
    );
    expect(reported).toEqual([]);
  });

  it("lie with the first entity that they touch", () => {
    const { operation } = introspected({ todo, other: entity({}) }, { it: custom({}, ["other", "todo"]) });
    expect([operation("it")!.entity, operation("it")!.touches]).toEqual(["other", ["other", "todo"]]);
  });

  it("come with those for legacy clients (P31)", () => {
    const { contract } = introspected({ todo, "a b": entity({}) });
    expect(contract.operations.map(({ name, origin }) => `${origin} ${name}`)).toEqual([
      "legacy upserttodo",
      "legacy deletetodo",
      "legacy upserta b",
      "legacy deletea b",
    ]);
  });
});
