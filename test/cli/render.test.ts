import { describe, expect, it } from "vitest";
import type { Contract } from "../../src/contract/contract.js";
import type { TypeNode } from "../../src/contract/type-node.js";
import { describeNamed, describeType } from "../../src/contract/describe-type.js";
import { projectReport } from "../../src/generator/cli/project-report.js";
import { renderContract } from "../../src/generator/cli/render-contract.js";
import { renderFiles } from "../../src/generator/cli/render-files.js";
import { createPaint } from "../../src/generator/cli/terminal.js";
import { diffText } from "../../src/generator/output/diff-text.js";
import type { Plan } from "../../src/generator/plan/plan.js";

const plain = createPaint(false);
const text: TypeNode = { kind: "string" };
const contract: Contract = {
  version: 1,
  fingerprint: "f".repeat(64),
  entities: [
    {
      type: "todo",
      shape: "enveloped",
      doc: "What is to be done.",
      node: { kind: "object", properties: [], unknownKeys: "strip" },
      fields: [
        { name: "title", node: text },
        {
          name: "votes",
          node: { kind: "default", inner: { kind: "number" }, value: 0 },
          deprecated: "use stars",
        },
      ],
    },
  ],
  operations: [
    {
      name: "vote",
      origin: "declared",
      entity: "todo",
      touches: ["todo"],
      args: [
        { name: "id", node: text, optional: false },
        { name: "by", node: { kind: "default", inner: { kind: "number" }, value: 1 }, optional: true },
      ],
      effect: {
        kind: "update",
        set: [
          { field: "votes", value: { kind: "increment", by: { kind: "argument", name: "by" } } },
          { field: "votedAt", value: { kind: "now", as: "number" } },
          { field: "note", value: { kind: "unset" } },
          { field: "title", value: { kind: "literal", value: "x" } },
        ],
      },
    },
    {
      name: "upserttodo",
      origin: "legacy",
      entity: "todo",
      touches: ["todo"],
      args: [],
      effect: { kind: "legacy_upsert" },
    },
  ],
  definitions: { Tree: { kind: "array", element: { kind: "ref", name: "Tree" } } },
};

const plan: Plan = {
  project: {
    name: "app",
    schema: "/app/schema.ts",
    out: "/app/gen",
    handlers: "/app/handlers",
    root: "/app",
  },
  contract,
  diagnostics: [],
  changes: [
    { path: "/app/gen/a.gen.ts", action: "create", after: "a\n" },
    { path: "/app/gen/b.gen.ts", action: "update", before: "1\n2\n3\n", after: "1\nzwei\n3\n" },
    { path: "/app/gen/c.gen.ts", action: "delete", before: "c\n" },
    { path: "/app/gen/d.gen.ts", action: "unchanged" },
    { path: "/app/handlers/todo.ts", action: "append", before: "x\n", after: "x\ny\n" },
  ],
  orphans: [{ operation: "gone", file: "/app/handlers/todo.ts", line: 3, column: 14 }],
  sources: { inputs: [], outputs: [], folders: [] },
  remember: () => undefined,
};

describe("files", () => {
  it("tells what was done", () => {
    const report = projectReport(plan, { cwd: "/app", written: true, isCheck: false });
    expect(report.counts).toEqual({ created: 1, updated: 1, appended: 1, deleted: 1, unchanged: 1 });
    expect(renderFiles(report, { paint: plain, limit: 3 })).toBe(
      [
        "created    gen/a.gen.ts",
        "updated    gen/b.gen.ts",
        "deleted    gen/c.gen.ts",
        "           and 1 more",
        'orphaned   handlers/todo.ts:3:14 handles "gone", which the schema no longer has',
        "",
      ].join("\n"),
    );
  });

  it("tells what a check found, with diffs of what changed", () => {
    const report = projectReport(plan, {
      cwd: "/app/gen",
      written: false,
      isCheck: true,
      diff: (before, after) => diffText(before, after, { context: 0 }),
      isDiffOfWhole: false,
    });
    expect(report.files.map(({ path, finding }) => [path, finding])).toEqual([
      ["a.gen.ts", "missing"],
      ["b.gen.ts", "drifted"],
      ["c.gen.ts", "stale"],
      ["d.gen.ts", undefined],
      ["../handlers/todo.ts", "incomplete"],
    ]);
    const rendered = renderFiles(report, { paint: plain, limit: 9 });
    expect(rendered).toContain("drifted    b.gen.ts\n    @@ -2 +2 @@\n    -2\n    +zwei\n");
    expect(rendered).toContain("missing    a.gen.ts\ndrifted");
  });
});

describe("contracts", () => {
  it("reads as entities, operations and effects", () => {
    expect(renderContract(contract, plain)).toBe(`Contract ${"f".repeat(64)}

Entities
  todo (enveloped)  // What is to be done.
    title: string
    votes: number = 0  // deprecated (use stars)

Operations
  vote(id: string, by?: number = 1)
    updates todo: votes += by, votedAt = now, note unset, title = "x"

Types
  Tree = Tree[]

Legacy operations
  upserttodo
`);
  });

  it.each<[string, TypeNode]>([
    [
      "string (at least 1 character, email, /^a/u)",
      {
        kind: "string",
        checks: [
          { check: "min_length", value: 1 },
          { check: "format", format: "email" },
          { check: "format", format: "regex", pattern: { source: "^a", flags: "u" } },
        ],
      },
    ],
    [
      "number (integer, >= 0, < 10, multiple of 2)",
      {
        kind: "number",
        checks: [
          { check: "format", format: "safeint" },
          { check: "greater_than", value: 0, inclusive: true },
          { check: "less_than", value: 10, inclusive: false },
          { check: "multiple_of", value: 2 },
        ],
      },
    ],
    [
      "string (trimmed, at least 1 character, made lowercase, made uppercase, normalized to NFKC)",
      {
        kind: "string",
        checks: [
          { check: "overwrite", method: "trim" },
          { check: "min_length", value: 1 },
          { check: "overwrite", method: "toLowerCase" },
          { check: "overwrite", method: "toUpperCase" },
          { check: "overwrite", method: "normalize", form: "NFKC" },
        ],
      },
    ],
    ['"a" | null', { kind: "literal", values: ["a", null] }],
    [
      "`v${number}`",
      { kind: "template", pattern: { source: "", flags: "" }, parts: ["v", { kind: "number" }] },
    ],
    [
      "(string | null)[] (at most 3 elements)",
      {
        kind: "array",
        element: { kind: "nullable", inner: text },
        checks: [{ check: "max_length", value: 3 }],
      },
    ],
    ["[string, ...number[]]", { kind: "tuple", items: [text], rest: { kind: "number" } }],
    ["Record<string, unknown>", { kind: "record", key: text, value: { kind: "unknown" } }],
    [
      '{ "a-b"?: string }',
      {
        kind: "object",
        properties: [{ name: "a-b", node: { kind: "optional", inner: text } }],
        unknownKeys: "strip",
      },
    ],
    ['string ("x" where it is anything else)', { kind: "catch", inner: text, value: "x" }],
    ["string (zod: refine)", { kind: "zod", path: [], reason: "refine", base: text }],
    ["A & B", { kind: "intersection", left: { kind: "ref", name: "A" }, right: { kind: "ref", name: "B" } }],
  ])("describes %s", (expected, node) => {
    expect(describeType(node)).toBe(expected);
  });

  it("marks optional names", () => {
    expect(describeNamed("note", { kind: "optional", inner: text })).toBe("note?: string");
  });
});
