import { describe, expect, it } from "vitest";
import {
  parseErrorBody,
  parseNotification,
  parsePushRequest,
  parsePushResponse,
  parseStateSyncRequest,
  parseStateSyncResponse,
  parseSyncChange,
} from "../../src/protocol/index.js";

const operation = { name: "addTodo", args: ["t1"], id: 1, clientId: "c", timestamp: 0 };
const confirmation = { operationId: 1, clientId: "c", success: true, serverTimestamp: 4 };

type Parser = (value: unknown) => { ok: boolean; issues?: readonly { path: readonly (string | number)[] }[] };

function pathOf(parse: Parser, value: unknown): string | undefined {
  const result = parse(value);
  return result.ok ? undefined : result.issues?.[0]?.path.join(".");
}

describe("parsers", () => {
  it("P2 takes operations wrapped or bare, and says which", () => {
    expect(parsePushRequest({ operations: [operation] })).toEqual({
      ok: true,
      value: { operations: [operation], bare: false },
    });
    expect(parsePushRequest([operation])).toEqual({
      ok: true,
      value: { operations: [operation], bare: true },
    });
  });

  it("P3 ignores unknown fields", () => {
    const parsed = parsePushRequest({ operations: [{ ...operation, extra: 1 }], other: true });
    expect(parsed).toEqual({ ok: true, value: { operations: [operation], bare: false } });
    expect(parseStateSyncRequest({ stateVersion: "v", unknown: [] })).toEqual({
      ok: true,
      value: { stateVersion: "v" },
    });
  });

  it("P3 takes null for an optional field as absent", () => {
    expect(parseStateSyncRequest({ stateVersion: null })).toEqual({ ok: true, value: {} });
  });

  const push = parsePushRequest as Parser;
  const pull = parseStateSyncRequest as Parser;
  it.each<[string, Parser, unknown, string]>([
    ["null", push, null, ""],
    ["a string", push, "x", ""],
    ["no operations", push, {}, "operations"],
    ["operations of a wrong type", push, { operations: {} }, "operations"],
    ["an operation of a wrong type", push, { operations: [operation, 7] }, "operations.1"],
    ["a bare operation of a wrong type", push, [null], "0"],
    ["id 0", push, [{ ...operation, id: 0 }], "0.id"],
    ["a fractional id", push, [{ ...operation, id: 1.5 }], "0.id"],
    ["an id past safe integers", push, [{ ...operation, id: 2 ** 53 }], "0.id"],
    ["an empty clientId", push, [{ ...operation, clientId: "" }], "0.clientId"],
    ["args of a wrong type", push, [{ ...operation, args: {} }], "0.args"],
    ["a name that is too long", push, [{ ...operation, name: "n".repeat(257) }], "0.name"],
    ["no timestamp", push, [{ ...operation, timestamp: undefined }], "0.timestamp"],
    ["a version of a wrong type", pull, { stateVersion: 1 }, "stateVersion"],
    ["types of a wrong type", pull, { entityTypes: ["a", 1] }, "entityTypes.1"],
    ["limit 0", pull, { limit: 0 }, "limit"],
    [
      "an entity without id",
      parseStateSyncResponse as Parser,
      { stateVersion: "v", entities: [{ type: "t" }] },
      "entities.0.id",
    ],
    [
      "a change of an unknown type",
      parseSyncChange as Parser,
      { type: "x", entityType: "t", entityId: "i" },
      "type",
    ],
    ["an unknown notification", parseNotification as Parser, { type: "x", data: {}, timestamp: 0 }, "type"],
  ])("P3 refuses %s with the path", (_what, parse, value, path) => {
    expect(pathOf(parse, value)).toBe(path);
  });

  it("reports one issue for a large hostile array", () => {
    const parsed = parsePushRequest(Array.from({ length: 10_000 }, () => 0));
    expect(parsed.ok ? undefined : parsed.issues).toHaveLength(1);
  });

  it("hands the entities of a state through as they are", () => {
    const entity = { id: "a", type: "todo", data: { deep: [1] } };
    const parsed = parseStateSyncResponse({ stateVersion: "v", entities: [entity], reset: true });
    expect(parsed.ok && parsed.value.entities[0]).toBe(entity);
  });

  it("reads every other message in full", () => {
    const failed = {
      ...confirmation,
      success: false,
      error: "no",
      code: "x",
      issues: [{ path: ["a", 0], message: "m" }],
    };
    expect(parsePushResponse({ confirmations: [failed] })).toEqual({
      ok: true,
      value: { confirmations: [failed] },
    });
    expect(parsePushResponse([confirmation])).toEqual({ ok: true, value: { confirmations: [confirmation] } });
    const changed = {
      type: "state_changed",
      data: { stateVersion: "v", entityTypes: ["todo"] },
      timestamp: 1,
    };
    expect(parseNotification(changed)).toEqual({ ok: true, value: changed });
    const patch = { from: "u", entities: [{ id: "i", type: "todo", n: 1 }], deletedEntityIds: ["j"] };
    const patched = { ...changed, data: { ...changed.data, patch } };
    expect(parseNotification(patched)).toEqual({ ok: true, value: patched });
    const unversioned = { ...changed, data: { ...changed.data, patch: { entities: [] } } };
    expect(parseNotification(unversioned)).toMatchObject({
      ok: false,
      issues: [{ path: ["data", "patch", "from"] }],
    });
    const confirmed = { type: "operation_confirmed", data: confirmation, timestamp: 1 };
    expect(parseNotification(confirmed)).toEqual({ ok: true, value: confirmed });
    const change = {
      type: "upsert",
      entityType: "t",
      entityId: "i",
      entity: { id: "i", type: "t" },
      operationId: 4,
    };
    expect(parseSyncChange(change)).toEqual({ ok: true, value: change });
    const error = {
      error: { code: "operation_gap", message: "m", expectedOperationId: 2, confirmations: [confirmation] },
    };
    expect(parseErrorBody(error)).toEqual({ ok: true, value: error });
  });

  it("does not let __proto__ reach a message's prototype", () => {
    const parsed = parsePushRequest(
      JSON.parse('[{"__proto__":{"name":"x"},"args":[],"id":1,"clientId":"c","timestamp":0}]'),
    );
    expect(parsed.ok ? undefined : parsed.issues[0]?.path).toEqual([0, "name"]);
  });
});
