import { z } from "zod";
import * as mini from "zod/mini";
import {
  append,
  arg,
  type ArgumentValue,
  create,
  custom,
  type CustomOperation,
  defineSchema,
  type Entity,
  entity,
  increment,
  type IncrementValue,
  now,
  type NowValue,
  remove,
  type RemoveOperation,
  type SchemaDefinition,
  unset,
  type UnsetValue,
  update,
  upsert,
  user,
  without,
  type WriteOperation,
} from "../../src/schema/index.js";

type Equal<Left, Right> =
  (<Probe>() => Probe extends Left ? 1 : 2) extends <Probe>() => Probe extends Right ? 1 : 2 ? true : false;

/** Compiles only where the two types are one and the same. */
declare function expectType<Expected>(): <Given>(
  given: Given,
  ...same: Equal<Given, Expected> extends true ? [] : [expected: Expected]
) => void;

// What the functions return.

const title = z.string();
expectType<Entity<{ title: z.ZodString }>>()(entity({ title }));
expectType<WriteOperation<"create", "todo", readonly ["title", "projectId?"], {}>>()(
  create("todo", { args: ["title", "projectId?"] }),
);
expectType<WriteOperation<"update", "todo", readonly [], { readonly done: true; readonly at: NowValue }>>()(
  update("todo", { set: { done: true, at: now() } }),
);
expectType<
  WriteOperation<
    "update",
    "todo",
    { readonly by: z.ZodNumber },
    { readonly votes: IncrementValue<ArgumentValue<"by">>; readonly note: UnsetValue }
  >
>()(update("todo", { args: { by: z.number() }, set: { votes: increment(arg("by")), note: unset() } }));
expectType<WriteOperation<"upsert", "todo", readonly [], {}>>()(upsert("todo"));
expectType<RemoveOperation<"todo">>()(remove("todo"));
expectType<CustomOperation<readonly ["todo", "project"]>>()(
  custom({ args: { before: z.number() }, touches: ["todo", "project"] }),
);
expectType<SchemaDefinition>()(defineSchema({ entities: {}, operations: {} }));
// @ts-expect-error the probe itself can fail
expectType<RemoveOperation<"other">>()(remove("todo"));

// Entities of every form.

const entities = {
  todo: entity({
    title: z.string().min(1).max(200),
    status: z.enum(["pending", "completed"]).default("pending"),
    projectId: z.string().optional(),
    votes: z.number().int().default(0),
    tags: z.array(z.string()).default([]),
    points: z.array(z.object({ x: z.number() })).optional(),
    completedAt: z.number().optional(),
    due: z.iso.datetime().nullish(),
    meta: z.object({ sizes: z.array(z.number()), deep: z.object({ on: z.boolean() }).optional() }).optional(),
    anything: z.unknown().optional(),
    mood: z.string().catch("fine"),
    id2: z.string().brand<"Id">().optional(),
  }),
  flat: z.object({
    id: z.string(),
    type: z.literal("flat"),
    name: z.string(),
    data: z.string().optional(),
    updatedAt: z.number(),
  }),
  enveloped: z.object({
    id: z.uuid(),
    type: z.literal("enveloped"),
    data: z.object({ body: z.string(), note: z.string().default("") }),
    updatedAt: z.number(),
    createdAt: z.number().optional(),
  }),
  unstamped: z.strictObject({
    id: z.string(),
    type: z.literal("unstamped"),
    data: z.object({ body: z.string() }),
  }),
  mini: mini.object({
    id: mini.string(),
    type: mini.literal("mini"),
    body: mini.string(),
    size: mini.optional(mini.number()),
  }),
  refined: z
    .object({ id: z.string(), type: z.literal("refined"), name: z.string() })
    .refine((value) => value.name !== value.id)
    .readonly(),
};

defineSchema({
  entities,
  operations: {
    createPlain: create("todo", { args: ["title"] }),
    createWithoutArguments: create("todo", { set: { title: "Untitled" } }),
    createWithAll: create("todo", {
      args: ["title", "status", "projectId?"],
      set: {
        votes: 3,
        tags: ["a", "b"],
        completedAt: now(),
        due: now(),
        meta: { sizes: [1, 2], deep: { on: true } },
        anything: { of: ["any", null, 1] },
        mood: user(),
        id2: arg("id"),
      },
    }),
    createFromDeclared: create("todo", {
      args: { text: z.string().default("x") },
      set: { title: arg("text") },
    }),
    updateNull: update("todo", { set: { due: null } }),
    updateUnset: update("todo", { set: { due: unset(), projectId: unset() } }),
    updateOptional: update("todo", { args: ["title?", "status?"] }),
    updateOptionalReference: update("todo", {
      args: { to: z.string().optional() },
      set: { title: arg("to"), status: "completed" },
    }),
    updateArrays: update("todo", {
      args: { tag: z.string() },
      set: { tags: append(arg("tag")), points: append({ x: 1 }) },
    }),
    updateWithout: update("todo", { set: { tags: without("old"), votes: increment(-1) } }),
    upsertTodo: upsert("todo", { args: ["title"], set: { votes: increment(1) } }),
    createFlat: create("flat", { args: ["name", "data?"], set: { updatedAt: now() } }),
    createEnveloped: create("enveloped", { args: ["body"] }),
    createUnstamped: create("unstamped", { args: ["body"] }),
    createMini: create("mini", { args: ["body", "size?"] }),
    updateRefined: update("refined", { args: ["name"] }),
    removeMini: remove("mini"),
    custom: custom({ touches: ["todo", "mini"] }),
  },
});

// A union given whole, with a union inside, and one whose members only code knows.

const first = z.object({ id: z.string(), type: z.literal("first"), name: z.string() });
const second = mini.object({
  id: mini.string(),
  type: mini.literal("second"),
  data: mini.object({ size: mini.number() }),
  updatedAt: mini.string(),
});
const third = z.object({ id: z.string(), type: z.literal("third"), flag: z.boolean() });
const EntitySchema = z.discriminatedUnion("type", [first, z.discriminatedUnion("type", [second, third])]);
const collected = z.discriminatedUnion("type", [first] as [typeof first, ...(typeof third)[]]);

defineSchema({
  entities: EntitySchema,
  operations: {
    createFirst: create("first", { args: ["name"] }),
    createSecond: create("second", { args: ["size"] }),
    createThird: create("third", { set: { flag: false } }),
    custom: custom({ touches: ["first", "second", "third"] }),
    // @ts-expect-error Unknown entity 'fourth'
    removeFourth: remove("fourth"),
    // @ts-expect-error Unknown field 'name' of entity 'third'
    renameThird: update("third", { args: ["name"] }),
    // @ts-expect-error create("second") leaves out the required field 'size'
    createEmptySecond: create("second"),
  },
});
defineSchema({
  entities: collected,
  operations: {
    createFirst: create("first", { args: ["name"] }),
    createThird: create("third", { args: ["flag"] }),
    // @ts-expect-error Unknown field 'flag' of entity 'first'
    updateFirst: update("first", { args: ["flag"] }),
  },
});

// Operations that stand elsewhere, and names that only code knows.

const more = { removeTodo: remove("todo"), rename: update("todo", { args: ["title"] }) };
const wrong = { removeNote: remove("note") };
const name: string = "todo";
const fields: string[] = ["title"];
defineSchema({ entities, operations: { ...more, again: remove("todo") } });
// @ts-expect-error Unknown entity 'note'
defineSchema({ entities, operations: { ...more, ...wrong } });
defineSchema({ entities, operations: { byName: remove(name), byField: update("todo", { args: fields }) } });

// Recursive entities, and entities that only code knows.

const folder = z.object({
  id: z.string(),
  type: z.literal("folder"),
  name: z.string(),
  get parent() {
    return folder.optional();
  },
});
const computed: Record<string, z.ZodType> = Object.fromEntries([["title", title]]);
defineSchema({
  entities: { folder, computed: entity(computed) },
  operations: {
    createFolder: create("folder", { args: ["name", "parent?"] }),
    updateFolder: update("folder", { set: { parent: unset() } }),
    createComputed: create("computed", { args: ["title"], set: { anything: 1 } }),
    // @ts-expect-error Unknown field 'title' of entity 'folder'
    retitleFolder: update("folder", { args: ["title"] }),
  },
});

// Wrong operations.

defineSchema({
  entities,
  operations: {
    // @ts-expect-error Unknown entity 'toodo'
    unknownEntity: create("toodo", { args: ["title"] }),
    // @ts-expect-error Unknown entity 'toodo'
    unknownEntityRemoved: remove("toodo"),
    // @ts-expect-error Unknown entity 'toodo'
    unknownEntityTouched: custom({ touches: ["todo", "toodo"] }),
    // @ts-expect-error Unknown field 'titel' of entity 'todo'
    unknownFieldListed: update("todo", { args: ["titel"] }),
    // @ts-expect-error Unknown field 'titel' of entity 'todo'
    unknownFieldListedOptional: update("todo", { args: ["titel?"] }),
    // @ts-expect-error Unknown field 'titel' of entity 'todo'
    unknownFieldSet: update("todo", { set: { titel: "x" } }),
    // @ts-expect-error Unknown field 'type' of entity 'flat'
    discriminatorSet: update("flat", { set: { type: "flat" } }),
    // @ts-expect-error Unknown field 'updatedAt' of entity 'enveloped'
    stampSet: update("enveloped", { set: { updatedAt: now() } }),
    // @ts-expect-error create("todo") leaves out the required field 'title'
    missing: create("todo"),
    // @ts-expect-error create("todo") leaves out the required field 'title'
    missingBecauseOptional: create("todo", { args: ["title?"] }),
    // @ts-expect-error create("todo") leaves out the required field 'title'
    missingBecauseDeclaredOptional: create("todo", {
      args: { text: z.string().optional() },
      set: { title: arg("text") },
    }),
    // @ts-expect-error create("flat") leaves out the required field 'updatedAt'
    missingInFlat: create("flat", { args: ["name"] }),
    // @ts-expect-error upsert("todo") leaves out the required field 'title'
    missingInUpsert: upsert("todo", { args: ["status"] }),
    // @ts-expect-error Field 'title' of entity 'todo' does not take 3
    literalOfWrongType: update("todo", { set: { title: 3 } }),
    // @ts-expect-error Field 'status' of entity 'todo' does not take "done"
    literalOutsideEnum: update("todo", { set: { status: "done" } }),
    // @ts-expect-error Field 'meta' of entity 'todo' does not take this literal
    literalDeepInside: update("todo", { set: { meta: { sizes: ["x"] } } }),
    // @ts-expect-error Field 'projectId' of entity 'todo' does not take undefined
    literalUndefined: update("todo", { set: { projectId: undefined } }),
    // @ts-expect-error Field 'projectId' of entity 'todo' does not take null
    literalNull: update("todo", { set: { projectId: null } }),
    // @ts-expect-error Field 'votes' of entity 'todo' does not take arg("text")
    argumentOfWrongType: update("todo", { args: { text: z.string() }, set: { votes: arg("text") } }),
    // @ts-expect-error Field 'votes' of entity 'todo' does not take arg("title")
    listedArgumentOfWrongType: update("todo", { args: ["title"], set: { votes: arg("title") } }),
    // @ts-expect-error Field 'votes' of entity 'todo' does not take arg("id")
    idOfWrongType: update("todo", { set: { votes: arg("id") } }),
    // @ts-expect-error increment() needs a number field, 'title' of entity 'todo' is none
    incrementOnText: update("todo", { set: { title: increment(1) } }),
    // @ts-expect-error increment() of field 'votes' of entity 'todo' does not take arg("by")
    incrementByText: update("todo", { args: { by: z.string() }, set: { votes: increment(arg("by")) } }),
    // @ts-expect-error append() needs an array field, 'title' of entity 'todo' is none
    appendToText: update("todo", { set: { title: append("x") } }),
    // @ts-expect-error append() of field 'tags' of entity 'todo' does not take 1
    appendOfWrongType: update("todo", { set: { tags: append(1) } }),
    // @ts-expect-error append() of field 'points' of entity 'todo' does not take this literal
    appendOfWrongShape: update("todo", { set: { points: append({ y: 1 }) } }),
    // @ts-expect-error without() of field 'tags' of entity 'todo' does not take arg("by")
    withoutOfWrongType: update("todo", { args: { by: z.number() }, set: { tags: without(arg("by")) } }),
    // @ts-expect-error without() needs an array of texts, numbers or booleans, 'points' of entity 'todo' is none
    withoutOfObjects: update("todo", { set: { points: without({ x: 1 }) } }),
    // @ts-expect-error unset() needs an optional field, 'title' of entity 'todo' is none
    unsetRequired: update("todo", { set: { title: unset() } }),
    // @ts-expect-error unset() needs an optional field, 'votes' of entity 'todo' is none
    unsetDefaulted: update("todo", { set: { votes: unset() } }),
    // @ts-expect-error Field 'votes' of entity 'todo' does not take user()
    userInNumber: update("todo", { set: { votes: user() } }),
    // @ts-expect-error Field 'tags' of entity 'todo' does not take now()
    nowInArray: update("todo", { set: { tags: now() } }),
    // @ts-expect-error Type 'number' is not assignable to type 'OperationDefinition'
    noOperation: 5,
  },
});

// What is wrong whatever the entities are is marked inside the call.

// @ts-expect-error Required argument 'title' stands after the optional 'projectId'
create("todo", { args: ["projectId?", "title"] });
// @ts-expect-error Argument 'title' is listed twice
create("todo", { args: ["title", "title?"] });
// @ts-expect-error Argument 'id' is always first and is not listed
create("todo", { args: ["id"] });
// @ts-expect-error arg("nope") names no argument of this operation
create("todo", { args: ["title"], set: { title: arg("nope") } });
// @ts-expect-error arg("nope") names no argument of this operation
update("todo", { args: { by: z.number() }, set: { votes: increment(arg("nope")) } });
// @ts-expect-error arg("nope") names no argument of this operation
update("todo", { set: { tags: append(arg("nope")) } });
// @ts-expect-error This update changes nothing
update("todo", {});
// @ts-expect-error This update changes nothing
update("todo", { args: [] });
// @ts-expect-error This update changes nothing
update("todo", { args: { by: z.number() } });
// @ts-expect-error Expected 2 arguments
update("todo");
// @ts-expect-error an argument list holds names
update("todo", { args: [3] });
// @ts-expect-error a list, not a name
update("todo", { args: "title" });
// @ts-expect-error values by field
update("todo", { set: 5 });
// @ts-expect-error no such option
create("todo", { arg: ["title"] });
// @ts-expect-error at least one entity
custom({ touches: [] });
// @ts-expect-error touches is needed
custom({ args: {} });
// @ts-expect-error custom arguments have schemas of their own
custom({ args: ["title"], touches: ["todo"] });
// @ts-expect-error a number or an argument
increment("1");
// @ts-expect-error only an argument can stand inside another value function
append(now());
// @ts-expect-error JSON has no dates
append(new Date());
// @ts-expect-error not a zod schema
entity({ title: "string" });

// Wrong entities.

defineSchema({
  entities: {
    // @ts-expect-error Entity 'note' needs id: z.string() and type: z.literal("note")
    note: z.object({ text: z.string() }),
    // @ts-expect-error Entity 'tag' needs an id that is a string
    tag: z.object({ id: z.number(), type: z.literal("tag") }),
    // @ts-expect-error Entity 'user' needs type: z.literal("user")
    user: z.object({ id: z.string(), type: z.literal("person") }),
    // @ts-expect-error Entity 'vague' needs type: z.literal("vague")
    vague: z.object({ id: z.string(), type: z.string() }),
    // @ts-expect-error Entity 'text' must be entity({…}) or a zod object
    text: z.string(),
    // @ts-expect-error neither an entity nor a zod schema
    plain: { title: z.string() },
  },
  operations: {},
});
