import { z } from "zod";
import * as mini from "zod/mini";
import { describe, expect, test } from "vitest";
import {
  append,
  arg,
  create,
  custom,
  defineSchema,
  entity,
  increment,
  now,
  remove,
  unset,
  update,
  upsert,
  user,
  without,
} from "../../src/schema/index.js";

const title = z.string();
const by = z.number();

describe("what the functions return is plain data", () => {
  test.each([
    ["entity", entity({ title }), { kind: "kalphite-entity", fields: { title } }],
    ["create", create("todo"), { kind: "create", entity: "todo", args: [], set: {} }],
    [
      "create with arguments",
      create("todo", { args: ["title", "projectId?"], set: { done: false } }),
      { kind: "create", entity: "todo", args: ["title", "projectId?"], set: { done: false } },
    ],
    [
      "update with schemas",
      update("todo", { args: { by }, set: { votes: increment(arg("by")) } }),
      { kind: "update", entity: "todo", args: { by }, set: { votes: increment(arg("by")) } },
    ],
    [
      "upsert",
      upsert("todo", { args: ["title"] }),
      { kind: "upsert", entity: "todo", args: ["title"], set: {} },
    ],
    ["remove", remove("todo"), { kind: "remove", entity: "todo" }],
    [
      "custom",
      custom({ args: { by }, touches: ["todo"] }),
      { kind: "custom", args: { by }, touches: ["todo"] },
    ],
    [
      "custom without arguments",
      custom({ touches: ["todo"] }),
      { kind: "custom", args: {}, touches: ["todo"] },
    ],
    ["arg", arg("title"), { kind: "kalphite-value", value: { fn: "arg", name: "title" } }],
    ["now", now(), { kind: "kalphite-value", value: { fn: "now" } }],
    ["user", user(), { kind: "kalphite-value", value: { fn: "user" } }],
    ["unset", unset(), { kind: "kalphite-value", value: { fn: "unset" } }],
    ["increment", increment(2), { kind: "kalphite-value", value: { fn: "increment", by: 2 } }],
    ["append", append({ x: 1 }), { kind: "kalphite-value", value: { fn: "append", value: { x: 1 } } }],
    ["without", without(arg("x")), { kind: "kalphite-value", value: { fn: "without", value: arg("x") } }],
  ])("%s", (_name, made, expected) => {
    expect(made).toEqual(expected);
    expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
  });

  test("defineSchema keeps entities and operations as they were given, in order", () => {
    const entities = {
      todo: entity({ title }),
      note: mini.object({ id: mini.string(), type: mini.literal("note"), text: mini.string() }),
    };
    const operations = { b: create("todo", { args: ["title"] }), a: remove("note") };
    const schema = defineSchema({ entities, operations });
    expect(schema).toEqual({ kind: "kalphite-schema", entities, operations });
    expect(Object.keys(schema.operations)).toEqual(["b", "a"]);
  });

  test("defineSchema takes a discriminated union whole", () => {
    const union = z.discriminatedUnion("type", [
      z.object({ id: z.string(), type: z.literal("note"), text: z.string() }),
    ]);
    expect(defineSchema({ entities: union, operations: {} }).entities).toBe(union);
  });
});

describe("a value of the wrong shape is a TypeError that names its place", () => {
  /** A function as plain JavaScript calls it. */
  type Untyped = (...args: unknown[]) => unknown;
  const untyped = Object.fromEntries(
    Object.entries({ append, arg, create, custom, defineSchema, entity, remove, update, upsert }),
  ) as unknown as Record<string, Untyped>;
  const todo = { entities: {}, operations: {} };

  test.each<[string, unknown[], string]>([
    ["entity", [], "entity(): fields must be an object of zod schemas, got undefined"],
    ["entity", [[title]], "entity(): fields must be an object of zod schemas, got [a zod schema]"],
    ["entity", [title], "entity(): fields must be an object of zod schemas, got a zod schema"],
    ["entity", [{ title: "string" }], 'entity(): fields.title must be a zod schema, got "string"'],
    ["entity", [{ title: z.string }], "entity(): fields.title must be a zod schema, got a function"],
    ["create", [], "create(): the entity must be a name, got undefined"],
    ["create", [""], 'create(): the entity must be a name, got ""'],
    ["create", ["todo", ["title"]], 'create("todo"): the options must be an object, got ["title"]'],
    ["create", ["todo", null], 'create("todo"): the options must be an object, got null'],
    [
      "create",
      ["todo", { args: "title" }],
      'create("todo"): args must be field names or an object of zod schemas, got "title"',
    ],
    [
      "create",
      ["todo", { args: ["title", 3] }],
      'create("todo"): args must be field names or an object of zod schemas, got ["title", number 3]',
    ],
    [
      "update",
      ["todo", { args: null }],
      'update("todo"): args must be field names or an object of zod schemas, got null',
    ],
    ["update", ["todo", { args: { by: 1 } }], 'update("todo"): args.by must be a zod schema, got number 1'],
    ["upsert", ["todo", { set: [] }], 'upsert("todo"): set must be an object of values by field, got []'],
    ["upsert", ["todo", { set: null }], 'upsert("todo"): set must be an object of values by field, got null'],
    ["remove", [{}], "remove(): the entity must be a name, got an object"],
    ["custom", [], "custom(): the options must be an object, got undefined"],
    [
      "custom",
      [{ args: ["x"], touches: ["todo"] }],
      'custom(): args must be an object of zod schemas, got ["x"]',
    ],
    ["custom", [{ touches: "todo" }], 'custom(): touches must be a list of entity names, got "todo"'],
    ["custom", [{ touches: [true] }], "custom(): touches must be a list of entity names, got [boolean true]"],
    ["arg", [3n], "arg(): the argument must be a name, got bigint 3"],
    ["defineSchema", [], "defineSchema(): the schema must be an object, got undefined"],
    ["defineSchema", [{ ...todo, entities: [] }], "defineSchema(): entities must be an object, got []"],
    [
      "defineSchema",
      [{ ...todo, entities: { todo: { title } } }],
      "defineSchema(): entities.todo must be entity({…}) or a zod object, got an object",
    ],
    [
      "defineSchema",
      [{ ...todo, entities: { todo: undefined } }],
      "defineSchema(): entities.todo must be entity({…}) or a zod object, got undefined",
    ],
    ["defineSchema", [{ entities: {} }], "defineSchema(): operations must be an object, got undefined"],
    [
      "defineSchema",
      [{ ...todo, operations: { addTodo: create } }],
      "defineSchema(): operations.addTodo must be create(…), update(…), upsert(…), remove(…) or custom(…), got a function",
    ],
    [
      "defineSchema",
      [{ ...todo, operations: { addTodo: now() } }],
      "defineSchema(): operations.addTodo must be create(…), update(…), upsert(…), remove(…) or custom(…), got an object",
    ],
  ])("%s, case %#", (name, given, message) => {
    expect(() => untyped[name]?.(...given)).toThrow(new TypeError(message));
  });

  test("names and values of the right shape are left to the generator, which knows their lines", () => {
    const misnamed = remove("nothing");
    const zod3 = { _def: { typeName: "ZodString" }, parse: () => "" };
    expect(() => untyped["defineSchema"]?.({ entities: {}, operations: { misnamed } })).not.toThrow();
    expect(() => untyped["entity"]?.({ old: zod3 })).not.toThrow();
    expect(() => untyped["create"]?.("todo", { args: ["a?", "a", "id"] })).not.toThrow();
    expect(() => untyped["custom"]?.({ touches: [] })).not.toThrow();
  });
});
