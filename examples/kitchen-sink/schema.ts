import { z } from "zod";
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
} from "kalphite-gen/schema";
import { code, composites, numbers, Shape, strings, wrappers } from "./fields.js";

const text = { text: z.string().default("") };

export default defineSchema({
  entities: {
    strings: entity(strings),
    numbers: entity(numbers),
    composites: entity(composites),
    wrappers: entity(wrappers),
    code: entity(code),
    /** A flat entity: its fields stand beside `id` and `type`. */
    flat: z.object({
      id: z.uuid(),
      type: z.literal("flat"),
      label: z.string(),
      count: z.number().default(0),
      tags: z.array(z.string()).default([]),
      note: z.string().optional(),
    }),
    /** Stamped with ISO 8601 texts instead of milliseconds. */
    stamped: z.object({
      id: z.string(),
      type: z.literal("stamped"),
      data: z.object({ at: z.iso.datetime(), byUser: z.string().optional(), total: z.number().nullish() }),
      updatedAt: z.iso.datetime(),
      createdAt: z.iso.datetime(),
    }),

    // Names that would break careless generators.
    class: entity(text),
    Promise: entity(text),
    mutate: entity(text),
    "todo-item": entity(text),
    todoItem: entity(text),
    TodoItem: entity(text),
    'it\'s "quoted"': entity(text),
    "`${process.exit(1)}`": entity(text),
    /** A comment that tries to end itself: *\/ and then `${code}` */
    "*/ end": entity({
      "*/ field": z.string().default("*/"),
      "a-b": z.string().default("`${x}`"),
      class: z.string(),
    }),
    задача: entity({ название: z.string() }),
    "🦎": entity(text),
    "1st": entity(text),
    con: entity(text),
    constructor: entity(text),
  },
  operations: {
    createFlat: create("flat", { args: ["label", "note?", "count?"], set: { tags: ["new"] } }),
    renameFlat: update("flat", { args: ["label?", "note?"] }),
    saveFlat: upsert("flat", { args: ["label", "count?"] }),
    bumpFlat: update("flat", { args: { by: z.number() }, set: { count: increment(arg("by")) } }),
    countFlat: update("flat", { set: { count: increment(-1) } }),
    tagFlat: update("flat", { args: { tag: z.string() }, set: { tags: append(arg("tag")) } }),
    untagFlat: update("flat", { args: { tag: z.string() }, set: { tags: without(arg("tag")) } }),
    clearFlat: update("flat", { set: { note: unset(), tags: [], count: 0 } }),
    removeFlat: remove("flat"),
    stamp: create("stamped", { set: { at: now(), byUser: user(), total: null } }),
    addTotal: update("stamped", {
      args: { by: z.number().optional() },
      set: { total: increment(arg("by")) },
    }),
    writeStrings: create("strings", {
      args: [
        "text",
        "bounded",
        "exact",
        "pattern",
        "prefixed",
        "email",
        "uuid",
        "url",
        "datetime",
        "date",
        "time",
        "duration",
        "ip",
        "base64",
        "nanoid",
        "emoji",
        "version",
      ],
    }),
    writeNumbers: upsert("numbers", { args: ["float", "integer", "small", "bounded", "open", "stepped"] }),
    writeWrappers: upsert("wrappers", {
      args: [
        "nullable",
        "nullish",
        "frozen",
        "branded",
        "nested",
        "caught",
        "optional?",
        "defaulted?",
        "prefaulted?",
      ],
    }),
    writeCode: upsert("code", { args: ["even", "trimmed", "password"] }),
    everyKind: custom({
      args: {
        ...strings,
        ...composites,
        shapes: z.array(Shape).default([]),
        limit: z.int().min(1).default(10),
      },
      touches: ["composites", "strings"],
    }),

    // Names that would break careless generators.
    delete: remove("class"),
    default: create("class"),
    "new-class": create("class", { args: ["text"] }),
    "new class": create("class", { args: ["text?"] }),
    newClass: create("class"),
    /** Ends the comment: *\/ and starts a template: `${code}` */
    "it's `${a}` */": create("*/ end", {
      args: ["class", "a-b?"],
      set: { "*/ field": "*/ `${1}` \u2028 \\" },
    }),
    переименовать: update("задача", { args: ["название"] }),
    /**
     * Its arguments have names that mean something elsewhere.
     * @deprecated since 2: use `delete`
     */
    await: custom({
      args: {
        class: z.string(),
        tx: z.string(),
        context: z.number(),
        "a-b": z.boolean(),
        await: z.string().optional(),
      },
      touches: ["class", "Promise", "mutate"],
    }),
    toString: remove("Promise"),
    constructor: remove("constructor"),
    hasOwnProperty: create("🦎", { set: { text: "🦎" } }),
  },
});
