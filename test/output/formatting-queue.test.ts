import { expect, test } from "vitest";
import type { Formatter } from "../../src/generator/format/formatter.js";
import { createFormattingQueue } from "../../src/generator/output/formatting-queue.js";
import { renderedText, type PlannedFile } from "../../src/generator/plan/planned-file.js";

/** Formats nothing until it is told to. */
function createSlowFormatter() {
  const batches: string[][] = [];
  const endings: (() => void)[] = [];
  const formatter: Formatter = {
    key: "",
    inputs: [],
    diagnostics: [],
    format: async (files) => {
      batches.push(files.map(({ path }) => path));
      await new Promise<void>((resolve) => endings.push(resolve));
      return files.map((file) => ({ path: file.path, text: `formatted ${renderedText(file)}` }));
    },
  };
  return { formatter, batches, endNext: () => endings.shift()?.() };
}

const small = (path: string): PlannedFile => ({ path, text: path });
const large = (path: string): PlannedFile => ({ path, text: path.padEnd(50_000) });

test("a file is formatted at once where nothing else is, and others wait for a full batch", async () => {
  const { formatter, batches, endNext } = createSlowFormatter();
  const queue = createFormattingQueue(formatter);
  await queue.add(small("a.ts"));
  expect(batches).toEqual([["a.ts"]]);
  await queue.add(small("b.ts"));
  await queue.add(small("c.ts"));
  expect(batches).toEqual([["a.ts"]]);
  await queue.add({ path: "d.json", entries: [["d", "1"]] });
  expect(batches).toEqual([["a.ts"], ["b.ts", "c.ts"]]);
  const all = queue.end();
  for (const _ of batches) endNext();
  expect((await all).map(({ text }) => text)).toEqual([
    "formatted a.ts",
    "formatted b.ts",
    "formatted c.ts",
    'formatted {\n"d": 1\n}\n',
  ]);
});

test("a failure is told at the end, and stops nobody before", async () => {
  const formatter: Formatter = {
    key: "",
    inputs: [],
    diagnostics: [],
    format: async ([file]) => {
      throw new Error(`Not ${file!.path}`);
    },
  };
  const queue = createFormattingQueue(formatter);
  for (let index = 0; index < 20; index++) await queue.add(large(`${index}.ts`));
  await expect(queue.end()).rejects.toThrow("Not 0.ts");
});
