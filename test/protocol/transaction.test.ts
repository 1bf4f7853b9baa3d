import { describe, expect, it } from "vitest";
import {
  createTransaction,
  OperationRejected,
  type Entity,
  type EntityView,
  type RuntimeContract,
} from "../../src/protocol/index.js";
import { acceptAnything } from "./accept-anything.js";

const contract: RuntimeContract = {
  fingerprint: "0".repeat(64),
  entities: {
    todo: {
      type: "todo",
      shape: "enveloped",
      createdAt: "number",
      updatedAt: "number",
      validator: acceptAnything,
    },
    note: {
      type: "note",
      shape: "enveloped",
      createdAt: "string",
      updatedAt: "string",
      validator: acceptAnything,
    },
    plain: { type: "plain", shape: "enveloped", validator: acceptAnything },
    tag: { type: "tag", shape: "flat", validator: acceptAnything },
    ["constructor" as string]: { type: "constructor", shape: "flat", validator: acceptAnything },
  },
  operations: {},
};

function viewOf(...entities: Entity[]): EntityView {
  const held = new Map(entities.map((entity) => [entity.id, entity]));
  return {
    get: (type, id) => (held.get(id)?.type === type ? held.get(id) : undefined),
    typeOf: (id) => held.get(id)?.type,
    values: (type) => [...held.values()].filter((entity) => entity.type === type),
    put: (entity) => void held.set(entity.id, entity),
    delete: (_type, id) => void held.delete(id),
  };
}

function collection(view: EntityView, type: string, now = 5) {
  const found = createTransaction(contract, view, { now })[type];
  if (found === undefined) throw new Error(`no collection ${type}`);
  return found;
}

function codeOf(run: () => void): string | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof OperationRejected) return error.code;
    throw error;
  }
  return undefined;
}

describe("createTransaction", () => {
  it.each([
    ["todo", '{"id":"a","type":"todo","data":{"title":"x"},"updatedAt":5,"createdAt":5}'],
    [
      "note",
      '{"id":"a","type":"note","data":{"title":"x"},"updatedAt":"1970-01-01T00:00:00.005Z","createdAt":"1970-01-01T00:00:00.005Z"}',
    ],
    ["plain", '{"id":"a","type":"plain","data":{"title":"x"}}'],
    ["tag", '{"id":"a","type":"tag","title":"x"}'],
    ["constructor", '{"id":"a","type":"constructor","title":"x"}'],
  ])("assembles and stamps a %s in key order", (type, expected) => {
    const todos = collection(viewOf(), type);
    todos.insert("a", { title: "x", gone: undefined });
    expect(JSON.stringify(todos.get("a"))).toBe(expected);
  });

  it("changes an entity into a new object and leaves the old one as it was", () => {
    const before = Object.freeze({
      id: "a",
      type: "todo",
      data: Object.freeze({ title: "x", note: "n" }),
      updatedAt: 1,
      createdAt: 1,
    });
    const todos = collection(viewOf(before), "todo", 9);
    todos.update("a", { title: "y", note: undefined });
    expect(JSON.stringify(todos.get("a"))).toBe(
      '{"id":"a","type":"todo","data":{"title":"y"},"updatedAt":9,"createdAt":1}',
    );
    expect(before.data.title).toBe("x");
  });

  it("upserts: inserts where nothing is, changes the given fields where something is", () => {
    const tags = collection(viewOf(), "tag");
    tags.upsert("t", { name: "a", colour: "red" });
    tags.upsert("t", { name: "b" });
    expect(tags.get("t")).toEqual({ id: "t", type: "tag", name: "b", colour: "red" });
  });

  it("keeps id and type whatever the fields say", () => {
    const tags = collection(viewOf(), "tag");
    tags.insert("t", { id: "other", type: "todo", name: "a" });
    tags.update("t", { id: "third", type: "note" });
    expect(tags.get("t")).toEqual({ id: "t", type: "tag", name: "a" });
  });

  it.each([
    [
      "insert over its own type",
      "already_exists",
      (view: EntityView) => collection(view, "todo").insert("a", {}),
    ],
    ["update of nothing", "not_found", (view: EntityView) => collection(view, "todo").update("b", {})],
    ["update of another type", "not_found", (view: EntityView) => collection(view, "tag").update("a", {})],
    ["delete of nothing", "not_found", (view: EntityView) => collection(view, "todo").delete("b")],
    [
      "P18 insert over another type",
      "entity_type_conflict",
      (view: EntityView) => collection(view, "tag").insert("a", {}),
    ],
    [
      "P18 upsert over another type",
      "entity_type_conflict",
      (view: EntityView) => collection(view, "tag").upsert("a", {}),
    ],
    [
      "P18 put over another type",
      "entity_type_conflict",
      (view: EntityView) => collection(view, "tag").put("a", { id: "a", type: "tag" }),
    ],
    [
      "put of a foreign entity",
      "entity_type_conflict",
      (view: EntityView) => collection(view, "tag").put("new", { id: "new", type: "todo" }),
    ],
  ])("refuses %s with %s", (_what, code, run) => {
    expect(codeOf(() => run(viewOf({ id: "a", type: "todo", data: {} })))).toBe(code);
  });

  it("selects by equal fields, nested ones too, or by a predicate, ordered by id", () => {
    const todos = collection(
      viewOf(
        { id: "c", type: "todo", data: { status: "open", tags: ["x"] } },
        { id: "a", type: "todo", data: { status: "open", tags: ["x"] } },
        { id: "b", type: "todo", data: { status: "done", tags: [] } },
      ),
      "todo",
    );
    const ids = (entities: readonly Entity[]) => entities.map((entity) => entity.id);
    expect(ids(todos.where({ status: "open", tags: ["x"] }))).toEqual(["a", "c"]);
    expect(ids(todos.where((entity) => entity.id > "a"))).toEqual(["b", "c"]);
    expect(ids(todos.where({ toString: undefined }))).toEqual(["a", "b", "c"]);
    expect(ids(todos.all())).toEqual(["a", "b", "c"]);
  });

  it("puts a whole entity as it is and discards without complaint (P31)", () => {
    const todos = collection(viewOf(), "todo");
    const entity = { id: "a", type: "todo", data: {}, updatedAt: 1, createdAt: 2 };
    todos.put("a", entity);
    expect(todos.get("a")).toBe(entity);
    expect(() => todos.put("b", entity)).toThrow("own id");
    todos.discard("a");
    todos.discard("a");
    expect(todos.has("a")).toBe(false);
  });
});
