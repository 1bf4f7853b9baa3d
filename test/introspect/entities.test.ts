import { describe, expect, it } from "vitest";
import { z } from "zod";
import * as mini from "zod/mini";
import { entity } from "../../src/schema/index.js";
import { introspected } from "./introspected.js";

const flat = { id: z.string(), type: z.literal("todo"), title: z.string() };
const enveloped = {
  id: z.string(),
  type: z.literal("todo"),
  data: z.object({ title: z.string() }),
  updatedAt: z.number(),
  createdAt: z.iso.datetime(),
};

describe("the forms of an entity", () => {
  it.each<[string, unknown, "flat" | "enveloped", string[]]>([
    ["entity()", entity({ title: z.string() }), "enveloped", ["title"]],
    ["entity() without fields", entity({}), "enveloped", []],
    ["a flat object", z.object(flat), "flat", ["title"]],
    ["an enveloped object", z.object(enveloped), "enveloped", ["title"]],
    [
      "an envelope without stamps",
      z.object({ id: z.string(), type: z.literal("todo"), data: z.object({ a: z.string() }) }),
      "enveloped",
      ["a"],
    ],
    [
      "an envelope with a key besides",
      z.object({ ...enveloped, version: z.number() }),
      "flat",
      ["data", "updatedAt", "createdAt", "version"],
    ],
    ["data that is no object", z.object({ ...flat, data: z.string() }), "flat", ["title", "data"]],
    [
      "zod/mini",
      mini.object({ id: mini.string(), type: mini.literal("todo"), title: mini.string() }),
      "flat",
      ["title"],
    ],
    ["strict", z.strictObject(flat), "flat", ["title"]],
    ["loose", z.looseObject(flat), "flat", ["title"]],
    ["catchall", z.object(flat).catchall(z.string()), "flat", ["title"]],
    ["readonly", z.object(flat).readonly(), "flat", ["title"]],
    ["refined", z.object(flat).refine(() => true), "flat", ["title"]],
    [
      "refined and readonly",
      z
        .object(flat)
        .refine(() => true)
        .readonly(),
      "flat",
      ["title"],
    ],
    [
      "refined inside an envelope",
      z.object({ ...enveloped, data: enveloped.data.refine(() => true) }),
      "enveloped",
      ["title"],
    ],
    [
      "readonly inside an envelope",
      z.object({ ...enveloped, data: enveloped.data.readonly() }),
      "enveloped",
      ["title"],
    ],
    [
      "extended",
      z.object({ id: z.string(), title: z.string() }).extend({ type: z.literal("todo") }),
      "flat",
      ["title"],
    ],
    [
      "a type with a default",
      z.object({ ...flat, type: z.literal("todo").default("todo") }),
      "flat",
      ["title"],
    ],
    ["a type that is an enum of one", z.object({ ...flat, type: z.enum(["todo"]) }), "flat", ["title"]],
    ["a uuid", z.object({ ...flat, id: z.uuid() }), "flat", ["title"]],
    ["a branded id", z.object({ ...flat, id: z.string().brand("TodoId") }), "flat", ["title"]],
    ["a template id", z.object({ ...flat, id: z.templateLiteral(["todo_", z.string()]) }), "flat", ["title"]],
    ["a refined id", z.object({ ...flat, id: z.string().refine((id) => id !== "x") }), "flat", ["title"]],
    ["a lazy object", z.lazy(() => z.object(flat)), "flat", ["title"]],
  ])("%s", (_, schema, shape, fields) => {
    const { entity, reported } = introspected({ todo: schema });
    expect(reported).toEqual([]);
    expect([entity("todo")?.shape, entity("todo")?.fields.map(({ name }) => name)]).toEqual([shape, fields]);
  });

  it.each<[string, object, object]>([
    ["both", enveloped, { createdAt: "string", updatedAt: "number" }],
    [
      "behind optional and default",
      { ...enveloped, createdAt: z.string().optional(), updatedAt: z.number().default(0) },
      { createdAt: "string", updatedAt: "number" },
    ],
    ["of a type that no clock writes", { ...enveloped, createdAt: z.object({}), updatedAt: z.boolean() }, {}],
  ])("stamps: %s", (_, shape, wanted) => {
    const { createdAt, updatedAt } = introspected({ todo: z.object(shape as typeof enveloped) }).entity(
      "todo",
    )!;
    expect({ ...(createdAt && { createdAt }), ...(updatedAt && { updatedAt }) }).toEqual(wanted);
  });
});

describe("a union given whole", () => {
  const member = (type: string) => z.object({ id: z.string(), type: z.literal(type), title: z.string() });

  it.each([
    ["discriminated", z.discriminatedUnion("type", [member("a"), member("b")])],
    ["plain", z.union([member("a"), member("b")])],
    ["nested", z.discriminatedUnion("type", [member("a"), z.discriminatedUnion("type", [member("b")])])],
    ["zod/mini", mini.discriminatedUnion("type", [member("a"), member("b")])],
  ])("%s", (_, union) => {
    const { contract, reported } = introspected(union);
    expect([contract.entities.map(({ type }) => type), reported]).toEqual([["a", "b"], []]);
  });

  it("is known by its members' types in findings", () => {
    const broken = z.object({ id: z.number(), type: z.literal("b") });
    const dated = z.object({ id: z.string(), type: z.literal("c"), at: z.date() });
    const { reported } = introspected(z.union([member("a"), broken, dated]));
    expect(reported).toEqual(["id-not-a-string entities/b", "non-json-type entities/c/at"]);
  });
});

it("a check on a union as a whole is not dropped silently", () => {
  const member = z.object({ id: z.string(), type: z.literal("a") });
  const inner = z.discriminatedUnion("type", [member]).refine(() => false);
  expect(introspected(inner).reported).toEqual(["schema-shape entities"]);
  expect(introspected(z.union([inner])).reported).toEqual(["schema-shape entities/options/0"]);
});

describe("what is no entity", () => {
  it.each<[string, unknown, string[]]>([
    ["a text", { todo: z.string() }, ["entity-not-an-object entities/todo"]],
    ["a plain object", { todo: { title: z.string() } }, ["entity-not-an-object entities/todo"]],
    ["null", { todo: null }, ["entity-not-an-object entities/todo"]],
    ["no entities", undefined, ["entity-not-an-object entities"]],
    [
      "a union in a record",
      { todo: z.union([z.object(flat), z.object(flat)]) },
      ["entity-not-an-object entities/todo"],
    ],
    [
      "an intersection",
      { todo: z.intersection(z.object(flat), z.object({ b: z.string() })) },
      ["entity-not-an-object entities/todo"],
    ],
    ["without a type", { todo: z.object({ id: z.string() }) }, ["entity-without-type entities/todo"]],
    [
      "a type of two",
      { todo: z.object({ ...flat, type: z.literal(["a", "b"]) }) },
      ["entity-without-type entities/todo"],
    ],
    [
      "a type that is a number",
      { todo: z.object({ ...flat, type: z.literal(1) }) },
      ["entity-without-type entities/todo"],
    ],
    [
      "an optional id",
      { todo: z.object({ ...flat, id: z.string().optional() }) },
      ["id-not-a-string entities/todo"],
    ],
    [
      "an id that may be null",
      { todo: z.object({ ...flat, id: z.string().nullable() }) },
      ["id-not-a-string entities/todo"],
    ],
    ["another key", { task: z.object(flat) }, ["entity-key-mismatch entities/task"]],
    [
      "a second of its type",
      { todo: z.object(flat), task: z.object(flat) },
      ["entity-key-mismatch entities/task", "duplicate-entity entities/task"],
    ],
    [
      "an id among the data",
      { todo: entity({ id: z.string() }) },
      ["reserved-field entities/todo/fields/id"],
    ],
  ])("%s", (_, entities, wanted) => {
    expect(introspected(entities).reported).toEqual(wanted);
  });
});

describe("documentation", () => {
  it("comes from zod where no comment says more", () => {
    const found = introspected({
      todo: z
        .object({
          ...flat,
          title: z.string().describe("Its title."),
          old: z.string().meta({ deprecated: true }),
        })
        .describe("A todo."),
    });
    const [title, old] = found.entity("todo")!.fields;
    expect([found.entity("todo")!.doc, title!.doc, old!.deprecated]).toEqual(["A todo.", "Its title.", true]);
  });

  it("comes from comments first", () => {
    const sources = {
      locate: () => undefined,
      documentation: (path: readonly (string | number)[]) =>
        path.join("/") === "entities/todo/fields/title" ? { doc: "From a comment." } : {},
    };
    const todo = entity({ title: z.string().describe("From zod.") });
    const found = introspected({ todo }, {}, sources);
    expect(found.entity("todo")!.fields[0]!.doc).toBe("From a comment.");
  });
});

describe("recursive types", () => {
  it("become definitions, as few as break every cycle, and one schema used twice is one", () => {
    const person = z.object({
      name: z.string(),
      get pets() {
        return z.array(pet);
      },
    });
    const pet = z.object({
      get owner(): z.ZodOptional<typeof person> {
        return person.optional();
      },
    });
    const address = z.object({ street: z.string() });
    const { contract, reported } = introspected({
      todo: entity({ author: person, reviewer: person, pet, home: address, work: address }),
    });
    expect(reported).toEqual([]);
    expect(Object.keys(contract.definitions)).toHaveLength(1);
    const kinds = contract.entities[0]!.fields.map(({ node }) => node.kind);
    expect(kinds).toEqual(["ref", "ref", "object", "object", "object"]);
  });
});
