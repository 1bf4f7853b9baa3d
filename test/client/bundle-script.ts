import { join } from "node:path";
import { build } from "esbuild";

/** Writes a module for a process of its own; its imports are relative to the root of this package. */
export async function bundleScript(directory: string, contents: string): Promise<string> {
  const outfile = join(directory, "script.mjs");
  await build({
    stdin: { contents, resolveDir: new URL("../..", import.meta.url).pathname },
    bundle: true,
    platform: "node",
    format: "esm",
    // Packages that were written for `require`.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    outfile,
    logLevel: "silent",
  });
  return outfile;
}
