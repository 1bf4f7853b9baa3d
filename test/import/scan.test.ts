import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { findCalls, type CallFindings } from "../../src/generator/import/scan/find-calls.js";
import { sourceFilesBelow } from "../../src/generator/import/scan/source-files.js";
import { suggestOperations } from "../../src/generator/import/suggest-operations.js";
import { legacyProject } from "./support/legacy-project.js";

const entity = (type: string, data: z.ZodRawShape) =>
  z.object({ id: z.string(), type: z.literal(type), data: z.object(data), updatedAt: z.number() });
const EntitySchema = z.discriminatedUnion("type", [
  entity("todo", { title: z.string(), done: z.boolean().default(false), note: z.string().optional() }),
  entity("project", { name: z.string() }),
]);

const client = `export interface Mutate {
  createTodo(id: string, title: string, done?: boolean, note?: string): object;
  updateTodo(id: string, title?: string, done?: boolean, note?: string): object;
  removeTodo(id: string): object;
  createProject(id: string, name: string): object;
  updateProject(id: string, name?: string): object;
  removeProject(id: string): object;
}
export declare const client: { readonly mutate: Mutate };
`;
const entityText = (title = "title") =>
  `{ id: crypto.randomUUID(), type: "todo", data: { title: ${title}, done: false }, updatedAt: Date.now() }`;

interface Row {
  readonly name: string;
  readonly ext?: string;
  /** Without the imports of store and engine, unless it has its own. */
  readonly given: string;
}
interface Certain extends Row {
  readonly wanted: string;
}
interface Doubtful extends Row {
  /** Part of the reason. */
  readonly reason: string;
}

const certain: readonly Certain[] = [
  { name: "a delete", given: `store.todo.delete("t1");`, wanted: `client.mutate.removeTodo("t1");` },
  {
    name: "an argument as it is written",
    given: `export const f = (list: { id: string }[]) => {\n  store.todo.delete(\n    list[0]!.id,\n  );\n};`,
    wanted: `export const f = (list: { id: string }[]) => {\n  client.mutate.removeTodo(list[0]!.id);\n};`,
  },
  {
    name: "an upsert of a new id",
    given: `declare const title: string;\nstore.todo.upsert(${entityText()});`,
    wanted: `declare const title: string;\nclient.mutate.createTodo(crypto.randomUUID(), title, false);`,
  },
  {
    name: "a push of a new id",
    given: `store.project.push({ id: crypto.randomUUID(), type: "project", data: { name: "Home" }, updatedAt: new Date().getTime() });`,
    wanted: `client.mutate.createProject(crypto.randomUUID(), "Home");`,
  },
  {
    name: "an argument that is left out between two",
    given: `store.todo.upsert({ id: crypto.randomUUID(), type: "todo", data: { note: "b", title: "a" }, updatedAt: Date.now() });`,
    wanted: `client.mutate.createTodo(crypto.randomUUID(), "a", undefined, "b");`,
  },
  {
    name: "a constant id of the same block",
    given: `export function add(title: string): string {\n  const id = crypto.randomUUID();\n  store.todo.upsert({ id, type: "todo", data: { title, done: true, note: "n" }, updatedAt: Date.now() });\n  return id;\n}`,
    wanted: `export function add(title: string): string {\n  const id = crypto.randomUUID();\n  client.mutate.createTodo(id, title, true, "n");\n  return id;\n}`,
  },
  {
    name: "an alias of the store",
    given: `export const s = store;\ns.todo.delete("1");`,
    wanted: `export const s = store;\nclient.mutate.removeTodo("1");`,
  },
  {
    name: "a renamed import",
    given: `import { store as db } from "./store.js";\ndb["todo"].delete("1");`,
    wanted: `import "./store.js";\nimport { client } from "./client.js";\nclient.mutate.removeTodo("1");`,
  },
  {
    name: "a collection that was taken out",
    given: `export const { todo: todos } = store;\nexport const projects = store.project;\ntodos.delete("1");\nprojects.delete("2");`,
    wanted: `export const { todo: todos } = store;\nexport const projects = store.project;\nclient.mutate.removeTodo("1");\nclient.mutate.removeProject("2");`,
  },
  {
    name: "a collection that was taken out, for its calls alone",
    given: `import { store } from "./store.js";\n\nconst { todo: todos } = store;\n\ntodos.delete("1");`,
    wanted: `import "./store.js";\nimport { client } from "./client.js";\n\nclient.mutate.removeTodo("1");`,
  },
  {
    name: "a collection of several that were taken out",
    given: `import { store } from "./store.js";\nconst { project, todo } = store;\nconst { todo: todos, project: ps } = store;\ntodo.delete("1");\ntodos.delete(project.get("2")!.id);\nps.delete("3");`,
    wanted: `import { store } from "./store.js";\nimport { client } from "./client.js";\nconst { project } = store;\nclient.mutate.removeTodo("1");\nclient.mutate.removeTodo(project.get("2")!.id);\nclient.mutate.removeProject("3");`,
  },
  {
    name: "a store under several names, one made from the other",
    given: `import { store } from "./store.js";\nconst db = store;\nconst todos = db.todo;\nexport function f() {\n  const { delete: remove } = { delete: 1 };\n  todos.delete("1");\n  return remove;\n}`,
    wanted: `import "./store.js";\nimport { client } from "./client.js";\nexport function f() {\n  const { delete: remove } = { delete: 1 };\n  client.mutate.removeTodo("1");\n  return remove;\n}`,
  },
  {
    name: "a store that is a field",
    given: `export class List {\n  readonly store = store;\n  remove(id: string): void {\n    this.store.todo.delete(id);\n  }\n}`,
    wanted: `export class List {\n  readonly store = store;\n  remove(id: string): void {\n    client.mutate.removeTodo(id);\n  }\n}`,
  },
  {
    name: "a change that is sent and not awaited",
    given: `void engine.sendChange({ type: "delete", entityType: "todo", entityId: "1", timestamp: Date.now() });`,
    wanted: `void client.mutate.removeTodo("1");`,
  },
  {
    name: "a new entity that is sent",
    given: `const id = crypto.randomUUID();\nengine.sendChange({\n  type: "upsert",\n  entityType: "project",\n  entityId: id,\n  entity: { id, type: "project", data: { name: "Home" }, updatedAt: Date.now() },\n});`,
    wanted:
      `const id = crypto.randomUUID();\nengine.sendChange({\n  type: "upsert",\n  entityType: "project",\n  entityId: id,\n  entity: { id, type: "project", data: { name: "Home" }, updatedAt: Date.now() },\n});`.replace(
        /engine\.sendChange\([\s\S]*\);$/,
        `client.mutate.createProject(id, "Home");`,
      ),
  },
  {
    name: "an import of which others are used",
    given: `import { engine, store } from "./store.js";\nstore.todo.delete("1");\nexport { engine };`,
    wanted: `import { engine } from "./store.js";\nimport { client } from "./client.js";\nclient.mutate.removeTodo("1");\nexport { engine };`,
  },
  {
    name: "an import whose first name goes",
    given: `import { store as s, engine } from "./store.js";\ns.todo.delete("1");\nexport { engine };\nexport const text = "store";`,
    wanted: `import { engine } from "./store.js";\nimport { client } from "./client.js";\nclient.mutate.removeTodo("1");\nexport { engine };\nexport const text = "store";`,
  },
  {
    name: "comments around it, which stay",
    given: `// before\nstore.todo.delete("1"); // behind\n/* after */`,
    wanted: `// before\nclient.mutate.removeTodo("1"); // behind\n/* after */`,
  },
  {
    name: "line ends of Windows",
    given: `\r\nstore.todo.delete("1");\r\n`,
    wanted: `\r\nclient.mutate.removeTodo("1");\r\n`,
  },
  {
    name: "a client that is imported under another name",
    given: `import { store } from "./store.js";\nimport { client as api } from './client.js';\nstore.todo.delete("1");`,
    wanted: `import "./store.js";\nimport { client as api } from './client.js';\napi.mutate.removeTodo("1");`,
  },
  {
    name: "the file's own quotes, and no semicolon",
    given: `import { store } from './store.js'\nstore.todo.delete('1')\n`,
    wanted: `import './store.js'\nimport { client } from './client.js'\nclient.mutate.removeTodo('1')\n`,
  },
  {
    name: "an arrow of JSX that is to give nothing",
    ext: "tsx",
    given: `declare global {\n  namespace JSX {\n    interface IntrinsicElements {\n      button: { onClick: () => void };\n    }\n  }\n}\nexport const Row = ({ id }: { id: string }) => <button onClick={() => store.todo.delete(id)} />;`,
    wanted: `declare global {\n  namespace JSX {\n    interface IntrinsicElements {\n      button: { onClick: () => void };\n    }\n  }\n}\nexport const Row = ({ id }: { id: string }) => <button onClick={() => client.mutate.removeTodo(id)} />;`,
  },
  {
    name: "JavaScript",
    ext: "js",
    given: `store.todo.delete("1");`,
    wanted: `client.mutate.removeTodo("1");`,
  },
  {
    name: "JavaScript with JSX",
    ext: "jsx",
    given: `export function remove() {\n  store.todo.delete("1");\n}`,
    wanted: `export function remove() {\n  client.mutate.removeTodo("1");\n}`,
  },
  {
    name: "a byte-order mark, which stays",
    given: `\ufeffimport { store } from "./store.js";\nstore.todo.delete("1");`,
    wanted: `\ufeffimport "./store.js";\nimport { client } from "./client.js";\nclient.mutate.removeTodo("1");`,
  },
  {
    name: "an id of a package that makes them",
    given: `import { store } from "./store.js";\nimport { nanoid } from "nanoid";\nstore.project.push({ id: nanoid(), type: "project", data: { name: "x" }, updatedAt: Date.now() });`,
    wanted: `import "./store.js";\nimport { nanoid } from "nanoid";\nimport { client } from "./client.js";\nclient.mutate.createProject(nanoid(), "x");`,
  },
  {
    name: "values that are called, in the order in which they were",
    given: `declare const next: () => string;\nstore.todo.upsert({ id: crypto.randomUUID(), type: "todo", data: { title: next(), done: next() === "x" }, updatedAt: Date.now() });`,
    wanted: `declare const next: () => string;\nclient.mutate.createTodo(crypto.randomUUID(), next(), next() === "x");`,
  },
];

const doubtful: readonly Doubtful[] = [
  {
    name: "a store that is handed in",
    given: `export const f = (s: typeof store) => {\n  s.todo.delete("1");\n};`,
    reason: "which store",
  },
  {
    name: "a store that a function makes",
    given: `import { createStore } from "kalphite";\nexport function f(): void {\n  const store = createStore<{ type: "todo" }>();\n  store.todo.delete("1");\n}`,
    reason: "which store",
  },
  {
    name: "a field that may change",
    given: `export class List {\n  store = store;\n  f(): void {\n    this.store.todo.delete("1");\n  }\n}`,
    reason: "which store",
  },
  {
    name: "a test",
    ext: "test.ts",
    given: `store.todo.delete("1");`,
    reason: "a test has a store of its own",
  },
  {
    name: "one of two kinds of store",
    given: `declare const own: { todo: { delete(id: string): void } };\nconst either = Date.now() > 5 ? own : store;\neither.todo.delete("1");`,
    reason: "its type is not known",
  },
  {
    name: "errors that are to be overlooked",
    given: `// @ts-ignore\nstore.todo.delete("1");`,
    reason: "overlook errors",
  },
  {
    name: "a file that is not checked",
    given: `// @ts-nocheck\nstore.todo.delete("1");`,
    reason: "overlook errors",
  },
  {
    name: "an entity from elsewhere",
    given: `import type { Entity } from "./entities.js";\nexport const save = (todo: Entity & { type: "todo" }) => {\n  store.todo.upsert(todo);\n};`,
    reason: "not written out here",
  },
  {
    name: "a spread",
    given: `const old = store.todo.get("1")!;\nstore.todo.upsert({ ...old, updatedAt: Date.now() });`,
    reason: "spreads old",
  },
  {
    name: "an id that may be there",
    given: `store.todo.upsert({ id: "1", type: "todo", data: { title: "a", done: true }, updatedAt: Date.now() });`,
    reason: "is there already is not known",
  },
  {
    name: "an id that was passed on before",
    given: `const id = crypto.randomUUID();\nstore.todo.delete(id + "x");\nconsole.log(id);\nstore.todo.upsert({ id, type: "todo", data: { title: "a", done: true }, updatedAt: Date.now() });`,
    reason: "is there already is not known",
  },
  {
    name: "a new id in a loop around",
    given: `const id = crypto.randomUUID();\nfor (let i = 0; i < 2; i++) {\n  store.todo.upsert({ id, type: "todo", data: { title: "a", done: true }, updatedAt: Date.now() });\n}`,
    reason: "is there already is not known",
  },
  {
    name: "a value that is used",
    given: `export const saved = store.todo.upsert(${entityText('"a"')});`,
    reason: "what it gives is used",
  },
  {
    name: "an awaited change",
    given: `await engine.sendChange({ type: "delete", entityType: "todo", entityId: "1" });`,
    reason: "what it gives is used",
  },
  {
    name: "an arrow that may give something",
    given: `export const remove = (id: string) => store.todo.delete(id);`,
    reason: "what it gives is used",
  },
  {
    name: "a chain",
    given: `engine.sendChange({ type: "delete", entityType: "todo", entityId: "1" }).catch(console.error);`,
    reason: "what it gives is used",
  },
  {
    name: "another time",
    given: `store.todo.upsert({ id: crypto.randomUUID(), type: "todo", data: { title: "a", done: true }, updatedAt: 5 });`,
    reason: '"updatedAt" is not the time',
  },
  {
    name: "a comment among the arguments",
    given: `store.todo.upsert({ id: crypto.randomUUID(), type: "todo", data: { title: "a", done: true /* always */ }, updatedAt: Date.now() });`,
    reason: "a comment among its arguments",
  },
  {
    name: "a comment before a bracket",
    given: `store.todo.delete("1" /* the first */);`,
    reason: "a comment among its arguments",
  },
  {
    name: "a store that may not be there",
    given: `export const f = (s?: typeof store) => {\n  s?.todo.delete("1");\n};`,
    reason: "only where the store is there",
  },
  {
    name: "a store that a call gives",
    given: `const get = () => store;\nget().todo.delete("1");`,
    reason: "which store",
  },
  {
    name: "a name that means something else",
    given: `const client = 1;\nstore.todo.delete("1");\nexport { client };`,
    reason: "client means something else",
  },
  {
    name: "a name that is taken inside",
    given: `export const f = (client: string) => {\n  store.todo.delete(client);\n};`,
    reason: "client means something else",
  },
  {
    name: "a store of this project's own",
    given: `const store = { todo: { delete(id: string) { return id; } } };\nstore.todo.delete("1");\nexport {};`,
    reason: "this project's own",
  },
  {
    name: "a store without a type",
    given: `declare const store: any;\nstore.todo.delete("1");\nexport {};`,
    reason: "its type is not known",
  },
  {
    name: "a function that was taken out",
    given: `const { delete: remove } = store.todo;\nremove("1");`,
    reason: "taken out of its object",
  },
  {
    name: "a type that is chosen at run time",
    given: `declare const type: "todo" | "project";\nstore[type].delete("1");`,
    reason: "which entity type",
  },
  {
    name: "a collection that changes",
    given: `let todos = store.todo;\ntodos = store.todo;\ntodos.delete("1");`,
    reason: "which entity type",
  },
  {
    name: "values in another order",
    given: `declare const next: () => string;\nstore.todo.upsert({ id: crypto.randomUUID(), type: "todo", data: { done: next() === "x", title: next() }, updatedAt: Date.now() });`,
    reason: "in another order",
  },
  {
    name: "an operation's own number",
    given: `engine.sendChange({ type: "delete", entityType: "todo", entityId: "1", operationId: "x" });`,
    reason: '"operationId" has no place',
  },
  {
    name: "two ids that differ",
    given: `engine.sendChange({ type: "upsert", entityType: "project", entityId: crypto.randomUUID(), entity: { id: crypto.randomUUID(), type: "project", data: { name: "x" } } });`,
    reason: "not written alike",
  },
  {
    name: "an import that is nothing but a type",
    given: `import { store } from "./store.js";\nimport type { client } from "./client.js";\nstore.todo.delete("1");\nexport type C = typeof client;`,
    reason: "client means something else",
  },
  {
    name: "what would not compile",
    given: `store.todo.delete(5 as never as any as { id: string } as never as string);\nstore.todo.upsert({ id: crypto.randomUUID(), type: "todo", data: { title: "a", done: "yes" }, updatedAt: Date.now() } as any);`,
    reason: "not written out here",
  },
  {
    name: "a rewriting that leaves something unused",
    given: `const now = Date.now();\nstore.project.push({ id: crypto.randomUUID(), type: "project", data: { name: "x" }, updatedAt: now });\nexport {};`,
    reason: "would not compile: 'now' is declared",
  },
];

/** No calls of Kalphite's at all. */
const unrelated: readonly Row[] = [
  {
    name: "a transaction of an operation",
    given: `import type { TransactionCollection } from "kalphite-gen/protocol";
type Tx = { readonly todo: TransactionCollection<object, object> };
export const f = (store: Tx, id: string) => {
  store.todo.delete(id);
  store.todo.upsert(id, {});
};`,
  },
  { name: "a list", given: `const store = { todo: [] as string[] };\nstore.todo.push("1");\nexport {};` },
  {
    name: "a map",
    given: `const store = { todo: new Map<string, string>() };\nstore.todo.delete("1");\nexport {};`,
  },
  {
    name: "another member",
    given: `declare const cart: { items: { delete(id: string): void } };\ncart.items.delete("1");\nexport {};`,
  },
  { name: "reading", given: `console.log(store.todo.get("delete"));` },
  { name: "text", given: `export const text = 'store.todo.delete("1")';` },
];

const fileOf = (kind: string, index: number, { ext = "ts" }: Row) => `src/${kind}-${index}.${ext}`;
const hasImports = ({ given }: Row) => /(^|\n|\ufeff)import .*store|const store\b/.test(given);
const newLineOf = ({ given }: Row) => (given.includes("\r\n") ? "\r\n" : "\n");
/** The import of what a text uses; of a module of which nothing is used, the module alone. */
const importsFor = (text: string) => {
  const names = ["store", "engine"].filter((name) => new RegExp(`\\b${name}\\b`).test(text));
  return names.length === 0 ? 'import "./store.js";' : `import { ${names.join(", ")} } from "./store.js";`;
};
const textOf = (row: Row) =>
  hasImports(row) ? row.given : importsFor(row.given) + newLineOf(row) + row.given;
const wantedOf = (row: Certain) => {
  const lines = [importsFor(row.wanted), 'import { client } from "./client.js";', row.wanted];
  return hasImports(row) ? row.wanted : lines.join(newLineOf(row));
};

let folder: string;
let found: CallFindings;
beforeAll(() => {
  const files: { [path: string]: string } = { "src/client.ts": client };
  for (const [kind, rows] of Object.entries({ certain, doubtful, unrelated }))
    for (const [index, row] of rows.entries()) files[fileOf(kind, index, row)] = textOf(row);
  folder = legacyProject(files);
  found = findCalls({
    folder,
    files: sourceFilesBelow(join(folder, "src"), /./, new Set()),
    contract: suggestOperations(EntitySchema).contract,
    client: { file: join(folder, "src/client.ts"), exportName: "client" },
    style: { importExtension: ".js" },
  });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const after = (path: string) =>
  found.changes.find((change) => change.path === join(folder, path))?.after ??
  readFileSync(join(folder, path), "utf8");
const callsIn = (path: string) => found.calls.filter((call) => call.file === join(folder, path));

describe("rewrites", () => {
  it.each(certain.map((row, index) => [row.name, fileOf("certain", index, row), row] as const))(
    "%s",
    (_, path, row) => {
      expect({
        calls: callsIn(path)
          .map(({ reason }) => reason)
          .filter(Boolean),
        text: after(path),
      }).toMatchObject({
        text: wantedOf(row),
      });
    },
  );
});

describe("leaves, and says why,", () => {
  it.each(doubtful.map((row, index) => [row.name, fileOf("doubtful", index, row), row] as const))(
    "%s",
    (_, path, row) => {
      expect(
        callsIn(path)
          .map(({ reason }) => reason ?? "certain")
          .join("\n"),
      ).toContain(row.reason);
      const call = callsIn(path).find(({ reason }) => reason?.includes(row.reason))!;
      const line = textOf(row).split("\n")[call.line - 1]!;
      expect(after(path)).toContain(line);
    },
  );
});

describe("is not misled by", () => {
  it.each(unrelated.map((row, index) => [row.name, fileOf("unrelated", index, row), row] as const))(
    "%s",
    (_, path, row) => {
      expect({ calls: callsIn(path), text: after(path) }).toEqual({ calls: [], text: textOf(row) });
    },
  );
});

it("tells the place and the choices of what it leaves", () => {
  const index = doubtful.findIndex(({ name }) => name === "a spread");
  expect(callsIn(fileOf("doubtful", index, doubtful[index]!))).toEqual([
    {
      file: join(folder, fileOf("doubtful", index, doubtful[index]!)),
      line: 3,
      column: 1,
      call: "store.todo.upsert",
      entity: "todo",
      replacement:
        "client.mutate.createTodo(id, title, done?, note?) | client.mutate.updateTodo(id, title?, done?, note?)",
      reason: "it spreads old",
    },
  ]);
});

it("leaves all calls where there is more than one store: which of them the client stands for only people know", () => {
  const two = legacyProject({
    "src/client.ts": client,
    "src/other.ts": `import { createStore } from "kalphite";
import type { Entity } from "./entities.js";
export const archive = createStore<Entity>();
`,
    "src/use.ts": `import { archive } from "./other.js";
import { engine, store } from "./store.js";
store.todo.delete("1");
archive.todo.delete("1");
void engine.sendChange({ type: "delete", entityType: "todo", entityId: "1" });
`,
  });
  onTestFinished(() => rmSync(two, { recursive: true, force: true }));
  const { calls } = findCalls({
    folder: two,
    files: [join(two, "src/use.ts")],
    contract: suggestOperations(EntitySchema).contract,
    style: { importExtension: ".js" },
  });
  expect(calls.map(({ reason }) => reason ?? "certain")).toEqual([
    "it is one of 2 stores",
    "it is one of 2 stores",
    "certain",
  ]);
});

it("knows this package's own engines", () => {
  const app = legacyProject({
    "src/client.ts": client,
    "src/use.ts": `import { ModernSyncEngine, type SyncEngine } from "kalphite-gen/client";

export const engine: SyncEngine = new ModernSyncEngine({
  baseUrl: "http://127.0.0.1:8787",
  wsUrl: "ws://127.0.0.1:8787",
  roomId: "r",
  userId: "ada",
});
export const remove = (id: string): void => {
  void engine.sendChange({ type: "delete", entityType: "todo", entityId: id });
};
`,
  });
  onTestFinished(() => rmSync(app, { recursive: true, force: true }));
  const { calls, changes } = findCalls({
    folder: app,
    files: [join(app, "src/use.ts")],
    contract: suggestOperations(EntitySchema).contract,
    client: { file: join(app, "src/client.ts"), exportName: "client" },
    style: { importExtension: ".js" },
  });
  expect(calls.map(({ reason }) => reason ?? "certain")).toEqual(["certain"]);
  expect(changes[0]!.after).toContain("  void client.mutate.removeTodo(id);\n");
});
