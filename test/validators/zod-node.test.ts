import { describe, expect, test } from "vitest";
import { z } from "zod";
import { AsynchronousCheckError, zodCheck, zodNode, zodValue } from "../../src/validation/index.js";

const lazy = z.lazy(() => z.object({ deep: z.string() }));
const schema = {
  kind: "kalphite-schema",
  entities: z.discriminatedUnion("type", [
    z.object({
      type: z.literal("todo"),
      data: z.object({
        tags: z.array(z.string().optional()),
        get parent() {
          return lazy;
        },
      }),
    }),
  ]),
  operations: { add: { args: { title: z.string().refine((text) => text !== "no") } } },
};

describe("zodNode", () => {
  const tags = ["entities", "options", 0, "shape", "data", "shape", "tags", "element", "innerType"];
  const parent = ["entities", "options", 0, "shape", "data", "shape", "parent", "innerType", "shape", "deep"];
  test.each([
    ["through plain properties", ["operations", "add", "args", "title"]],
    ["through zod's definitions", tags],
    ["through getters and lazy types", parent],
  ])("leads %s", (_name, path) => {
    const node = zodNode(schema, path);
    expect(zodCheck(node, "yes")).toBe(true);
    expect(zodCheck(node, 1)).toBe(false);
  });

  test.each([[["operations", "gone"]], [["operations", "add", "args"]], [["entities", "options", 7]]])(
    "says so where %j leads to no zod type",
    (path) => {
      expect(() => zodNode(schema, path)).toThrow(/generate its code anew/);
    },
  );

  test("yields what zod yields", () => {
    expect(zodValue(zodNode({ a: z.string().trim() }, ["a"]), " a ")).toBe("a");
  });

  test("refuses to run asynchronous checks", () => {
    const node = zodNode({ a: z.string().refine(() => Promise.resolve(true)) }, ["a"]);
    expect(() => zodCheck(node, "a")).toThrow(AsynchronousCheckError);
  });
});
