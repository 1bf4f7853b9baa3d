import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generate } from "../../src/generator/index.js";
import {
  createTransaction,
  decodeArguments,
  type Entity,
  type EntityView,
  type MutationContext,
  type RuntimeContract,
} from "../../src/protocol/index.js";
import { createProject, importContract, removeProject, typeErrors } from "./generated-project.js";

const now = Date.UTC(2030, 0, 2, 3, 4, 5);
const iso = "2030-01-02T03:04:05.000Z";

/** Each field of the entity, in the entity's order. */
const fields = `
  title: z.string(),
  count: z.number().default(0),
  maybe: z.number().nullable().default(null),
  score: z.number().optional(),
  exact: z.string().exactOptional(),
  "due-date": z.string().optional(),
  at: z.number().optional(),
  tags: z.array(z.string()).default([]),
  numbers: z.array(z.number()).optional(),
  owner: z.string().optional(),
  status: z.enum(["open", "done"]).default("open"),
`;

interface Effect {
  readonly args?: string;
  readonly set: string;
  readonly given?: readonly unknown[];
  /** What a new entity has of it, besides the title; a value of undefined is a key that must not be there. */
  readonly created: { readonly [field: string]: unknown };
  /** What one that has \`living\` becomes. */
  readonly updated: { readonly [field: string]: unknown };
}

const living = {
  title: "old",
  count: 5,
  maybe: 2,
  exact: "e",
  tags: ["a", "b", "a"],
  numbers: [1, 2, 1],
  status: "done",
};
const optional = (type: string) => `{ title: z.string(), given: ${type}.optional() }`;
const required = (type: string) => `{ title: z.string(), given: ${type} }`;

const effects: { readonly [name: string]: Effect } = {
  literal: { set: `status: "done"`, created: { status: "done" }, updated: { status: "done" } },
  literalName: { set: `"due-date": "x"`, created: { "due-date": "x" }, updated: { "due-date": "x" } },
  literalNull: { set: `maybe: null`, created: { maybe: null }, updated: { maybe: null } },
  literalArray: { set: `tags: ["x"]`, created: { tags: ["x"] }, updated: { tags: ["x"] } },
  argument: {
    args: required("z.number()"),
    set: `count: arg("given")`,
    given: [7],
    created: { count: 7 },
    updated: { count: 7 },
  },
  argumentAbsent: {
    args: optional("z.number()"),
    set: `count: arg("given")`,
    created: { count: 0 },
    updated: { count: 5 },
  },
  argumentGiven: {
    args: optional("z.number()"),
    set: `count: arg("given")`,
    given: [7],
    created: { count: 7 },
    updated: { count: 7 },
  },
  exactAbsent: {
    args: optional("z.string()"),
    set: `exact: arg("given")`,
    created: { exact: undefined },
    updated: { exact: "e" },
  },
  exactGiven: {
    args: optional("z.string()"),
    set: `exact: arg("given")`,
    given: ["x"],
    created: { exact: "x" },
    updated: { exact: "x" },
  },
  nameAbsent: {
    args: optional("z.string()"),
    set: `"due-date": arg("given")`,
    created: { "due-date": undefined },
    updated: { "due-date": undefined },
  },
  argumentTwice: {
    args: required("z.string()"),
    set: `"due-date": arg("given"), owner: arg("given")`,
    given: ["x"],
    created: { "due-date": "x", owner: "x" },
    updated: { "due-date": "x", owner: "x" },
  },
  defaulted: {
    args: `{ title: z.string(), given: z.number().default(9) }`,
    set: `count: arg("given")`,
    created: { count: 9 },
    updated: { count: 9 },
  },
  byName: {
    args: `["title", "score?", "status?"]`,
    set: "",
    given: [undefined, "done"],
    created: { score: undefined, status: "done" },
    updated: { score: undefined, status: "done" },
  },
  nowNumber: { set: `at: now()`, created: { at: now }, updated: { at: now } },
  nowText: { set: `"due-date": now()`, created: { "due-date": iso }, updated: { "due-date": iso } },
  user: { set: `owner: user()`, created: { owner: "me" }, updated: { owner: "me" } },
  increment: { set: `count: increment(2)`, created: { count: 2 }, updated: { count: 7 } },
  decrement: { set: `count: increment(-2)`, created: { count: -2 }, updated: { count: 3 } },
  incrementNullable: { set: `maybe: increment(2)`, created: { maybe: 2 }, updated: { maybe: 4 } },
  incrementOptional: { set: `score: increment(2)`, created: { score: 2 }, updated: { score: 2 } },
  incrementBy: {
    args: required("z.number()"),
    set: `count: increment(arg("given"))`,
    given: [3],
    created: { count: 3 },
    updated: { count: 8 },
  },
  incrementAbsent: {
    args: optional("z.number()"),
    set: `count: increment(arg("given")), score: increment(arg("given"))`,
    created: { count: 0, score: undefined },
    updated: { count: 5, score: undefined },
  },
  append: { set: `tags: append("c")`, created: { tags: ["c"] }, updated: { tags: ["a", "b", "a", "c"] } },
  appendAbsent: {
    args: optional("z.string()"),
    set: `tags: append(arg("given"))`,
    created: { tags: [] },
    updated: { tags: ["a", "b", "a"] },
  },
  appendGiven: {
    args: optional("z.string()"),
    set: `tags: append(arg("given"))`,
    given: ["c"],
    created: { tags: ["c"] },
    updated: { tags: ["a", "b", "a", "c"] },
  },
  appendOptional: {
    args: optional("z.number()"),
    set: `numbers: append(arg("given"))`,
    created: { numbers: undefined },
    updated: { numbers: [1, 2, 1] },
  },
  without: { set: `tags: without("a")`, created: { tags: [] }, updated: { tags: ["b"] } },
  withoutNumber: {
    args: required("z.number()"),
    set: `numbers: without(arg("given"))`,
    given: [1],
    created: { numbers: [] },
    updated: { numbers: [2] },
  },
  withoutItem: {
    args: `{ title: z.string(), item: z.string() }`,
    set: `tags: without(arg("item"))`,
    given: ["b"],
    created: { tags: [] },
    updated: { tags: ["a", "a"] },
  },
  unset: {
    set: `exact: unset(), numbers: unset()`,
    created: { exact: undefined, numbers: undefined },
    updated: { exact: undefined, numbers: undefined },
  },
  unsetBesides: {
    args: optional("z.number()"),
    set: `count: arg("given"), exact: unset()`,
    created: { exact: undefined },
    updated: { exact: undefined, count: 5 },
  },
};

const shapes = ["enveloped", "flat"] as const;
const kinds = ["create", "update", "upsert"] as const;

function schemaText(): string {
  const operations = shapes.flatMap((shape) =>
    Object.entries(effects).flatMap(([name, { args = `["title"]`, set }]) =>
      kinds.map((kind) => {
        const own = args.startsWith("[") ? "" : `title: arg("title"), `;
        return `${kind}_${shape}_${name}: ${kind}("${shape}", { args: ${args}, set: { ${own}${set} } }),`;
      }),
    ),
  );
  return `import { z } from "zod";
import { append, arg, create, defineSchema, entity, increment, now, unset, update, upsert, user, without } from "kalphite-gen/schema";
export default defineSchema({
  entities: {
    enveloped: entity({ ${fields} }),
    flat: z.object({ id: z.string(), type: z.literal("flat"), ${fields} }),
  },
  operations: {
    ${operations.join("\n    ")}
  },
});
`;
}

let folder: string;
let contract: RuntimeContract;
beforeAll(async () => {
  folder = createProject({ "schema.ts": schemaText() });
  const { plans, written } = await generate({ cwd: folder });
  expect({ written, errors: plans[0]!.diagnostics.filter(({ severity }) => severity === "error") }).toEqual({
    written: true,
    errors: [],
  });
  contract = await importContract(folder);
});
afterAll(() => removeProject(folder));

function createView(entities: readonly Entity[]): EntityView & { readonly all: Map<string, Entity> } {
  const all = new Map(entities.map((entity) => [entity.id, entity]));
  return {
    all,
    get: (type, id) => (all.get(id)?.type === type ? all.get(id) : undefined),
    typeOf: (id) => all.get(id)?.type,
    values: (type) => [...all.values()].filter((entity) => entity.type === type),
    put: (entity) => void all.set(entity.id, entity),
    delete: (_, id) => void all.delete(id),
  };
}

/** Sends an operation as JSON does, and gives what the entity "x" is then. */
function apply(name: string, args: readonly unknown[], before: readonly Entity[]): Entity | undefined {
  const operation = contract.operations[name]!;
  const decoded = decodeArguments(operation, JSON.parse(JSON.stringify(args)) as unknown[]);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.issues));
  const view = createView(before);
  const transaction = createTransaction(contract, view, { now });
  const context: MutationContext = {
    now,
    userId: "me",
    roomId: "r",
    clientId: "c",
    operationId: 1,
    side: "server",
    reject: (code) => {
      throw new Error(code);
    },
  };
  operation.mutate(transaction as never, decoded.value as never, context);
  return view.all.get("x");
}

const initial = { count: 0, maybe: null, tags: [], status: "open" };

function entityOf(shape: (typeof shapes)[number], data: object, createdAt = now): unknown {
  const given = JSON.parse(JSON.stringify(data)) as object;
  return shape === "flat"
    ? { id: "x", type: shape, ...given }
    : { id: "x", type: shape, data: given, updatedAt: now, createdAt };
}

it("compile under the strictest flags", async () => {
  expect(await typeErrors(folder)).toEqual([]);
});

describe.each(shapes)("on an entity that is %s", (shape) => {
  const before = entityOf(shape, living, 1) as Entity;

  it.each(Object.entries(effects))("%s", (name, { given = [], created, updated }) => {
    const args = ["x", "new", ...given];
    const fresh = entityOf(shape, { title: "new", ...initial, ...created });
    const changed = entityOf(shape, { ...living, title: "new", ...updated }, 1);
    expect(apply(`create_${shape}_${name}`, args, [])).toEqual(fresh);
    expect(apply(`upsert_${shape}_${name}`, args, [])).toEqual(fresh);
    expect(apply(`update_${shape}_${name}`, args, [before])).toEqual(changed);
    expect(apply(`upsert_${shape}_${name}`, args, [before])).toEqual(changed);
    expect(() => apply(`create_${shape}_${name}`, args, [before])).toThrow(/exists already/);
    expect(() => apply(`update_${shape}_${name}`, args, [])).toThrow(/There is no/);
  });

  it("what is made is what the entity's own validator takes", () => {
    for (const [name, { given = [] }] of Object.entries(effects))
      for (const kind of kinds) {
        const entity = apply(
          `${kind}_${shape}_${name}`,
          ["x", "new", ...given],
          kind === "create" ? [] : [before].slice(kind === "update" ? 0 : 1),
        );
        expect(contract.entities[shape]!.validator.parse(entity)).toEqual({ ok: true, value: entity });
      }
  });
});
