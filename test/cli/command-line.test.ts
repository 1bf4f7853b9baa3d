import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { readCommandLine, readWithYargs } from "../../src/generator/cli/command-line.js";
import { readExactArguments } from "../../src/generator/cli/exact-arguments.js";
import { commandNames, commandOptions } from "../../src/generator/cli/options.js";

const context = { version: "1.2.3", columns: 100 };
const read = (line: string) => readCommandLine(line.split(" ").filter(Boolean), context);
const off = { dryRun: false, diff: false, json: false, watch: false, quiet: false, rules: false };
const flags = { ...off, fix: false, yes: false };

describe("plain command lines", () => {
  it.each([
    ["", { command: "generate" }],
    ["--check", { command: "check" }],
    ["generate --schema a.ts --out=b", { command: "generate", schema: "a.ts", out: "b" }],
    [
      "check --project web --project admin --quiet",
      { command: "check", projects: ["web", "admin"], quiet: true },
    ],
    ["prune --dry-run --diff", { command: "prune", dryRun: true, diff: true }],
    ["lint --rules", { command: "lint", rules: true }],
  ])("reads `%s` without yargs", (line, expected) => {
    expect(readExactArguments(line.split(" ").filter(Boolean))).toEqual({ ...flags, ...expected });
  });

  it.each([
    "--help",
    "chekc",
    "--schema",
    "--schema --out",
    "--schema a --schema b",
    "init --watch",
    "--watch --json",
    "--quiet true",
  ])("leaves `%s` to yargs", (line) => expect(readExactArguments(line.split(" "))).toBeUndefined());

  it("reads what it reads exactly as yargs does", async () => {
    const word = fc.oneof(
      fc.constantFrom(...commandNames),
      fc.constantFrom(...commandOptions.generate, "rules", "nope", "no-quiet").map((name) => `--${name}`),
      fc.constantFrom("schema", "out", "config", "project", "quiet").map((name) => `--${name}=x y`),
      fc.constantFrom("a.ts", "true", "12", "0x1f", "-", "--", "./b c", "", "'q'", "a=b", "é"),
    );
    let understood = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 6 }), async (argv) => {
        const exact = readExactArguments(argv);
        if (!exact) return;
        understood++;
        expect(await readWithYargs(argv, context)).toEqual({ kind: "run", arguments: exact });
      }),
      { numRuns: 400 },
    );
    expect(understood).toBeGreaterThan(20);
  });
});

describe("through yargs", () => {
  it.each([
    ["--quiet=true check", { command: "check", quiet: true }],
    ["--dryRun", { command: "generate", dryRun: true }],
    ["--no-quiet lint", { command: "lint" }],
  ])("reads `%s`", async (line, expected) => {
    expect(await read(line)).toEqual({ kind: "run", arguments: { ...flags, ...expected } });
  });

  it.each([
    ["chekc", 'Did you mean "check"?'],
    ["completio", 'Did you mean "completion"?'],
    ["xyzzyplugh", "--help"],
    ["schema.ts", "--schema schema.ts"],
    ["generate check", "One command at a time"],
    ["--ouut x", "Did you mean --out?"],
    ["check --dif", "Did you mean --diff?"],
    ["check --watch", "check does not take --watch; generate does"],
    ["generate --rules", "generate does not take --rules; lint, compat do"],
    ["-x", "There is no option --x"],
    ["--schema", "--schema needs a value"],
    ["--schema=", "--schema needs a value"],
    ["--schema a --schema b", "--schema is given 2 times"],
    ["--watch --json", "--watch"],
  ])("refuses `%s`", async (line, message) => {
    const result = await read(line);
    expect(result.kind).toBe("mistake");
    expect(result.kind === "mistake" && result.message).toContain(message);
  });

  it("prints help with examples, defaults and exit codes", async () => {
    const result = await read("--help");
    const text = result.kind === "text" ? result.text : "";
    for (const part of [
      "Commands:",
      "kalphite-gen init",
      "Examples:",
      "--dry-run",
      "generated/ beside the schema",
      "Exit codes:",
    ])
      expect(text).toContain(part);
  });

  it.each(commandNames)("prints help for %s with its own options only", async (command) => {
    const result = await read(`${command} --help`);
    const text = result.kind === "text" ? result.text : "";
    for (const name of commandOptions[command]) expect(text).toContain(`--${name}`);
    expect(text.includes("--rules")).toBe(command === "lint" || command === "compat");
    expect(text).toContain("Examples:");
    expect(text).toContain("Exit codes:");
  });

  it("answers --version", async () => {
    expect(await read("--version")).toEqual({ kind: "text", text: "1.2.3\n" });
  });

  it.each([
    ["completion", "###-begin-kalphite-gen-completions-###"],
    ["--get-yargs-completions kalphite-gen ", "inspect"],
    ["--get-yargs-completions kalphite-gen check --d", "--diff"],
  ])("completes for shells: `%s`", async (line, expected) => {
    const printed: string[] = [];
    const log = vi.spyOn(console, "log").mockImplementation((text: string) => void printed.push(text));
    expect(await read(line)).toEqual({ kind: "text", text: "" });
    log.mockRestore();
    expect(printed.join("\n")).toContain(expected);
  });
});
