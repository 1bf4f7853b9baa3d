import { describe, expect, test } from "vitest";
import { z } from "zod";
import { compileValidators } from "./support/compile-validators.js";

const tree = z.object({
  name: z.string(),
  get children() {
    return z.array(tree);
  },
});

const { validators } = await compileValidators([
  z.looseObject({ a: z.string() }),
  z.record(z.string(), z.string()),
  tree,
  z.array(z.string()),
  z.string().max(3),
  z.strictObject({}),
  z.object({ toString: z.string().optional(), hasOwnProperty: z.number().optional() }),
  z.intersection(z.object({ a: z.number().default(1) }), z.object({ a: z.number().default(2) })),
  z.string().refine((): boolean => {
    throw new Error("A secret of the schema");
  }),
  z.json(),
]);
const [loose, record, recursive, list, text, strict, inherited, contradiction, throwing, json] = validators;

describe("hostile input", () => {
  test("a `__proto__` key never becomes a prototype", () => {
    const value: unknown = JSON.parse('{"a":"a","__proto__":{"polluted":true}}');
    for (const validator of [loose!, record!]) {
      const input: unknown = validator === record ? JSON.parse('{"a":"a","__proto__":"x"}') : value;
      const result = validator.parse(input);
      expect(result.ok).toBe(true);
      const output = result.ok ? (result.value as object) : {};
      expect(Object.getPrototypeOf(output)).toBe(Object.prototype);
      expect(Object.hasOwn(output, "__proto__")).toBe(false);
      expect("polluted" in output).toBe(false);
    }
    expect(strict!.issues(value)).toMatchObject([{ code: "unrecognized_keys", path: [] }]);
  });

  test("what every object inherits counts as there, as in zod", () => {
    expect(inherited!.issues({}).map(({ path }) => path)).toEqual([["toString"], ["hasOwnProperty"]]);
    expect(inherited!.is({ toString: "a", hasOwnProperty: 1 })).toBe(true);
  });

  test("nesting too deep for the stack is refused, not thrown", () => {
    let value: unknown = { name: "leaf", children: [] };
    for (let depth = 0; depth < 100_000; depth++) value = { name: "node", children: [value] };
    expect(recursive!.is(value)).toBe(false);
    expect(recursive!.issues(value)).toEqual([{ code: "too_big", path: [], message: "Nested too deeply" }]);
    expect(recursive!.parse(value)).toMatchObject({ ok: false });
    let nested: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) nested = [nested];
    expect(json!.parse(nested)).toMatchObject({ ok: false });
  });

  test("moderate nesting is taken, with the place of what is wrong at its bottom", () => {
    let value: unknown = { name: 1, children: [] };
    const path: (string | number)[] = ["name"];
    for (let depth = 0; depth < 200; depth++) {
      value = { name: "node", children: [value] };
      path.unshift("children", 0);
    }
    expect(recursive!.issues(value)).toMatchObject([{ code: "invalid_type", path }]);
  });

  test("a huge array is walked once and its issues are all told", () => {
    const size = 300_000;
    expect(list!.is(Array.from({ length: size }, () => "a"))).toBe(true);
    expect(list!.issues(Array.from({ length: size }, (_, index) => index))).toHaveLength(size);
    expect(list!.parse(Array.from({ length: size }))).toMatchObject({ ok: false });
  });

  test("holes of an array are undefined", () => {
    expect(list!.issues(Array(1).concat("a"))).toMatchObject([{ path: [0], message: "Required" }]);
  });

  test("lone surrogates count as characters", () => {
    expect(text!.is("\ud800\udc00\ud800\udc00\ud800")).toBe(true);
    expect(text!.is("\udc00\ud800\udc00\ud800")).toBe(true);
    expect(text!.is("\ud800\ud800\ud800\ud800")).toBe(false);
  });

  test("a second argument changes nothing", () => {
    expect(["a", "abcd", "b"].filter(text!.is)).toEqual(["a", "b"]);
    expect([[1], ["a"]].filter(list!.is)).toEqual([["a"]]);
  });

  test("what zod throws about is refused", () => {
    expect(contradiction!.is({})).toBe(false);
    expect(contradiction!.issues({})).toMatchObject([{ code: "invalid_intersection" }]);
    expect(contradiction!.is({ a: 3 })).toBe(true);
    expect(throwing!.parse("a")).toMatchObject({ ok: false });
    expect(JSON.stringify(throwing!.issues("a"))).not.toContain("secret");
  });
});
