/** Every kind of field that JSON can carry, and the kinds of code that only zod can run. */
import { z } from "zod";

/** A comment with replies, which are comments. */
export const Thread = z.object({
  text: z.string(),
  get replies() {
    return z.array(Thread);
  },
});

export const Coordinates = z.tuple([z.number(), z.number()]).rest(z.number());

export const Shape = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("circle"), radius: z.number().positive() }),
  z.object({ kind: z.literal("rectangle"), width: z.number(), height: z.number() }),
  z.object({ kind: z.literal(["line", "arrow"]), points: z.array(Coordinates).min(2) }),
]);

export const strings = {
  text: z.string(),
  bounded: z.string().trim().min(2).max(20),
  exact: z.string().length(3),
  pattern: z.string().regex(/^[a-z]+(?:-[a-z]+)*$/),
  prefixed: z.string().startsWith("id_").endsWith("_x").includes("-"),
  email: z.email(),
  uuid: z.uuid(),
  url: z.url(),
  datetime: z.iso.datetime({ offset: true }),
  date: z.iso.date(),
  time: z.iso.time(),
  duration: z.iso.duration(),
  ip: z.union([z.ipv4(), z.ipv6()]),
  base64: z.base64(),
  nanoid: z.nanoid(),
  emoji: z.emoji(),
  version: z.templateLiteral(["v", z.number(), ".", z.number()]),
};

export const numbers = {
  float: z.number(),
  integer: z.number().int(),
  small: z.int32(),
  bounded: z.number().min(-1).max(1),
  open: z.number().gt(0).lt(1),
  stepped: z.number().multipleOf(0.25),
};

export const composites = {
  flag: z.boolean(),
  nothing: z.null(),
  anything: z.unknown(),
  literal: z.literal(["one", 2, true, null]),
  choice: z.enum(["small", "medium", "large"]),
  list: z.array(z.string()).min(1).max(5),
  pair: z.tuple([z.string(), z.number()]),
  path: Coordinates,
  counts: z.record(z.string(), z.number()),
  flags: z.partialRecord(z.enum(["read", "write"]), z.boolean()),
  strict: z.strictObject({ a: z.string() }),
  loose: z.looseObject({ a: z.string() }),
  filled: z.object({ a: z.string() }).catchall(z.number()),
  either: z.union([z.string(), z.number(), z.array(z.string())]),
  shape: Shape,
  both: z.intersection(z.object({ a: z.string() }), z.object({ b: z.number() })),
  thread: Thread,
  document: z.json(),
};

export const wrappers = {
  nullable: z.string().nullable(),
  optional: z.string().optional(),
  nullish: z.string().nullish(),
  defaulted: z.number().default(7),
  prefaulted: z.string().min(1).prefault("given"),
  caught: z.number().catch(0),
  frozen: z.array(z.string()).readonly(),
  branded: z.string().brand<"UserId">(),
  nested: z.object({ deep: z.object({ deeper: z.string().default("here") }).default({ deeper: "there" }) }),
};

/** What only zod can run; the validators call it for these fields alone. */
export const code = {
  even: z.number().refine((value) => value % 2 === 0, "must be even"),
  trimmed: z.string().overwrite((text) => text.trim()),
  password: z
    .object({ value: z.string().min(8), repeated: z.string() })
    .refine((pair) => pair.value === pair.repeated, { path: ["repeated"], message: "must be the same" }),
};
