import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..", "..");
const runtime = join(root, "src", "validation", "index.ts");

/** A folder inside the project, so that packages are found from it. */
export function createFolder() {
  const path = mkdtempSync(join(root, "node_modules", ".kalphite-bench-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Bundles an entry; the validation runtime is the one of the sources. */
export async function bundle(entry, outfile, options = {}) {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "es2022",
    logLevel: "error",
    alias: { "kalphite-gen/validation": runtime },
    ...options,
  });
  return outfile;
}

export function write(folder, name, text) {
  const path = join(folder.path, name);
  writeFileSync(path, text);
  return path;
}
