import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { failureOf } from "../../src/generator/cli/failure.js";
import { createProgress } from "../../src/generator/cli/progress.js";
import { noChanges, summaryLine } from "../../src/generator/cli/summary.js";
import { createPaint, isColoured } from "../../src/generator/cli/terminal.js";
import { closestWord } from "../../src/generator/config/closest-word.js";
import { GeneratorError } from "../../src/generator/lint/diagnostic.js";

const stream = (isTTY: boolean) => {
  const written: string[] = [];
  return { isTTY, columns: 40, written, write: (text: string) => void written.push(text) };
};

describe("colour", () => {
  it.each<[boolean, { readonly [name: string]: string }, boolean]>([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: "1" }, false],
    [true, { NO_COLOR: "" }, true],
    [true, { TERM: "dumb" }, false],
    [false, { FORCE_COLOR: "1" }, true],
    [false, { FORCE_COLOR: "" }, true],
    [true, { FORCE_COLOR: "0" }, false],
    [true, { FORCE_COLOR: "1", NO_COLOR: "1" }, true],
  ])("terminal %s with %o: %s", (isTTY, env, expected) => {
    expect(isColoured(stream(isTTY), env)).toBe(expected);
  });

  it("surrounds a text, or leaves it alone", () => {
    expect(createPaint(true)("red", "x")).toBe("\u001b[31mx\u001b[39m");
    expect(createPaint(false)("red", "x")).toBe("x");
  });
});

describe("summaries", () => {
  it.each([
    [{ created: 3, updated: 1, unchanged: 42 }, 210, "3 created, 1 updated, 42 unchanged in 0.21 s"],
    [{ appended: 1, deleted: 2 }, 12_340, "1 appended, 2 deleted in 12.3 s"],
    [{}, 0, "nothing to do in 0.00 s"],
  ])("%o in %d ms", (counts, durationMs, expected) => {
    expect(summaryLine({ ...noChanges, ...counts }, durationMs)).toBe(expected);
  });
});

describe("progress", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("appears once the work is long, changes with each step, and goes without a trace", () => {
    const terminal = stream(true);
    const progress = createProgress(terminal, true);
    progress.step("Loading schema.ts");
    expect(terminal.written).toEqual([]);
    vi.advanceTimersByTime(301);
    expect(terminal.written.at(-1)).toContain("Loading schema.ts …");
    progress.step("Formatting a name that is much too long for this terminal");
    expect(terminal.written.at(-1)).toHaveLength("\r\u001b[2K".length + 39);
    progress.end();
    expect(terminal.written.at(-1)).toBe("\r\u001b[2K");
  });

  it("says nothing when the work was short, or where there is no terminal, or where it is not wanted", () => {
    const [short, file, quiet] = [stream(true), stream(false), stream(true)];
    const progress = createProgress(short, true);
    progress.step("Loading");
    progress.end();
    for (const other of [createProgress(file, true), createProgress(quiet, false)]) other.step("Loading");
    vi.advanceTimersByTime(1_000);
    expect([...short.written, ...file.written, ...quiet.written]).toEqual([]);
  });
});

describe("failures", () => {
  it("tells what is expected to go wrong without a stack or a request to report it", () => {
    expect(failureOf(new GeneratorError("no schema"), {})).toEqual({ message: "no schema", diagnostics: [] });
    const full = Object.assign(new Error("ENOSPC: no space left"), {
      code: "ENOSPC",
      syscall: "write",
      path: "a.ts",
    });
    expect(failureOf(full, {})).toEqual({
      message: "a.ts: the disk is full (ENOSPC, write).",
      diagnostics: [],
    });
  });

  it("asks to report what is not, with the stack only for DEBUG=kalphite-gen", () => {
    const error = new TypeError("x is undefined");
    expect(failureOf(error, {})).toMatchObject({
      message: "TypeError: x is undefined",
      advice: expect.stringContaining("DEBUG=kalphite-gen"),
    });
    expect(failureOf(error, {})).not.toHaveProperty("stack");
    expect(failureOf(error, { DEBUG: "other" })).not.toHaveProperty("stack");
    expect(failureOf(error, { DEBUG: "other,kalphite-gen" }).stack).toContain("terminal.test");
    expect(failureOf("thrown text", {}).message).toBe("thrown text");
  });
});

describe("the closest word", () => {
  it.each([
    ["shcema", "schema"],
    ["Schema", "schema"],
    ["outt", "out"],
    ["handler", "handlers"],
    ["zzzzzz", undefined],
    ["x", undefined],
  ])("%s → %s", (word, expected) => {
    expect(closestWord(word, ["schema", "out", "handlers", "tsconfig"])).toBe(expected);
  });
});
