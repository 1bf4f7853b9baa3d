import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "./temporary-folder.js";

export const packageFolder = fileURLToPath(new URL("../..", import.meta.url));
const bin = join(packageFolder, "bin", "kalphite-gen.js");

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A small package with a schema of its own, in which zod can be found. */
export function appFolder(files: { readonly [path: string]: unknown }): string {
  const folder = temporaryFolder({ "package.json": { name: "app", type: "module" }, ...files });
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  const zod = dirname(createRequire(import.meta.url).resolve("zod/package.json"));
  symlinkSync(zod, join(folder, "node_modules", "zod"), "junction");
  return folder;
}

export function startCli(cwd: string, argv: readonly string[], options: CliOptions = {}): ChildProcess {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  return spawn(process.execPath, [options.bin ?? bin, ...argv], { cwd, env: { ...env, ...options.env } });
}

export interface CliOptions {
  readonly env?: { readonly [name: string]: string };
  readonly bin?: string;
}

/** Runs the built CLI as its users do. */
export function runCli(cwd: string, argv: readonly string[], options: CliOptions = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = startCli(cwd, argv, options);
    const output = { stdout: "", stderr: "" };
    child.stdout?.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...output }));
  });
}

/** The text of a schema with the given entities and operations. */
export function schemaText(operations: string, fields = "title: z.string().min(1)"): string {
  return `import { z } from "zod";
import { create, custom, defineSchema, entity, remove, update } from "kalphite-gen/schema";

export default defineSchema({
  entities: {
    todo: entity({ ${fields} }),
    project: entity({ name: z.string() }),
  },
  operations: {
    ${operations}
  },
});
export const unused = [create, custom, remove, update];
`;
}

export const plainSchema = schemaText(`/** Adds a todo. */
    addTodo: create("todo", { args: ["title"] }),
    deleteTodo: remove("todo"),
    addProject: create("project", { args: ["name"] }),`);

export const customSchema = schemaText(`addTodo: create("todo", { args: ["title"] }),
    addProject: create("project", { args: ["name"] }),
    archiveTodo: custom({ args: { todoId: z.string() }, touches: ["todo"] }),`);
