import { expect, it } from "vitest";
import { compareContracts } from "../../src/contract/compat/compare-contracts.js";
import type { ArgumentModel, Contract, OperationModel } from "../../src/contract/contract.js";
import type { StringCheck, TypeNode } from "../../src/contract/type-node.js";

const text: TypeNode = { kind: "string" };
const number: TypeNode = { kind: "number" };

function argument(name: string, node: TypeNode = text): ArgumentModel {
  return { name, node, optional: node.kind === "optional" };
}

function operation(args: readonly ArgumentModel[], more: Partial<OperationModel> = {}): OperationModel {
  return {
    name: "save",
    origin: "declared",
    entity: "todo",
    touches: ["todo"],
    args,
    effect: { kind: "custom" },
    ...more,
  };
}

function contract(operations: readonly OperationModel[], more: Partial<Contract> = {}): Contract {
  return { version: 1, fingerprint: "", entities: [], operations, definitions: {}, ...more };
}

const settings = { now: Date.parse("2026-06-30"), deprecationDays: 90 };

function found(
  before: readonly OperationModel[],
  after: readonly OperationModel[],
  more: Partial<Contract> = {},
) {
  return compareContracts(contract(before), contract(after, more), settings).map(
    ({ rule, severity, subject, breaks }) => [severity, rule, subject, breaks.includes("clients")],
  );
}

const optional = (inner: TypeNode): TypeNode => ({ kind: "optional", inner });

it.each<readonly [string, readonly ArgumentModel[], readonly ArgumentModel[], readonly unknown[]]>([
  ["the same", [argument("a")], [argument("a")], []],
  [
    "swapped, of one type",
    [argument("a"), argument("b")],
    [argument("b"), argument("a")],
    [["critical", "argument-swapped", "save", true]],
  ],
  [
    "swapped, of two types",
    [argument("a"), argument("b", number)],
    [argument("b", number), argument("a")],
    [["error", "argument-reordered", "save", true]],
  ],
  [
    "one in the middle is gone",
    [argument("a"), argument("b"), argument("c")],
    [argument("a"), argument("c")],
    [["error", "argument-removed", "save", true]],
  ],
  [
    "another name and another type at once",
    [argument("a")],
    [argument("b", number)],
    [
      ["info", "argument-renamed", "save.b", false],
      ["error", "argument-type-changed", "save.b", true],
    ],
  ],
  [
    "another name, and one more behind",
    [argument("a")],
    [argument("b"), argument("c", optional(text))],
    [
      ["info", "argument-renamed", "save.b", false],
      ["info", "argument-appended", "save.c", false],
    ],
  ],
])("arguments: %s", (_, before, after, wanted) => {
  expect(found([operation(before)], [operation(after)])).toEqual(wanted);
});

it("an upgrade takes the harm to clients out of every change of arguments, and of nothing else", () => {
  const before = operation([argument("a"), argument("b")]);
  const after = operation([argument("b"), argument("a", number)], {
    upgrades: 1,
    touches: ["todo", "other"],
  });
  expect(found([before], [after])).toEqual([
    ["info", "argument-reordered", "save", false],
    ["warning", "argument-type-changed", "save.a", false],
    ["info", "touches-changed", "save", false],
  ]);
  expect(found([{ ...before, upgrades: 1 }], [after]).some(([, , , breaks]) => breaks)).toBe(true);
});

it("an operation goes when it was deprecated for long enough and its name is reserved", () => {
  const removed = (deprecatedSince: string | undefined, reserved: readonly string[]) =>
    found([operation([], deprecatedSince === undefined ? {} : { deprecatedSince })], [], {
      reserved,
    })[0]?.[1];
  expect(removed("2026-04-01", ["save"])).toBe("operation-retired");
  expect(removed("2026-04-02", ["save"])).toBe("operation-removed");
  expect(removed("2026-01-01", [])).toBe("operation-removed");
  expect(removed(undefined, ["save"])).toBe("operation-removed");
});

it("a former name that moves to another operation is still served", () => {
  const before = [operation([], { renamedFrom: ["keep"] })];
  const after = [operation([]), operation([], { name: "store", renamedFrom: ["keep"] })];
  expect(found(before, after)).toEqual([]);
  expect(found(before, [operation([])])).toEqual([["error", "former-name-dropped", "save", true]]);
});

it("a check goes before or behind a change of the text", () => {
  const trim: StringCheck = { check: "overwrite", method: "trim" };
  const least: StringCheck = { check: "min_length", value: 1 };
  const save = (...checks: readonly StringCheck[]) => [
    operation([argument("a", { kind: "string", checks })]),
  ];
  const rules = (before: readonly OperationModel[], after: readonly OperationModel[]) =>
    found(before, after).map(([, rule]) => rule);
  expect(rules(save(trim, least), save(trim, least))).toEqual([]);
  expect(rules(save(least, trim), save(trim, least))).toContain("argument-tightened");
  expect(rules(save(trim, least), save(trim))).toContain("argument-loosened");
  expect(rules(save(least), save(least, trim))).toContain("argument-tightened");
});

it("an effect that only names its argument otherwise is the same effect", () => {
  const effect = (name: string) => ({
    effect: {
      kind: "update" as const,
      set: [{ field: "title", value: { kind: "argument" as const, name } }],
    },
  });
  expect(found([operation([argument("a")], effect("a"))], [operation([argument("b")], effect("b"))])).toEqual(
    [["info", "argument-renamed", "save.b", false]],
  );
});
