import { expect, test } from "vitest";
import { z } from "zod";
import { compileValidators } from "./support/compile-validators.js";

const messages: readonly [z.ZodType, unknown, string][] = [
  [z.string(), 1, "Expected a string, received number"],
  [z.string(), null, "Expected a string, received null"],
  [z.object({ a: z.string() }), {}, "Required"],
  [z.string().min(1), "", "Expected a length of at least 1"],
  [z.string().max(2), "abc", "Expected a length of at most 2"],
  [z.string().length(2), "a", "Expected a length of 2"],
  [z.email(), "a", "Expected an email address"],
  [z.iso.datetime(), "a", "Expected an ISO 8601 date and time"],
  [z.url(), "a", "Expected a URL"],
  [z.string().regex(/b/), "a", "Expected text of the expected pattern"],
  [z.string().startsWith("b"), "a", 'Expected text that starts with "b"'],
  [z.string().includes("b"), "a", 'Expected text that includes "b"'],
  [z.stringFormat("even", /^(..)*$/), "a", 'Expected text in the format "even"'],
  [z.int(), 1.5, "Expected an integer"],
  [z.number(), [], "Expected a number, received array"],
  [z.number().min(1), 0, "Expected at least 1"],
  [z.number().lt(1), 1, "Expected less than 1"],
  [z.number().multipleOf(2), 1, "Expected a multiple of 2"],
  [z.int32(), 2 ** 40, "Expected at most 2147483647"],
  [z.enum(["a", "b", "c"]), "d", 'Expected "a", "b" or "c"'],
  [z.literal(1), 2, "Expected 1"],
  [z.array(z.string()).min(1), [], "Expected a length of at least 1"],
  [z.tuple([z.string()]), [], "Expected a length of at least 1"],
  [z.strictObject({}), { a: 1, b: 2 }, 'Unknown keys: "a", "b"'],
  [z.record(z.email(), z.string()), { a: "" }, 'Unexpected key "a"'],
  [z.union([z.string(), z.number()]), true, "Matches none of the types that are possible here"],
  [z.string().refine(() => false, "Not that one"), "a", "Not that one"],
  [z.string().refine(() => false), "a", "Not valid"],
  [z.boolean(), NaN, "Expected a boolean, received number"],
];

const { validators } = await compileValidators(messages.map(([schema]) => schema));

test.each(messages.map(([, value, message], index) => [message, value, validators[index]!] as const))(
  "%s",
  (message, value, validator) => {
    expect(validator.issues(value).map((issue) => issue.message)).toEqual([message]);
  },
);

test("a validator is a Standard Schema", () => {
  const { "~standard": standard } = validators[0]!;
  expect(standard).toMatchObject({ version: 1, vendor: "kalphite-gen" });
  expect(standard.validate("a")).toMatchObject({ value: "a" });
  expect(standard.validate("a").issues).toBeUndefined();
  expect(standard.validate(1)).toMatchObject({ issues: [{ path: [], message: messages[0]![2] }] });
});
