import { relative } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { parseJsonc } from "../../src/generator/config/jsonc.js";
import { resolveStyle } from "../../src/generator/config/style.js";
import { createFolder, type Folder } from "./folder.js";

let folder: Folder | undefined;
afterEach(() => folder?.remove());

function resolve(files: { readonly [path: string]: unknown }, tsconfig?: string) {
  folder = createFolder(
    Object.fromEntries(
      Object.entries(files).map(([path, content]) => [
        path,
        typeof content === "string" ? content : JSON.stringify(content),
      ]),
    ),
  );
  const { style, inputs } = resolveStyle({
    out: folder.at("src/generated"),
    ...(tsconfig !== undefined && { tsconfig: folder.at(tsconfig) }),
  });
  return { extension: style.importExtension, inputs: inputs.map((path) => relative(folder!.path, path)) };
}

describe("the extension of imports", () => {
  test.each<[compilerOptions: object, extension: string]>([
    [{}, ".js"],
    [{ module: "nodenext" }, ".js"],
    [{ moduleResolution: "Node16" }, ".js"],
    [{ module: "esnext", moduleResolution: "Bundler" }, ""],
    [{ module: "preserve" }, ""],
    [{ moduleResolution: "node" }, ""],
    [{ moduleResolution: "node10" }, ""],
    [{ module: "CommonJS" }, ""],
    [{ module: "esnext" }, ".js"],
    [{ module: "nodenext", rewriteRelativeImportExtensions: true }, ".ts"],
    [{ moduleResolution: "bundler", allowImportingTsExtensions: true }, ".ts"],
    [{ moduleResolution: "bundler", allowImportingTsExtensions: false }, ""],
  ])("%j: %j", (compilerOptions, extension) =>
    expect(resolve({ "tsconfig.json": { compilerOptions } }).extension).toBe(extension),
  );
});

describe("the config that governs", () => {
  const bundler = { compilerOptions: { moduleResolution: "bundler" } };
  const node = { compilerOptions: { moduleResolution: "nodenext" } };

  test("is the nearest one", () =>
    expect(resolve({ "tsconfig.json": node, "src/tsconfig.json": bundler })).toEqual({
      extension: "",
      inputs: ["src/tsconfig.json"],
    }));

  test("is the one that is named", () =>
    expect(resolve({ "tsconfig.json": node, "tsconfig.app.json": bundler }, "tsconfig.app.json")).toEqual({
      extension: "",
      inputs: ["tsconfig.app.json"],
    }));

  test("extends others: the nearest word counts, of a list the last", () =>
    expect(
      resolve({
        "tsconfig.json": { extends: ["./base/one", "./base/two.json"], compilerOptions: { strict: true } },
        "base/one.json": node,
        "base/two.json": { extends: "../root" },
        "root.json": bundler,
      }),
    ).toEqual({ extension: "", inputs: ["tsconfig.json", "base/one.json", "base/two.json", "root.json"] }));

  test.each([["@tsconfig/node20/tsconfig.json"], ["@tsconfig/node20"], ["shared/strict"]])(
    "extends a package's: %s",
    (name) => {
      const { extension, inputs } = resolve({
        "tsconfig.json": { extends: name },
        "node_modules/@tsconfig/node20/tsconfig.json": bundler,
        "node_modules/@tsconfig/node20/package.json": { name: "@tsconfig/node20" },
        "node_modules/shared/strict.json": bundler,
      });
      expect(extension).toBe("");
      expect(inputs[1]).toMatch(/^node_modules\//);
    },
  );

  test("is found through the references of a solution", () =>
    expect(
      resolve({
        "tsconfig.json": {
          files: [],
          references: [{ path: "./tsconfig.node.json" }, { path: "./tsconfig.app.json" }],
        },
        "tsconfig.node.json": { ...node, include: ["vite.config.ts"] },
        "tsconfig.app.json": { ...bundler, include: ["src/**/*.ts"] },
      }),
    ).toEqual({ extension: "", inputs: ["tsconfig.json", "tsconfig.node.json", "tsconfig.app.json"] }));

  test("may be missing", () => {
    const { extension, inputs } = resolve({});
    expect([extension, inputs.every((path) => path.startsWith(".."))]).toEqual([".js", true]);
  });
});

describe("what cannot be followed is named", () => {
  test.each<[title: string, files: { readonly [path: string]: unknown }, message: RegExp]>([
    ["no JSON", { "tsconfig.json": "{ compilerOptions" }, /tsconfig\.json is not valid: /],
    ["a missing base", { "tsconfig.json": { extends: "./nope" } }, /nope\.json cannot be read/],
    [
      "a missing package",
      { "tsconfig.json": { extends: "@nobody/nothing" } },
      /extends "@nobody\/nothing", which cannot be found/,
    ],
    [
      "a circle",
      { "tsconfig.json": { extends: "./a" }, "a.json": { extends: "./tsconfig" } },
      /extends itself/,
    ],
  ])("%s", (_title, files, message) => expect(() => resolve(files)).toThrow(message));
});

test("comments, trailing commas and a byte-order mark are no obstacle", () => {
  const text = `\ufeff{
    // "a": 1,
    "b": "http://x /* no */ , }", /* , */
    "c": [1, 2, ], "d": "\\"//",
  }`;
  expect(parseJsonc(text)).toEqual({ b: "http://x /* no */ , }", c: [1, 2], d: '"//' });
});
