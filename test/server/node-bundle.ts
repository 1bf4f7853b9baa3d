import { mkdirSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Bundles a TypeScript file beside this one, so that plain Node can run it in a process of its own. */
export async function bundleForNode(
  file: string,
): Promise<{ readonly path: string; readonly remove: () => void }> {
  // Inside the repository, so that the bundle finds the packages that are not bundled.
  const folder = fileURLToPath(new URL("../../node_modules/.cache/kalphite-bundles/", import.meta.url));
  const path = `${folder}${basename(file, ".ts")}-${process.pid}.mjs`;
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [fileURLToPath(new URL(file, import.meta.url))],
    outfile: path,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  return { path, remove: () => rmSync(path, { force: true }) };
}
