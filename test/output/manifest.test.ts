import { afterEach, describe, expect, test } from "vitest";
import { type Manifest, manifestText } from "../../src/generator/output/manifest.js";
import { readManifest } from "../../src/generator/output/read-manifest.js";
import { createFolder, type Folder } from "./folder.js";

let folder: Folder | undefined;
afterEach(() => folder?.remove());

const manifest: Manifest = {
  generator: "1.0.0",
  packages: { zod: "4.6.7" },
  style: { importExtension: ".js" },
  inputs: { "../schema.ts": "aa" },
  outputs: { "b.gen.ts": "bb", "a.gen.ts": "cc" },
  handlers: { archive: "../handlers/todo.ts" },
};

function read(text: string) {
  folder = createFolder({ "manifest.json": text });
  return readManifest(folder.path);
}

test("is the same text for the same facts, one entry a line, sorted", () => {
  const text = manifestText(manifest);
  const shuffled = { ...manifest, outputs: { "a.gen.ts": "cc", "b.gen.ts": "bb" } };
  expect(manifestText(shuffled)).toBe(text);
  expect(text).toContain('  "outputs": {\n    "a.gen.ts": "cc",\n    "b.gen.ts": "bb"\n  },\n');
  expect(text.endsWith("}\n")).toBe(true);
});

describe("reading", () => {
  test("what was written", () =>
    expect(read(manifestText(manifest))).toMatchObject({ state: "read", manifest }));
  test("none", () => {
    folder = createFolder();
    expect(readManifest(folder.path)).toEqual({ state: "absent" });
    expect(readManifest(folder.at("nowhere"))).toEqual({ state: "absent" });
  });
  test.each([
    "",
    "{",
    "[]",
    "null",
    '{ "generator": 1 }',
    '{ "name": "my app", "icons": [] }',
    manifestText(manifest).replace('"cc"', "7"),
  ])("%j is none", (text) => expect(read(text).state).toBe("unreadable"));

  test("one that a merge left with conflicts lists the outputs of both sides", () => {
    const text = manifestText(manifest)
      .replace(
        '    "../schema.ts": "aa"\n',
        '<<<<<<< HEAD\n    "../schema.ts": "aa"\n=======\n    "../schema.ts": "dd"\n>>>>>>> branch\n',
      )
      .replace(
        '    "b.gen.ts": "bb"\n',
        '<<<<<<< HEAD\n    "b.gen.ts": "bb"\n||||||| base\n    "z.gen.ts": "zz"\n=======\n    "c.gen.ts": "ee"\n>>>>>>> branch\n',
      );
    const reading = read(text);
    expect(reading.state).toBe("conflicting");
    expect("manifest" in reading && reading.manifest.outputs).toEqual({
      "a.gen.ts": "cc",
      "b.gen.ts": "bb",
      "c.gen.ts": "ee",
    });
    expect("manifest" in reading && reading.manifest.inputs).toEqual({ "../schema.ts": "aa" });
  });

  test("a folder in its place is an error that names it", () => {
    folder = createFolder({ "manifest.json/x": "" });
    expect(() => readManifest(folder!.path)).toThrow(/manifest\.json cannot be read/);
  });
});
