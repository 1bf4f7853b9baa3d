import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { GeneratorError } from "../lint/diagnostic.js";
import type { PlannedFile } from "../plan/planned-file.js";
import type { PrettierOptions } from "./fast-options.js";
import type { PrettierModule } from "./prettier-module.js";

/**
 * Formats with prettier itself: for configurations that oxfmt does not know.
 * @throws GeneratorError where a text does not parse, or where a plugin cannot be loaded
 */
export async function formatWithPrettier(
  files: readonly PlannedFile[],
  options: PrettierOptions,
  prettier: PrettierModule,
  out: string,
): Promise<PlannedFile[]> {
  const formatted: PlannedFile[] = [];
  const plugins = resolvedPlugins(options["plugins"], out);
  for (const { path, text } of files) {
    try {
      const result = await prettier.format(text, {
        ...options,
        ...(plugins.length > 0 && { plugins }),
        filepath: join(out, path),
        endOfLine: "lf",
      });
      formatted.push({ path, text: result });
    } catch (error) {
      throw new GeneratorError(
        `prettier ${prettier.version} cannot format ${path}: ${error instanceof Error ? error.message : String(error)}`,
        [],
        { cause: error },
      );
    }
  }
  return formatted;
}

/** prettier looks plugins up from the folder it was started in; the project's own folder is what counts here. */
function resolvedPlugins(plugins: unknown, out: string): unknown[] {
  const require = createRequire(join(out, "any.js"));
  return (Array.isArray(plugins) ? plugins : []).map((plugin: unknown) => {
    if (typeof plugin !== "string" || plugin.startsWith("file:")) return plugin;
    try {
      return pathToFileURL(require.resolve(plugin)).href;
    } catch {
      return plugin;
    }
  });
}
