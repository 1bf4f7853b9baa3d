import fc from "fast-check";
import { relative } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createFormatter } from "../../src/generator/format/create-formatter.js";
import type { HandlerPlan } from "../../src/generator/handlers/handler-plan.js";
import { createAcceptedNames } from "../../src/generator/handlers/accepted-names.js";
import { loadParser } from "../../src/generator/handlers/parser.js";
import { planHandlers } from "../../src/generator/handlers/plan-handlers.js";
import { readHandlerFile } from "../../src/generator/handlers/read-handler-file.js";
import { scanHandlers } from "../../src/generator/handlers/scan-handlers.js";
import { contractOf, renderer, stubText } from "./contract.js";
import { createFolder, type Folder } from "../output/folder.js";

let folder: Folder | undefined;
afterEach(() => folder?.remove());

type Files = { readonly [path: string]: string };

async function plan(
  operations: Parameters<typeof contractOf>[0],
  files: Files,
  previous: { readonly [operation: string]: string } = {},
): Promise<HandlerPlan> {
  folder?.remove();
  folder = createFolder(files);
  const out = folder.at("generated");
  return planHandlers({
    contract: contractOf(operations),
    scan: await scanHandlers(folder.at("handlers")),
    renderer,
    formatter: createFormatter({ out, handlers: folder.at("handlers") }),
    out,
    previous,
  });
}

const short = (path: string): string => relative(folder!.path, path);
const bindingsOf = ({ bindings }: HandlerPlan): string[] =>
  bindings.map(
    ({ operation, side, file, exportName }) => `${operation} ${side} ${short(file)}#${exportName}`,
  );

const archiveType = 'import type { ArchiveMutator } from "../generated/types/todo.gen.js";\n';
const mergeType = 'import type { MergeMutator } from "../generated/types/todo.gen.js";\n';

describe("stubs", () => {
  test("are written once, in a file for each entity", async () => {
    const { changes } = await plan({ archive: "todo", merge: "todo", approve: "codeReview" }, {});
    expect(changes.map(({ path, action, after }) => [short(path), action, after])).toEqual([
      [
        "handlers/todo.ts",
        "create",
        'import type {\n  ArchiveMutator,\n  MergeMutator,\n} from "../generated/types/todo.gen.js";\n\n' +
          `${stubText("archive")}\n${stubText("merge")}`,
      ],
      [
        "handlers/code-review.ts",
        "create",
        'import type { ApproveMutator } from "../generated/types/code-review.gen.js";\n\n' +
          stubText("approve"),
      ],
    ]);
  });

  test("declared operations get none", async () => {
    const { changes, bindings } = await plan({ rename: { entity: "todo", kind: "update" } }, {});
    expect([changes, bindings]).toEqual([[], []]);
  });

  test("follow the user's style", async () => {
    const { changes } = await plan(
      { archive: "todo" },
      { ".prettierrc": '{ "semi": false, "useTabs": true }' },
    );
    expect(changes[0]!.after).toContain('\n\tcontext.reject("unfinished", "archive")\n}\n');
  });

  const old = "export const archive: ArchiveMutator = (tx) => {};";
  const added = stubText("merge");
  const crlf = (text: string): string => text.replaceAll("\n", "\r\n");
  test.each<[title: string, before: string, after: string]>([
    ["behind what is there", `${archiveType}\n${old}\n`, `${archiveType}${mergeType}\n${old}\n\n${added}`],
    ["no last line break", `${archiveType}\n${old}`, `${archiveType}${mergeType}\n${old}\n\n${added}`],
    [
      "a trailing comment",
      `${archiveType}\n${old} // note`,
      `${archiveType}${mergeType}\n${old} // note\n\n${added}`,
    ],
    [
      "empty lines at the end",
      `${archiveType}\n${old}\n\n`,
      `${archiveType}${mergeType}\n${old}\n\n${added}`,
    ],
    [
      "carriage returns",
      crlf(`${archiveType}\n${old}\n`),
      crlf(`${archiveType}${mergeType}\n${old}\n\n${added}`),
    ],
    [
      "a byte-order mark",
      `\ufeff${archiveType}${old}\n`,
      `\ufeff${archiveType}${mergeType}${old}\n\n${added}`,
    ],
    [
      "the type is imported already",
      `import type { ArchiveMutator, MergeMutator } from "./types.js";\n${old}\n`,
      `import type { ArchiveMutator, MergeMutator } from "./types.js";\n${old}\n\n${added}`,
    ],
    [
      "no import at all",
      "export const archive = () => {};\n",
      `export const archive = () => {};\n\n${mergeType}\n${added}`,
    ],
    [
      "a comment behind the last import",
      `${archiveType.trim()} // types\n${old}\n`,
      `${archiveType.trim()} // types\n${mergeType}${old}\n\n${added}`,
    ],
    [
      "code behind the last import",
      `${archiveType.trim()} ${old}\n`,
      `${archiveType.trim()}\n${mergeType} ${old}\n\n${added}`,
    ],
    [
      "an import in the middle",
      `${old}\n${archiveType}\nhelp();\n`,
      `${old}\n${archiveType}${mergeType}\nhelp();\n\n${added}`,
    ],
  ])("appended: %s", async (_title, before, after) => {
    const { changes } = await plan({ archive: "todo", merge: "todo" }, { "handlers/todo.ts": before });
    expect(changes).toEqual([{ path: folder!.at("handlers/todo.ts"), action: "append", before, after }]);
  });

  test("an empty file is filled", async () => {
    const { changes } = await plan({ merge: "todo" }, { "handlers/todo.ts": "" });
    expect(changes[0]!.after).toBe(`${mergeType}\n${added}`);
  });

  test("an existing .mts or .tsx file is the entity's", async () => {
    const { changes } = await plan({ merge: "todo" }, { "handlers/todo.mts": "export {};\n" });
    expect(changes.map(({ path, action }) => [short(path), action])).toEqual([
      ["handlers/todo.mts", "append"],
    ]);
  });

  test("whatever the file holds, every byte of it stays in order and the result parses", async () => {
    const piece = fc.constantFrom(
      archiveType,
      'import fs from "node:fs"; import type { A } from "a"\n',
      "/* comment */\r\n",
      "// line\n",
      "export const helper = `\n  import type { X } from 'y';\n`;\n",
      "function local() {\n}\r\n",
      "\n",
      "  ",
      "export {}",
      ";\n",
    );
    const formatter = createFormatter({ out: "/" });
    await loadParser();
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), fc.boolean(), async (pieces, mark) => {
        const before = (mark ? "\ufeff" : "") + pieces.join("");
        const { file } = readHandlerFile("/handlers/todo.ts", before);
        fc.pre(file.parsed);
        const { changes } = await planHandlers({
          contract: contractOf({ merge: "todo" }),
          scan: { folder: "/handlers", folders: [], files: [file], diagnostics: [] },
          renderer,
          formatter,
          out: "/generated",
        });
        const after = changes[0]!.after!;
        let at = 0;
        for (const character of before) {
          at = after.indexOf(character, at);
          expect(at).toBeGreaterThanOrEqual(0);
          at += character.length;
        }
        const result = readHandlerFile("/handlers/todo.ts", after).file;
        expect(result.parsed).toBe(true);
        expect(result.exports.map(({ name }) => name)).toContain("merge");
        expect(result.imports.filter(({ local }) => local === "MergeMutator")).toHaveLength(1);
        const again = await planHandlers({
          contract: contractOf({ merge: "todo" }),
          scan: { folder: "/handlers", folders: [], files: [result], diagnostics: [] },
          renderer,
          formatter,
          out: "/generated",
        });
        expect(again.changes).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe("handlers are found", () => {
  test.each<[title: string, files: Files, binding: string]>([
    [
      "in the entity's file",
      { "handlers/todo.ts": "export const archive = 1;" },
      "archive shared handlers/todo.ts#archive",
    ],
    [
      "in any file",
      { "handlers/misc.ts": "export function archive() {}" },
      "archive shared handlers/misc.ts#archive",
    ],
    [
      "where they are declared, not where they are passed on",
      { "handlers/a.ts": 'export * from "./b.js";', "handlers/b.ts": "export const archive = 1;" },
      "archive shared handlers/b.ts#archive",
    ],
    [
      "passed on from elsewhere",
      { "handlers/todo.ts": 'export { archive } from "../lib/x.js";' },
      "archive shared handlers/todo.ts#archive",
    ],
    [
      "under another name within the file",
      { "handlers/todo.ts": "const run = 1;\nexport { run as archive };" },
      "archive shared handlers/todo.ts#archive",
    ],
  ])("%s", async (_title, files, binding) => {
    const result = await plan({ archive: "todo" }, files);
    expect(bindingsOf(result)).toEqual([binding]);
    expect([result.changes, result.orphans, result.diagnostics]).toEqual([[], [], []]);
  });

  test("under the escaped name of a reserved word", async () => {
    const result = await plan({ delete: "todo" }, { "handlers/todo.ts": "export const delete_ = 1;" });
    expect(bindingsOf(result)).toEqual(["delete shared handlers/todo.ts#delete_"]);
  });

  test.each([
    ["alone", "function delete_() {}\nexport { delete_ as delete };", "delete"],
    ["beside the escaped one", "function delete_() {}\nexport { delete_ as delete, delete_ };", "delete_"],
    [
      "with the type of a handler",
      "const delete_: DeleteMutator = 1;\nexport { delete_ as delete };",
      "delete",
    ],
  ])("under a reserved word itself, %s", async (_title, text, name) => {
    const result = await plan({ delete: "todo" }, { "handlers/todo.ts": text });
    expect(bindingsOf(result)).toEqual([`delete shared handlers/todo.ts#${name}`]);
    expect([result.changes, result.orphans, result.diagnostics]).toEqual([[], [], []]);
  });

  test("under its own name only where that means nothing else", () => {
    const renamed = { ...renderer, exportName: (name: string) => (name === "keep" ? "keep" : `${name}_`) };
    const names = createAcceptedNames(
      [{ name: "delete" }, { name: "delete_" }, { name: "default" }],
      renamed,
    );
    expect([names("delete"), names("delete_"), names("default"), names("keep")]).toEqual([
      ["delete_", "delete"],
      ["delete__"],
      ["default_"],
      ["keep"],
    ]);
  });

  test("for the server, declared operations too", async () => {
    const result = await plan(
      { archive: "todo", rename: { entity: "todo", kind: "update" } },
      {
        "handlers/todo.ts": "export const archive = 1; export const rename = 2;",
        "handlers/todo.server.ts":
          "export const archive = 1; export const rename = 2; export const helper = 3;",
      },
    );
    expect(bindingsOf(result)).toEqual([
      "archive shared handlers/todo.ts#archive",
      "archive server handlers/todo.server.ts#archive",
      "rename server handlers/todo.server.ts#rename",
    ]);
    expect(result.known).toEqual({
      archive: "../handlers/todo.ts",
      "archive@server": "../handlers/todo.server.ts",
      "rename@server": "../handlers/todo.server.ts",
    });
  });

  test("an operation without a handler is bound to its stub", async () => {
    expect(bindingsOf(await plan({ archive: "todo" }, {}))).toEqual([
      "archive shared handlers/todo.ts#archive",
    ]);
  });
});

describe("findings", () => {
  const located = ({ diagnostics }: HandlerPlan) =>
    diagnostics.map(
      ({ rule, location }) => `${rule} ${short(location!.file)}:${location!.line}:${location!.column}`,
    );

  test("a file that does not parse is left alone, and what it may hold is not missing", async () => {
    const result = await plan(
      { archive: "todo", merge: "project", brandNew: "tag" },
      { "handlers/todo.ts": "export const archive = ;" },
      { archive: "../handlers/todo.ts", merge: "../handlers/todo.ts" },
    );
    expect(located(result)).toEqual(["handler-syntax handlers/todo.ts:1:24"]);
    expect(result.changes.map(({ path }) => short(path))).toEqual(["handlers/tag.ts"]);
    expect(bindingsOf(result)[0]).toBe("archive shared handlers/todo.ts#archive");
  });

  test("two declarations of one handler", async () => {
    const result = await plan(
      { archive: "todo" },
      { "handlers/a.ts": "\nexport const archive = 1;", "handlers/todo.ts": "export const archive = 2;" },
    );
    expect(located(result)).toEqual(["handler-duplicate handlers/a.ts:2:14"]);
    expect(bindingsOf(result)).toEqual(["archive shared handlers/todo.ts#archive"]);
  });

  test.each([
    ["a constant", "\nconst archive = 1;\n"],
    ["a function", "\nfunction archive() {}\n"],
    ["a default export", "\nexport default function archive() {}\n"],
    ["a default class", "\nexport default class archive {}\n"],
    ["a destructured constant", "\nconst { x: [, archive = 1], ...rest } = made;\n"],
    ["the rest of a destructured constant", "\nconst { x, ...archive } = made;\n"],
    ["an enum", "\nenum archive { A }\n"],
    ["a namespace", "\nnamespace archive { export const x = 1; }\n"],
    ["what is declared elsewhere", "\nexport declare const archive: unknown;\n"],
    ["a function declared elsewhere", "\ndeclare function archive(): void;\n"],
    ["a required module", '\nimport archive = require("./archive.js");\n'],
  ])("%s that is not exported gets no stub of its name", async (_title, text) => {
    const result = await plan({ archive: "todo" }, { "handlers/todo.ts": text });
    expect(located(result)).toEqual([`handler-not-exported handlers/todo.ts:2:${text.indexOf("archive")}`]);
    expect(result.changes).toEqual([]);
  });
});

describe("orphans", () => {
  const orphansOf = ({ orphans }: HandlerPlan): string[] =>
    orphans.map(({ operation, file, line, column }) => `${operation} ${short(file)}:${line}:${column}`);

  test.each<[title: string, text: string]>([
    ["known to the last run", "export function gone() {}\n"],
    ["known, exported in a list", "const x = 1;\nexport { x as gone };\n"],
  ])("%s", async (_title, text) => {
    const result = await plan({}, { "handlers/todo.ts": text }, { gone: "../handlers/todo.ts" });
    const line = text.split("\n").findIndex((one) => one.includes("gone")) + 1;
    expect(orphansOf(result)).toEqual([
      `gone handlers/todo.ts:${line}:${text.split("\n")[line - 1]!.indexOf("gone") + 1}`,
    ]);
    expect(result.known).toEqual({ gone: "../handlers/todo.ts" });
  });

  test.each<[title: string, text: string]>([
    ["annotated", "export const gone: GoneMutator = () => {};\n"],
    ["satisfying", "export const gone = (() => {}) satisfies GoneMutator;\n"],
    [
      "annotated by an alias",
      'import type { GoneMutator as M } from "x";\nexport const gone: M = () => {};\n',
    ],
    ["annotated and exported in a list", "const gone: GoneMutator = () => {};\nexport { gone };\n"],
  ])("%s with its generated type, though nothing is known", async (_title, text) => {
    expect(orphansOf(await plan({}, { "handlers/todo.ts": text }))).toHaveLength(1);
  });

  test("a custom operation that became declared", async () => {
    const result = await plan(
      { archive: { entity: "todo", kind: "update" } },
      { "handlers/todo.ts": "export const archive: ArchiveMutator = () => {};\n" },
    );
    expect(orphansOf(result)).toEqual(["archive handlers/todo.ts:1:14"]);
  });

  test("a handler exported by a reserved word", async () => {
    const result = await plan(
      {},
      { "handlers/todo.ts": "const delete_ = 1;\nexport { delete_ as delete };\n" },
      { delete: "../handlers/todo.ts" },
    );
    expect(orphansOf(result)).toEqual(["delete handlers/todo.ts:2:21"]);
  });

  test("a server handler", async () => {
    const result = await plan(
      {},
      { "handlers/todo.server.ts": "export const gone = 1;\n" },
      { "gone@server": "../handlers/todo.server.ts", other: "../handlers/todo.ts" },
    );
    expect(orphansOf(result)).toEqual(["gone handlers/todo.server.ts:1:14"]);
  });

  test("what users export for themselves is none", async () => {
    const text =
      "export const helper = 1;\nexport function formatTitle() {}\nexport const other: GoneMutator = helper;\nexport default helper;\n";
    expect(
      orphansOf(await plan({}, { "handlers/todo.ts": text }, { archive: "../handlers/todo.ts" })),
    ).toEqual([]);
  });
});
