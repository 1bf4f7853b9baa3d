import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Contract, Documented } from "../../src/contract/contract.js";
import { childNodes } from "../../src/contract/child-nodes.js";
import type { PropertyNode, TypeNode } from "../../src/contract/type-node.js";
import { loadContract } from "../../src/generator/pipeline.js";
import { createProject, removeProject } from "../plan/generated-project.js";

const shared = `import { z } from "zod";
export const size = z.object({
  /** In metres. */
  width: z.number(),
});
export interface Tree { label: string; children?: Tree[] }
export const Tree = z.object({
  /** Shown beside the twig. */
  label: z.string(),
  /** @deprecated There are no twigs. */
  get children() { return z.array(Tree).optional(); },
});
`;

const schema = `import { z } from "zod";
import { custom, defineSchema, entity, update } from "kalphite-gen/schema";
import * as shared from "./shared.js";
import { Tree as Twig } from "./shared.js";

export const Note = z.object({
  id: z.string(),
  type: z.literal("note"),
  /** Outer. */
  title: z.string(),
  data: z.object({
    /** Inner. */
    title: z.string(),
    body: z.string(),
  }),
  body: z.string(),
});

export default defineSchema({
  entities: {
    todo: entity({
      nested: z.object({
        /** Deep. */ d: z.string(),
        deeper: z.array(z.object({ /** @deprecated Use d. */ e: z.string() }).nullable()).min(1),
        described: z.string().describe("Of zod."),
        /** Of the comment. */ both: z.string().describe("Of zod."),
      }).optional(),
      options: z.object({ /** An option. */ shape: z.object({ /** A value. */ value: z.string() }) }).extend({
        /** Added. */ more: z.number(),
      }),
      either: z.union([
        z.object({ kind: z.literal("a"), /** The first. */ a: z.string() }),
        z.object({ kind: z.literal("b"), /** The second. */ a: z.string() }),
        z.string(),
      ]),
      map: z.record(z.string(), z.object({ /** Of the record. */ r: z.string() })),
      pair: z.tuple([z.string(), z.object({ /** Of the tuple. */ t: z.string() })]),
      size: shared.size,
      tree: Twig,
      /** A field. */
      data: z.string(),
      /** Not of what is inside. */
      refined: z.object({ /** Checked. */ value: z.string() }).refine(() => true),
      /** Nothing can be read through this. */
      made: [z.object({ value: z.string() })].at(0)!,
    }),
    note: Note,
  },
  operations: {
    change: update("todo", { args: ["nested", "size"] }),
    move: custom({ args: { to: z.object({ /** East. */ x: z.number() }) }, touches: ["todo"] }),
  },
});
`;

let folder: string;
let contract: Contract;

beforeAll(async () => {
  folder = createProject({ "schema.ts": schema, "shared.ts": shared });
  const loaded = await loadContract(join(folder, "schema.ts"));
  expect(loaded.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  contract = loaded.contract;
});

afterAll(() => removeProject(folder));

/** The documented properties of a node's objects, by their names on the way. */
function documented(node: TypeNode, way = ""): { [way: string]: Documented } {
  if (node.kind === "ref") return documented(contract.definitions[node.name]!, way);
  const properties: readonly PropertyNode[] = node.kind === "object" ? node.properties : [];
  const own = properties.flatMap(({ name, node: inner, doc, deprecated }) => {
    const at = way === "" ? name : `${way}.${name}`;
    const found = { ...(doc !== undefined && { doc }), ...(deprecated !== undefined && { deprecated }) };
    const deeper = inner.kind === "optional" && name === "children" ? {} : documented(inner, at);
    return [...(Object.keys(found).length > 0 ? [[at, found] as const] : []), ...Object.entries(deeper)];
  });
  const others =
    node.kind === "object" ? [] : childNodes(node).flatMap((child) => Object.entries(documented(child, way)));
  return Object.fromEntries([...own, ...others]);
}

const field = (type: string, name: string): TypeNode =>
  contract.entities
    .find((entity) => entity.type === type)!
    .fields.find((candidate) => candidate.name === name)!.node;

describe("the comment of a property inside a field", () => {
  it.each<[string, { [way: string]: Documented }]>([
    [
      "nested",
      {
        d: { doc: "Deep." },
        "deeper.e": { deprecated: "Use d." },
        described: { doc: "Of zod." },
        both: { doc: "Of the comment." },
      },
    ],
    [
      "options",
      { shape: { doc: "An option." }, "shape.value": { doc: "A value." }, more: { doc: "Added." } },
    ],
    ["map", { r: { doc: "Of the record." } }],
    ["pair", { t: { doc: "Of the tuple." } }],
    ["size", { width: { doc: "In metres." } }],
    ["tree", { label: { doc: "Shown beside the twig." }, children: { deprecated: "There are no twigs." } }],
    ["refined", { value: { doc: "Checked." } }],
    ["made", {}],
  ])("%s", (name, wanted) => {
    expect(documented(field("todo", name))).toEqual(wanted);
  });

  it("stands with its own option of a union", () => {
    const either = field("todo", "either");
    const options = either.kind === "union" ? either.options : [];
    expect(options.map((option) => documented(option))).toEqual([
      { a: { doc: "The first." } },
      { a: { doc: "The second." } },
      {},
    ]);
  });

  it("is told apart from one of its name outside", () => {
    const note = contract.entities.find((entity) => entity.type === "note")!;
    expect(note.fields.map(({ name, doc }) => [name, doc])).toEqual([
      ["title", "Outer."],
      ["data", undefined],
      ["body", undefined],
    ]);
    expect(documented(field("note", "data"))).toEqual({ title: { doc: "Inner." } });
  });

  it("does not depend on the name of the field", () => {
    const todo = contract.entities.find((entity) => entity.type === "todo")!;
    expect(todo.fields.find(({ name }) => name === "data")!.doc).toBe("A field.");
  });

  it("reaches arguments, of fields and of their own", () => {
    const [change, move] = contract.operations;
    expect(change!.args.map(({ node }) => documented(node))).toMatchObject([
      {},
      { d: { doc: "Deep." } },
      { width: { doc: "In metres." } },
    ]);
    expect(documented(move!.args[0]!.node)).toEqual({ x: { doc: "East." } });
  });

  it("means nothing on the wire", async () => {
    const bare = (text: string) => text.replace(/\/\*\*.*?\*\//g, "");
    const other = createProject({ "schema.ts": bare(schema), "shared.ts": bare(shared) });
    try {
      const loaded = await loadContract(join(other, "schema.ts"));
      expect(documented(loaded.contract.entities[1]!.node)).toEqual({});
      expect(loaded.contract.fingerprint).toBe(contract.fingerprint);
    } finally {
      removeProject(other);
    }
  });
});
