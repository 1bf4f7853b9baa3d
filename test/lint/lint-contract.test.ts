import { describe, expect, it } from "vitest";
import type { Contract, EntityModel, OperationModel } from "../../src/contract/contract.js";
import type { Finding } from "../../src/contract/finding.js";
import type { TypeNode } from "../../src/contract/type-node.js";
import { lintContract } from "../../src/generator/lint/lint-contract.js";
import { isSatisfiable } from "../../src/generator/lint/satisfiable.js";
import { toDiagnostics } from "../../src/generator/lint/to-diagnostics.js";

const string: TypeNode = { kind: "string" };
const never: TypeNode = { kind: "never" };

function entity(type: string, more: Partial<EntityModel> = {}): EntityModel {
  const fields = [{ name: "title", node: string }];
  const node: TypeNode = { kind: "object", properties: fields, unknownKeys: "strip" };
  return { type, shape: "enveloped", node, fields, ...more };
}

function operation(name: string, more: Partial<OperationModel> = {}): OperationModel {
  const args = [{ name: "id", node: string, optional: false }];
  return {
    name,
    origin: "declared",
    entity: "todo",
    touches: ["todo"],
    args,
    effect: { kind: "remove" },
    ...more,
  };
}

function contractOf(entities: readonly EntityModel[], operations: readonly OperationModel[]): Contract {
  return { version: 1, fingerprint: "", entities, operations, definitions: {} };
}

/** `rule path` of each finding. */
function found(entities: readonly EntityModel[], operations: readonly OperationModel[]): string[] {
  return lintContract(contractOf(entities, operations)).map(({ rule, path }) => `${rule} ${path.join(".")}`);
}

const argument = (name: string, node: TypeNode = string) => ({ name, node, optional: false });
const custom = (...args: ReturnType<typeof argument>[]) => ({ args, effect: { kind: "custom" } as const });

describe("lintContract", () => {
  it.each<[string, EntityModel[], OperationModel[], string[]]>([
    ["nothing to say", [entity("todo")], [operation("drop")], []],
    [
      "legacy operations are not the user's",
      [entity("todo")],
      [operation("drop"), operation("deletetodo", { origin: "legacy" })],
      [],
    ],
    [
      "legacy names",
      [entity("todo")],
      [operation("deletetodo"), operation("upserttodo"), operation("deleteTodo")],
      [
        "legacy-name operations.deletetodo",
        "legacy-name operations.upserttodo",
        "names-differ-in-case operations.deleteTodo",
      ],
    ],
    [
      "client members",
      [entity("todo"), entity("then"), entity("onStatus")],
      [operation("drop", { touches: ["todo", "then", "onStatus"] })],
      ["client-member entities.then", "client-member entities.onStatus"],
    ],
    [
      "reserved arguments",
      [entity("todo")],
      [operation("move", custom(argument("class"), argument("classes")))],
      ["reserved-word operations.move.args.class"],
    ],
    [
      "types of the library",
      [entity("promise"), entity("promises")],
      [operation("drop", { touches: ["promise", "promises"] })],
      ["reserved-word entities.promise"],
    ],
    [
      "colliding arguments",
      [entity("todo")],
      [operation("move", custom(argument("to-day"), argument("toDay"), argument("to day")))],
      ["name-collision operations.move.args.toDay", "name-collision operations.move.args.to day"],
    ],
    [
      "colliding entities",
      [entity("todo-list"), entity("todo_list")],
      [operation("drop", { touches: ["todo-list", "todo_list"] })],
      ["name-collision entities.todo_list"],
    ],
    [
      "names that collide and differ in case",
      [entity("a-b"), entity("aB"), entity("AB")],
      [operation("drop", { touches: ["a-b", "aB", "AB"] })],
      ["name-collision entities.aB", "names-differ-in-case entities.AB"],
    ],
    [
      "case of entities",
      [entity("todo"), entity("TODO")],
      [operation("drop", { touches: ["todo", "TODO"] })],
      ["names-differ-in-case entities.TODO"],
    ],
    [
      "Unicode forms",
      [entity("todo")],
      [operation("caf\u00e9"), operation("cafe\u0301")],
      ["name-collision operations.cafe\u0301"],
    ],
    [
      "deprecated operations may write deprecated entities",
      [entity("todo", { deprecated: true })],
      [operation("a", { deprecated: "x" }), operation("b")],
      ["deprecated-entity operations.b"],
    ],
    ["nothing declared", [], [], ["empty-schema entities"]],
    [
      "no operation",
      [entity("todo")],
      [operation("deletetodo", { origin: "legacy" })],
      ["empty-schema operations"],
    ],
    [
      "names of all kinds",
      [
        entity("", {
          fields: [
            {
              name: " ",
              node: {
                kind: "object",
                unknownKeys: "strip",
                properties: [{ name: "__proto__", node: string }],
              },
            },
          ],
        }),
      ],
      [operation("a\ud800", { touches: [""] }), operation("b\u202e", custom(argument("x\u2028")))],
      [
        "unusable-name entities.",
        "unusable-name entities..fields. ",
        "unusable-name operations.a\ud800",
        "unusable-name operations.b\u202e",
        "unusable-name operations.b.args.x\u2028".replace("b.", "b\u202e."),
        "proto-name entities..fields. .__proto__",
      ],
    ],
    [
      "length",
      [entity("todo")],
      [operation("x".repeat(200)), operation("y".repeat(201))],
      [`long-name operations.${"y".repeat(201)}`],
    ],
    [
      "unsatisfiable",
      [
        entity("todo", {
          fields: [
            { name: "a", node: never },
            { name: "b", node: { kind: "optional", inner: never } },
          ],
        }),
      ],
      [
        operation(
          "m",
          custom(argument("c", never), argument("d", { kind: "default", inner: never, value: 1 })),
        ),
      ],
      ["unsatisfiable-type entities.todo.fields.a", "unsatisfiable-type operations.m.args.c"],
    ],
  ])("%s", (_, entities, operations, expected) => {
    expect(found(entities, operations)).toEqual(expected);
  });

  it("does not say what is missing where something was left out for an error", () => {
    const error: Finding = { rule: "entity-without-type", path: ["entities", "a"], message: "x" };
    const note: Finding = { rule: "uncompiled-node", path: ["entities", "a"], message: "x" };
    expect(lintContract(contractOf([], []), [error])).toEqual([]);
    expect(lintContract(contractOf([], []), [note])).toHaveLength(1);
  });

  it("tells of an enum once, however many arguments share it", () => {
    const shared: TypeNode = { kind: "enum", values: ["a", "A", "b", 1] };
    const fields = [{ name: "kind", node: { kind: "array", element: shared } as const }];
    const operations = [operation("mark", custom(argument("kind", shared)))];
    expect(found([entity("todo", { fields })], operations)).toEqual([
      "case-only-values entities.todo.fields.kind.element",
    ]);
  });

  it("shows hostile names without their teeth", () => {
    const findings = lintContract(contractOf([entity("todo")], [operation("\u001b[2J\u202e")]));
    expect(findings[0]?.message).toBe(
      'The name of this operation holds a control character: "\\u001b[2J\\u202e".',
    );
  });
});

describe("isSatisfiable", () => {
  const object = (properties: { [name: string]: TypeNode }): TypeNode => ({
    kind: "object",
    unknownKeys: "strip",
    properties: Object.entries(properties).map(([name, node]) => ({ name, node })),
  });
  const number = (low: number, lowInclusive: boolean, high: number, highInclusive: boolean): TypeNode => ({
    kind: "number",
    checks: [
      { check: "greater_than", value: low, inclusive: lowInclusive },
      { check: "less_than", value: high, inclusive: highInclusive },
    ],
  });
  const list = (element: TypeNode, least: number): TypeNode => ({
    kind: "array",
    element,
    checks: [{ check: "min_length", value: least }],
  });
  it.each<[string, TypeNode, boolean]>([
    ["equal bounds, inclusive", number(1, true, 1, true), true],
    ["equal bounds, one exclusive", number(1, true, 1, false), false],
    ["crossed bounds", number(2, true, 1, true), false],
    ["an empty array of nothing", list(never, 0), true],
    ["an array of at least one nothing", list(never, 1), false],
    [
      "an exact length beyond the longest",
      {
        kind: "string",
        checks: [
          { check: "length_equals", value: 3 },
          { check: "max_length", value: 2 },
        ],
      },
      false,
    ],
    [
      "a length that a change of the text may mend",
      {
        kind: "string",
        checks: [
          { check: "min_length", value: 3 },
          { check: "overwrite", method: "trim" },
          { check: "max_length", value: 2 },
        ],
      },
      true,
    ],
    ["a union with a way out", { kind: "union", options: [never, string] }, true],
    ["a union without", { kind: "union", options: [never, { kind: "enum", values: [] }] }, false],
    ["null instead", { kind: "nullable", inner: never }, true],
    ["caught", { kind: "catch", inner: never, value: 1 }, true],
    ["a tuple", { kind: "tuple", items: [string, never] }, false],
    ["a tuple's optional tail", { kind: "tuple", items: [string, { kind: "optional", inner: never }] }, true],
    ["both sides", { kind: "intersection", left: string, right: never }, false],
    ["endless recursion", { kind: "ref", name: "endless" }, false],
    ["recursion that ends", { kind: "ref", name: "tree" }, true],
    ["a missing definition", { kind: "ref", name: "gone" }, true],
  ])("%s", (_, node, expected) => {
    const definitions = {
      endless: object({ next: { kind: "ref", name: "endless" } }),
      tree: object({ children: { kind: "array", element: { kind: "ref", name: "tree" } } }),
    };
    expect(isSatisfiable(node, definitions)).toBe(expected);
  });
});

describe("toDiagnostics", () => {
  const places: { readonly [key: string]: [file: string, line: number, column: number] } = {
    a: ["/b.ts", 1, 1],
    b: ["/a.ts", 2, 9],
    c: ["/a.ts", 2, 3],
    d: ["/a.ts", 10, 1],
  };
  const sources = {
    documentation: () => ({}),
    locate(path: Finding["path"]) {
      const place = places[String(path.at(-1))];
      return (
        place && { file: place[0], line: place[1], column: place[2], endLine: place[1], endColumn: place[2] }
      );
    },
  };
  const finding = (rule: string, ...path: (string | number)[]): Finding => ({ rule, path, message: rule });

  it("sorts by file, line and column, what has no place first", () => {
    const findings = ["a", "b", "nowhere", "c", "d"].map((key) => finding("duplicate-touch", key));
    const order = toDiagnostics(findings, sources).map(
      ({ location }) => location && `${location.file}:${location.line}:${location.column}`,
    );
    expect(order).toEqual([undefined, "/a.ts:2:3", "/a.ts:2:9", "/a.ts:10:1", "/b.ts:1:1"]);
  });

  it("adds severity and fix, and keeps a finding's own fix", () => {
    const [first, second] = toDiagnostics(
      [finding("missing-set", "a"), { ...finding("missing-set", "d"), fix: "Own." }],
      sources,
    ).reverse();
    expect(first).toMatchObject({ severity: "warning", fix: "Say what changes with `args` or `set`." });
    expect(second?.fix).toBe("Own.");
  });

  it("tells each thing once, and nothing that follows from an error told", () => {
    const findings = [
      finding("missing-set", "operations", "x"),
      finding("unknown-field", "operations", "x", "set", "y"),
      finding("unknown-field", "operations", "x", "set", "y"),
      finding("missing-set", "operations", "z"),
      finding("async-check", "entities", "a"),
      finding("uncompiled-node", "entities", "a"),
      finding("uncompiled-node", "entities", "b"),
    ];
    const told = toDiagnostics(findings, sources).map(({ rule, message }) => `${rule} ${message}`);
    expect(told.toSorted()).toEqual(
      ["async-check", "missing-set", "uncompiled-node", "unknown-field"].map((rule) => `${rule} ${rule}`),
    );
  });
});
