import { describe, expect, it } from "vitest";
import {
  createTransaction,
  legacyOperations,
  type Entity,
  type EntityView,
} from "../../src/protocol/index.js";
import { contract } from "../../examples/todo/generated/contract.gen.js";

const todo = contract.entities["todo"]!;
const operations = legacyOperations(todo);
const entity = { id: "a", type: "todo", data: { title: "Milk", extra: 1 }, updatedAt: 1, createdAt: 1 };

function viewOf(entities: Map<string, Entity>): EntityView {
  return {
    get: (type, id) => (entities.get(id)?.type === type ? entities.get(id) : undefined),
    typeOf: (id) => entities.get(id)?.type,
    values: (type) => [...entities.values()].filter((candidate) => candidate.type === type),
    put: (value) => void entities.set(value.id, value),
    delete: (_type, id) => void entities.delete(id),
  };
}

describe("P31 the operations of every entity type", () => {
  it("are named by plain concatenation", () => {
    expect(Object.keys(operations)).toEqual(["upserttodo", "deletetodo"]);
    expect(Object.keys(contract.operations)).toEqual(expect.arrayContaining(["upserttodo", "deletetodo"]));
  });

  it.each([
    ["no list", "a", [["invalid_type", []]]],
    ["too few", ["a"], [["too_small", []]]],
    ["too many", ["a", entity, 1], [["too_big", []]]],
    ["an empty id", ["", entity], [["too_small", [0]]]],
    ["a number for an id", [1, entity], [["invalid_type", [0]]]],
    [
      "an entity that the schema refuses",
      ["a", { ...entity, data: { title: "" } }],
      [["too_small", [1, "data", "title"]]],
    ],
  ])("refuse %s, each issue with its path (P32)", (_what, args, wanted) => {
    const { args: validator } = operations["upserttodo"]!;
    expect(validator.is(args)).toBe(false);
    expect(validator.issues(args).map(({ code, path }) => [code, path])).toEqual(wanted);
    expect(validator.parse(args).ok).toBe(false);
    expect(validator["~standard"].validate(args)).toHaveProperty("issues");
  });

  it("yield the entity as the schema does: unknown keys stripped, defaults filled in", () => {
    const { args: validator } = operations["upserttodo"]!;
    expect(validator.is(["a", entity])).toBe(true);
    expect(validator.parse(["a", entity])).toEqual({
      ok: true,
      value: ["a", { ...entity, data: { title: "Milk", status: "pending", tagIds: [], priority: 0 } }],
    });
  });

  it("write and delete whole entities, whether they live or not", () => {
    const entities = new Map<string, Entity>();
    const tx = createTransaction(contract, viewOf(entities), { now: 5 });
    const run = (name: string, ...args: readonly unknown[]) =>
      operations[name]!.mutate(tx as never, args as never, {} as never);
    run("upserttodo", "a", entity);
    expect(entities.get("a")).toEqual(entity);
    expect(() => run("upserttodo", "b", entity)).toThrow("own id");
    run("deletetodo", "a");
    run("deletetodo", "a");
    expect(entities.size).toBe(0);
  });
});
