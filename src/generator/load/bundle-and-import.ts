import { bundleFile, type Bundle } from "./bundle.js";
import { runBundle } from "./run-bundle.js";

/** Bundles a TypeScript file of the user and runs it: for schemas and for config files. @throws GeneratorError */
export async function bundleAndImport(
  path: string,
): Promise<{ readonly bundle: Bundle; readonly exports: { readonly [name: string]: unknown } }> {
  const bundle = await bundleFile(path);
  return { bundle, exports: await runBundle(bundle, path) };
}
