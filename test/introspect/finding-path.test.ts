import { expect, it } from "vitest";
import { readablePath } from "../../src/generator/introspect/finding-path.js";

it.each([
  ["entities", "entities"],
  ["entities/todo", "entities/todo"],
  ["entities/todo/fields/title", "entities/todo/fields/title"],
  ["entities/todo/fields/title/innerType/element", "entities/todo/fields/title"],
  ["entities/todo/fields/meta/innerType/shape/a/shape/b", "entities/todo/fields/meta/a/b"],
  ["entities/todo/shape/title/innerType", "entities/todo/title"],
  ["entities/todo/shape/data/shape/title", "entities/todo/title"],
  ["entities/todo/shape/data", "entities/todo/data"],
  ["entities/todo/fields/size/options/1/shape/width", "entities/todo/fields/size/1/width"],
  ["entities/options/1", "entities/options/1"],
  ["entities/options/1/shape/title", "entities/options/1/title"],
  ["operations/add", "operations/add"],
  ["operations/add/set/title", "operations/add/set/title"],
  ["operations/add/args/title", "operations/add/args/title"],
  ["operations/add/args/pair/items/1/innerType", "operations/add/args/pair/1"],
])("%s is %s", (given, wanted) => {
  const segments = (text: string) =>
    text.split("/").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  expect(readablePath(segments(given))).toEqual(segments(wanted));
});
