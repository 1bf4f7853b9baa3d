import { describe, expect, it } from "vitest";
import type { SchemaPath } from "../../src/contract/finding.js";
import { placeOf, type Files } from "./marked-files.js";

const oneFile = `import { z } from "zod";
import { append, create, custom, defineSchema, entity, increment, remove, update } from "kalphite-gen/schema";

export default defineSchema({
  /*A*/entities: {
    /*B*/todo: entity(/*C*/{
      /*D*/title: z.string().min(1),
      /*E*/status: z.enum(["pending", "completed"]).default("pending"),
      /*F*/"due date": z.object({ /*G*/day: z.number(), parts: z.tuple([z.string(), /*H*/z.number()]) }).optional(),
      /*I*/tags: z.array(/*J*/z.union([z.string(), z.object({ /*K*/name: z.string() })])),
      /*L*/map: z.record(z.string(), /*M*/z.object({ /*N*/deep: z.string() })),
      get /*O*/parent() { return z.object({ /*P*/inner: z.string() }).nullable(); },
      lazy: z.lazy(() => z.object({ /*Q*/late: z.string() })),
      both: z.intersection(z.object({ /*R*/left: z.string() }), z.object({ /*S*/right: z.string() })),
      piped: /*T*/z.string().transform(/*U*/(text) => text.length),
    }),
    flat: z.object({ id: z.string(), type: z.literal("flat"), /*V*/size: z.number() }),
    wrapped: z.object({ id: z.string(), type: z.literal("wrapped"), data: z.object({ /*W*/size: z.number() }) }),
    extended: z.object({ id: z.string() }).extend({ /*X*/more: z.string() }).strict(),
  },
  operations: {
    /*a*/addTodo: create(/*b*/"todo", { /*c*/args: [/*d*/"title", /*e*/"projectId?"] }),
    complete: update("todo", { args: [/*f*/"title"], /*g*/set: { /*h*/status: "completed", tags: append(/*i*/"x"), n: increment(/*j*/2) } }),
    drop: remove(/*k*/"todo"),
    archive: custom({ args: { /*l*/before: z.number() }, /*m*/touches: ["flat", /*n*/"todo"] }),
    /*o*/"quoted name": remove("todo"),
    /*p*/["computed"]: remove("todo"),
    7: custom({ args: {}, touches: [/*q*/"flat"] }),
  },
});
`;

describe("a schema in one file", () => {
  it.each<[SchemaPath, string]>([
    [["entities"], "A entities"],
    [["entities", "todo"], "B todo"],
    [["entities", "todo", "fields", "title"], "D title"],
    [["entities", "todo", "title"], "D title"],
    [["entities", "todo", "data", "title"], "D title"],
    [["entities", "todo", "fields", "status", "nothing", "here"], "E status"],
    [["entities", "todo", "fields", "due date"], 'F "due date"'],
    [["entities", "todo", "fields", "due date", "day"], "G day"],
    [["entities", "todo", "fields", "due date", "_zod", "def", "innerType", "def", "shape", "day"], "G day"],
    [["entities", "todo", "fields", "due date", "parts", 1], "H z.number()"],
    [["entities", "todo", "fields", "due date", "parts", "items", 1], "H z.number()"],
    [["entities", "todo", "fields", "tags"], "I tags"],
    [["entities", "todo", "fields", "tags", "element", "options", 1, "name"], "K name"],
    [["entities", "todo", "fields", "tags", 1, "name"], "K name"],
    [["entities", "todo", "fields", "map"], "L map"],
    [["entities", "todo", "fields", "map", "deep"], "N deep"],
    [["entities", "todo", "fields", "map", "valueType", "deep"], "N deep"],
    [["entities", "todo", "fields", "parent"], "O parent"],
    [["entities", "todo", "fields", "parent", "inner"], "P inner"],
    [["entities", "todo", "fields", "lazy", "late"], "Q late"],
    [["entities", "todo", "fields", "lazy", "innerType", "late"], "Q late"],
    [["entities", "todo", "fields", "both", "left"], "R left"],
    [["entities", "todo", "fields", "both", "right", "right"], "S right"],
    [["entities", "todo", "fields", "piped", "in"], "T z.string()"],
    [["entities", "todo", "fields", "piped", "out"], "U (text) => text.length"],
    [["entities", "flat", "size"], "V size"],
    [["entities", "flat", "fields", "size"], "V size"],
    [["entities", "wrapped", "fields", "size"], "W size"],
    [["entities", "wrapped", "data", "size"], "W size"],
    [["entities", "extended", "more"], "X more"],
    [["entities", "missing"], "A entities"],
    [["operations", "addTodo"], "a addTodo"],
    [["operations", "addTodo", "entity"], 'b "todo"'],
    [["operations", "addTodo", "args"], "c args"],
    [["operations", "addTodo", "args", "title"], 'd "title"'],
    [["operations", "addTodo", "args", "projectId"], 'e "projectId?"'],
    [["operations", "addTodo", "args", "projectId?"], 'e "projectId?"'],
    [["operations", "addTodo", "args", 1], 'e "projectId?"'],
    [["operations", "addTodo", "set", "title"], 'd "title"'],
    [["operations", "complete", "set"], "g set"],
    [["operations", "complete", "set", "status"], "h status"],
    [["operations", "complete", "set", "title"], 'f "title"'],
    [["operations", "complete", "set", "tags", "value"], 'i "x"'],
    [["operations", "complete", "set", "n", "by"], "j 2"],
    [["operations", "complete", "set", "n", "value", "by"], "j 2"],
    [["operations", "complete", "set", "other"], "g set"],
    [["operations", "drop", "entity"], 'k "todo"'],
    [["operations", "archive", "args", "before"], "l before"],
    [["operations", "archive", "touches"], "m touches"],
    [["operations", "archive", "touches", 1], 'n "todo"'],
    [["operations", "quoted name"], 'o "quoted name"'],
    [["operations", "computed"], 'p ["computed"]'],
    [["operations", "7", "touches", 0], 'q "flat"'],
  ])("%j", (path, place) => {
    expect(placeOf(oneFile, path)).toBe(place);
  });
});

const entities = "{ todo: entity({ /*here*/title: z.string() }) }";

describe("the default export", () => {
  it.each<[string, Files | string]>([
    ["a const", `const s = defineSchema({ entities: ${entities} });\nexport default s;`],
    ["an exported const", `export const s = defineSchema({ entities: ${entities} });\nexport default s;`],
    ["an export list", `const s = defineSchema({ entities: ${entities} });\nexport { s as default };`],
    ["satisfies", `export default defineSchema({ entities: ${entities} }) satisfies A<B, C>;`],
    ["as, in brackets", `export default (defineSchema({ entities: ${entities} }) as unknown as D);`],
    ["non-null", `const s = defineSchema({ entities: ${entities} })!;\nexport default s!;`],
    ["type arguments", `export default defineSchema<A, B<C>>({ entities: ${entities} });`],
    [
      "an argument of its own",
      `const d = { entities: ${entities} } as const;\nexport default defineSchema(d);`,
    ],
    [
      "a typed const",
      `const s: A<B, C> = defineSchema({ entities: ${entities} }), t = 1;\nexport default s;`,
    ],
    [
      "a second declarator",
      `const t: F<A, B> = f<A, B>(1), s = defineSchema({ entities: ${entities} });\nexport default s;`,
    ],
    [
      "no semicolons",
      `const e = ${entities}\nconst o = {}\nexport default defineSchema({ entities: e, operations: o })`,
    ],
    [
      "renamed imports",
      `import { defineSchema as d, entity as e } from "kalphite-gen/schema";\nexport default d({ entities: ${entities.replace("entity", "e")} });`,
    ],
    [
      "a namespace",
      `import * as k from "kalphite-gen/schema";\nexport default k.defineSchema({ entities: ${entities.replace("entity", "k.entity")} });`,
    ],
    [
      "an arrow function",
      `const build = () => defineSchema({ entities: ${entities} });\nexport default build();`,
    ],
    [
      "a function",
      `export default build();\nfunction build(): A<B, C> { const x = { y: 1 }; return defineSchema({ entities: ${entities} }); }`,
    ],
    ["a spread", `const e = ${entities};\nexport default defineSchema({ entities: { ...e, other: 1 } });`],
    ["shorthand", `const entities = ${entities};\nexport default defineSchema({ entities });`],
    ["member access", `const all = { e: ${entities} };\nexport default defineSchema({ entities: all.e });`],
    [
      "element access",
      `const all = { "e": ${entities} };\nexport default defineSchema({ entities: all["e"] });`,
    ],
    ["destructuring", `const { a: e } = { a: ${entities} };\nexport default defineSchema({ entities: e });`],
    ["a byte-order mark", `\uFEFFexport default defineSchema({ entities: ${entities} });`],
    [
      "carriage returns",
      `import x from "x";\r\n\r\nexport default defineSchema({\r\n  entities: ${entities} });\r\n`,
    ],
    [
      "characters outside the BMP",
      `export default /* 😀 é */ defineSchema({ "😀": 1, entities: ${entities} });`,
    ],
    ["a hash-bang", `#!/usr/bin/env node "\nexport default defineSchema({ entities: ${entities} });`],
  ])("%s", (_, files) => {
    expect(placeOf(files, ["entities", "todo", "title"])).toBe("here title");
  });

  it("is the place of the empty path", () => {
    expect(placeOf(`const s = 1;\nexport default /*a*/defineSchema({});`, [])).toBe("a defineSchema");
    expect(placeOf(`const /*a*/s = defineSchema({});\nexport default s;`, [])).toBe("a s");
  });

  it("is the file's beginning where there is none", () => {
    expect(placeOf(`/*a*/const s = 1;`, ["entities"])).toBe("1:1");
  });
});

describe("a schema in several files", () => {
  const schema = (imports: string, value: string): string =>
    `${imports}\nexport default defineSchema({ entities: { todo: ${value} }, operations: {} });`;
  const fields = "{ /*here*/title: z.string() }";
  it.each<[string, Files]>([
    [
      "named import",
      {
        "schema.ts": schema(`import { todo } from "./todo.js";`, "todo"),
        "todo.ts": `export const todo = entity(${fields});`,
      },
    ],
    [
      "renamed import and export",
      {
        "schema.ts": schema(`import { type X, b as c } from "./todo.js";`, "c"),
        "todo.ts": `const a = entity(${fields});\nexport { a as b };`,
      },
    ],
    [
      "default import",
      {
        "schema.ts": schema(`import todo, { type A } from "./todo";`, "todo"),
        "todo.ts": `export default entity(${fields});`,
      },
    ],
    [
      "namespace",
      {
        "schema.ts": schema(`import * as all from "./todo.mjs";`, "all.todo"),
        "todo.mts": `export const todo = entity(${fields});`,
      },
    ],
    [
      "spread of a namespace",
      {
        "schema.ts": `import * as all from "./all/index.js";\nexport default defineSchema({ entities: { ...all } });`,
        "all/index.ts": `export * from "./todo.js";\nexport * as other from "./other.js";`,
        "all/todo.ts": `export const todo = entity(${fields});`,
        "all/other.ts": "export const x = 1;",
      },
    ],
    [
      "re-exports",
      {
        "schema.ts": schema(`import { todo } from "./all";`, "todo"),
        "all/index.ts": `export { default as todo } from "../todo.ts";`,
        "todo.ts": `const x = entity(${fields});\nexport default x;`,
      },
    ],
    [
      "exported namespace",
      {
        "schema.ts": schema(`import { models } from "./all.js";`, "models.todo"),
        "all.ts": `export * as models from "./todo.js";`,
        "todo.ts": `export const todo = entity(${fields});`,
      },
    ],
    [
      "path alias",
      {
        "schema.ts": schema(`import { todo } from "@/models/todo";`, "todo"),
        "src/models/todo.ts": `export const todo = entity(${fields});`,
      },
    ],
    [
      "fields only",
      {
        "schema.ts": schema(`import { fields } from "./todo.js";`, "entity({ ...fields })"),
        "todo.ts": `export const fields = ${fields};`,
      },
    ],
    [
      "shape of an object",
      {
        "schema.ts": schema(`import { Todo } from "./todo.js";`, "entity(Todo.shape)"),
        "todo.ts": `import { z } from "zod";\nexport const Todo = z.object(${fields});`,
      },
    ],
    [
      "zod from a local file",
      {
        "schema.ts": schema(`import { z } from "./zod.js";`, `z.object(${fields})`),
        "zod.ts": `export { z } from "zod";`,
      },
    ],
    [
      "whole schema re-exported",
      { "schema.ts": `export { default } from "./other.js";`, "other.ts": schema("", `entity(${fields})`) },
    ],
    [
      "JavaScript",
      {
        "schema.ts": schema(`import { todo } from "./todo.js";`, "todo"),
        "todo.js": `export const todo = entity(${fields});`,
      },
    ],
  ])("%s", (_, files) => {
    expect(placeOf(files, ["entities", "todo", "title"])).toBe("here title");
  });

  it("keeps an entity's place where the schema names it", () => {
    const files = {
      "schema.ts": `import { todo } from "./todo.js";\nexport default defineSchema({ entities: { /*a*/todo } });`,
      "todo.ts": `export const todo = entity(${fields});`,
    };
    expect(placeOf(files, ["entities", "todo"])).toBe("a todo");
  });

  it("does not read files that nothing leads into, and lives with those that are gone", () => {
    const files = { "schema.ts": schema(`import { todo } from "./gone.js";`, "todo"), "gone.ts": undefined };
    expect(placeOf(files, ["entities", "todo", "title"])).toMatch(/^2:\d+$/);
  });

  it("survives imports that go round in a circle", () => {
    const files = {
      "schema.ts": schema(`import { a } from "./a.js";`, "a"),
      "a.ts": `export * from "./b.js";`,
      "b.ts": `export * from "./a.js";\nexport const c = d, d = c;`,
    };
    expect(placeOf(files, ["entities", "todo", "title"])).toMatch(/^2:\d+$/);
    expect(placeOf(`const a = b; const b = a; export default a;`, ["entities"])).toMatch(/^1:\d+$/);
  });
});

describe("a discriminated union given whole", () => {
  const union = `import { z } from "zod";
const Base = { id: z.string() };
const /*A*/Review = z.object({ ...Base, type: z.literal("review"), data: z.object({ /*B*/title: z.string() }) });
const Comment = z.object({ ...Base, type: z.literal("comment"), /*C*/text: z.string() });
const Users = z.discriminatedUnion("type", [
  /*D*/z.object({ ...Base, type: z.literal(["user"]), /*E*/name: z.string() }),
  z.strictObject({ ...Base, type: z.enum(["admin"]), /*F*/rights: z.string() }),
]);
export const EntitySchema = z.discriminatedUnion("type", [Review, Comment.extend({ /*G*/likes: z.number() }), Users]).describe("all");
export default defineSchema({ entities: EntitySchema, operations: {} });
`;
  it.each<[SchemaPath, string]>([
    [["entities", "review"], "A Review"],
    [["entities", "review", "data", "title"], "B title"],
    [["entities", "review", "fields", "title"], "B title"],
    [["entities", "comment", "text"], "C text"],
    [["entities", "comment", "fields", "likes"], "G likes"],
    [["entities", "user", "name"], "E name"],
    [["entities", "admin", "rights"], "F rights"],
    [["entities", "options", 0, "data", "title"], "B title"],
  ])("%j", (path, place) => {
    expect(placeOf(union, path)).toBe(place);
  });
});

it("comes to an end in types that lead back to themselves", () => {
  const text = `
const Json = z.lazy(() => z.union([z.string(), z.array(Json), z.record(z.string(), Json), z.tuple([Json, Json])]));
const Tree = z.object({ /*A*/name: z.string(), get children() { return z.array(z.union([Tree, Other])); } });
const Other = z.object({ get tree() { return z.intersection(Tree, Other).or(Other).and(Tree); } });
const a = b.c, b = a.d, self = self.x;
export default defineSchema({
  entities: { todo: entity({ /*B*/json: Json, /*C*/tree: Tree, /*D*/bad: a, /*E*/worse: self.y }) },
});`;
  const fields = ["entities", "todo", "fields"];
  expect(placeOf(text, [...fields, "json", "gone", "gone"])).toBe("B json");
  expect(placeOf(text, [...fields, "tree", "children", 0, "children", "children", "name"])).toBe("A name");
  expect(placeOf(text, [...fields, "tree", "children", "tree", "tree", "tree", "gone"])).toMatch(/^4:/);
  expect(placeOf(text, [...fields, "bad", "x"])).toBe("D bad");
  expect(placeOf(text, [...fields, "worse", "x"])).toBe("E worse");
});

it("is not confused by what looks like brackets", () => {
  const text = `
const r = /[}"'\`/]+\\/(/g, q = 4 / 2 / 1, t = \`\${ { a: "}" }.a } \${\`\${1}\`} /* { \`, u = a ? b : { c: /}/ };
// { ( [ "
type T<A extends string = "}"> = { [K in A]: K extends "(" ? 1 : 2 };
interface I { a: <X, Y>(x: X) => Y }
enum E { A = "{" }
abstract class C<X> { static entities = { todo: 1 }; #p = 1; get a() { if (this.#p) /[)]/.test("("); return 1 } }
export default defineSchema({ entities: { x: (a: A<B, C>): a is D<E, F> => ({ todo: 1 }), y: <A, B>(x: A) => x < 3,
  z: async <T,>(x: T) => { return { todo: 1 } }, async *[Symbol.iterator]() { yield /}/ }, get: 1, set() {}, async: 2,
  todo: entity({ a: z.string().regex(/^[^"'}]*$/u), b: x as Record<string, { a: 1 }>, /*here*/title: z.string() }) } });`;
  expect(placeOf(text, ["entities", "todo", "title"])).toBe("here title");
});
