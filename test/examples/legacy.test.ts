import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { entityTypes } from "../../examples/kitchen-sink/generated/entities.gen.js";
import {
  legacyOperations,
  toOperation,
  toSyncChanges,
} from "../../examples/kitchen-sink/generated/legacy.gen.js";
import { operationNames } from "../../examples/kitchen-sink/generated/operations.gen.js";
import { createServer } from "../../examples/kitchen-sink/generated/server.gen.js";
import { createClient } from "../../examples/kitchen-sink/generated/client.gen.js";
import { startServer, type RunningServer } from "./support/running-server.js";

let server: RunningServer;
beforeEach(async () => void (server = await startServer(createServer)));
afterEach(() => server.close());

const textTypes = [
  "class",
  "todo-item",
  "todoItem",
  "TodoItem",
  'it\'s "quoted"',
  "`${process.exit(1)}`",
  "🦎",
  "con",
];

describe("legacy operations", () => {
  it("are named by plain concatenation with the type as declared (P31)", () => {
    for (const type of entityTypes) {
      expect(legacyOperations[type]).toEqual({ upsert: `upsert${type}`, delete: `delete${type}` });
      expect(operationNames).toContain(`upsert${type}`);
      expect(operationNames).toContain(`delete${type}`);
    }
  });

  it.each(textTypes)("of %j write and delete a whole entity, stamps included", async (type) => {
    const entity = { id: "one", type, data: { text: "legacy" }, updatedAt: 7, createdAt: 5 };
    const upsert = toOperation({ type: "upsert", entityType: type, entityId: "one", entity });
    expect(upsert).toEqual({ name: `upsert${type}`, args: ["one", entity] });
    expect(await server.push(upsert.name, upsert.args)).toMatchObject({ success: true });

    const reader = createClient({ url: server.url });
    const arrived = new Promise<void>((resolve) => void reader.subscribe(() => resolve()));
    await reader.connect();
    await arrived;
    expect(Reflect.get(reader.entities, type).all()).toEqual([entity]);

    const removal = toOperation({ type: "delete", entityType: type, entityId: "one" });
    expect(removal).toEqual({ name: `delete${type}`, args: ["one"] });
    expect(await server.push(removal.name, removal.args)).toMatchObject({ success: true });
    expect(await server.push(removal.name, removal.args)).toMatchObject({ success: true });
    await reader.disconnect();
  });

  it("are validated against the entity's schema (P32)", async () => {
    const entity = { id: "one", type: "class", data: { text: 1 }, updatedAt: 7, createdAt: 5 };
    const refused = await server.push("upsertclass", ["one", entity]);
    expect(refused).toMatchObject({ success: false, code: "invalid_arguments" });
    expect(refused.issues?.map(({ path }) => path)).toEqual([[1, "data", "text"]]);
    const other = await server.push("upsertclass", ["another", { ...entity, data: { text: "" } }]);
    expect(other).toMatchObject({ success: false, code: "invalid_arguments" });
  });

  it("refuse a type that is not of the contract", () => {
    expect(() => toOperation({ type: "delete", entityType: "__proto__", entityId: "1" })).toThrow(
      /__proto__/,
    );
    expect(() => toOperation({ type: "upsert", entityType: "class", entityId: "1" })).toThrow(/entity/);
  });
});

it("a change set becomes deletions, then upserts (P33)", () => {
  const entity = { id: "a", type: "class", data: { text: "" }, updatedAt: 1, createdAt: 1 };
  const changes = toSyncChanges({ entities: [entity], deleted: [{ type: "🦎", id: "b" }] });
  expect(changes).toEqual([
    { type: "delete", entityType: "🦎", entityId: "b" },
    { type: "upsert", entityType: "class", entityId: "a", entity },
  ]);
  expect(changes.map(toOperation).map(({ name }) => name)).toEqual(["delete🦎", "upsertclass"]);
});
