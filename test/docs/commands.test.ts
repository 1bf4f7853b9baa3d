import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runCli } from "../cli/run-cli.js";
import { temporaryFolder } from "../cli/temporary-folder.js";
import { documentAt, repository, type CodeBlock } from "./support/documents.js";

const { blocks } = documentAt("README.md");

/** The output that stands below a command. */
function outputBelow(command: CodeBlock): string {
  const next = blocks[blocks.indexOf(command) + 1];
  if (next?.language !== "text") throw new Error(`${command.place} shows no output`);
  return next.text;
}

/** Without what differs from run to run. */
function steady(output: string): string {
  return output
    .replace(/\d+\.\d\d s\b/g, "0.00 s")
    .replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:0")
    .trimEnd();
}

const runOf = (name: string) => blocks.filter(({ marks }) => marks.get("run") === name);

it("shows what the demo prints", { timeout: 120_000 }, async () => {
  const [block] = runOf("demo");
  expect(block!.text.trim()).toBe("npm ci && npm run demo");
  const child = spawn(process.execPath, [join("scripts", "demo.js")], { cwd: repository });
  const lines = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (lines.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (lines.stderr += chunk.toString()));
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect({ code, stderr: steady(lines.stderr) }).toEqual({ code: 0, stderr: "15 unchanged in 0.00 s" });
  const shown = steady(outputBelow(block!)).replace("15 unchanged in 0.00 s\n", "");
  expect(steady(lines.stdout)).toBe(shown);
});

it("shows what the CLI says in a new project", async () => {
  const folder = temporaryFolder({
    "package.json": { type: "module", dependencies: { "kalphite-gen": "*", zod: "*" } },
  });
  mkdirSync(join(folder, "node_modules"));
  for (const name of ["zod", "kalphite-gen"])
    symlinkSync(join(repository, "node_modules", name), join(folder, "node_modules", name), "junction");
  const commands = runOf("cli");
  expect(commands.length).toBeGreaterThan(2);
  for (const block of commands) {
    const words = block.text.trim().split(" ");
    expect(words.slice(0, 2)).toEqual(["npx", "kalphite-gen"]);
    const { code, stderr } = await runCli(folder, words.slice(2));
    expect({ command: block.text, code, output: steady(stderr) }).toEqual({
      command: block.text,
      code: 0,
      output: steady(outputBelow(block)),
    });
  }

  const schema = join(folder, "schema.ts");
  const text = readFileSync(schema, "utf8").replace(
    'create("todo", { args: ["title"',
    'create("todo", { args: ["titel"',
  );
  writeFileSync(schema, text);
  const { code, stderr } = await runCli(folder, []);
  const shown = blocks.find((block) => block.text.startsWith("error[unknown-field]"));
  expect(code).toBe(1);
  expect(stderr).toContain(shown?.text);
});
