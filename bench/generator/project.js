import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");

/**
 * A project in a folder of its own, a git repository without a commit, with this package and zod installed.
 * @param {string} schema the text of schema.ts
 */
export function createProject(schema) {
  const folder = mkdtempSync(join(tmpdir(), "kalphite-bench-"));
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(root, "node_modules/zod"), join(folder, "node_modules/zod"));
  symlinkSync(root, join(folder, "node_modules/kalphite-gen"));
  writeFileSync(join(folder, "package.json"), '{ "name": "bench", "type": "module" }\n');
  writeFileSync(join(folder, "schema.ts"), schema);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
