import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { GeneratorError } from "../lint/diagnostic.js";
import { checkUserConfig, isUserConfig } from "./check-user-config.js";
import { configDiagnostic, configError, configErrors } from "./config-error.js";
import { locateKey, locationOf } from "./locate-key.js";
import type { UserConfig } from "./project.js";

export interface LoadedConfig {
  readonly config: UserConfig;
  /** The config file and the local files that it imports, absolute. */
  readonly inputs: readonly string[];
}

/**
 * Reads a config file, or the `"kalphite"` key of a package.json. TypeScript and JavaScript are bundled and run.
 * @throws GeneratorError with located `config-invalid` diagnostics, one for each thing that is wrong
 */
export async function loadConfig(path: string): Promise<LoadedConfig> {
  const text = readText(path);
  const isPackage = basename(path) === "package.json";
  const { value, inputs } = path.endsWith(".json")
    ? { value: parseJson(path, text, isPackage), inputs: [path] }
    : await run(path);
  if (isUserConfig(value)) return { config: value, inputs };
  const problems = checkUserConfig(value);
  const located = problems.map(async ({ path: key, message, fix }) => {
    const location = await locateKey(path, text, isPackage ? ["kalphite", ...key] : key);
    return configDiagnostic({ file: path, message, fix, location });
  });
  throw configErrors(await Promise.all(located));
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (cause) {
    const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    throw configError({
      file: path,
      message: isMissing ? `There is no config file ${path}.` : `${path} cannot be read: ${String(cause)}`,
      fix: "Correct --config, or leave it out: kalphite-gen.config.ts is found by itself.",
    });
  }
}

function parseJson(path: string, text: string, isPackage: boolean): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (!isPackage) return value;
    return typeof value === "object" && value !== null && "kalphite" in value ? value.kalphite : {};
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const offset = Number(/position (\d+)/.exec(reason)?.[1] ?? text.length);
    throw configError({
      file: path,
      message: `This is not JSON: ${reason}.`,
      fix: "Correct the syntax here.",
      location: locationOf(path, text, offset, Math.min(offset + 1, text.length)),
    });
  }
}

async function run(path: string): Promise<{ readonly value: unknown; readonly inputs: readonly string[] }> {
  const { bundleAndImport } = await import("../load/bundle-and-import.js");
  const { bundle, exports } = await bundleAndImport(path).catch((error: unknown) => {
    throw error instanceof GeneratorError ? aboutConfig(error) : error;
  });
  if (!("default" in exports))
    throw configError({
      file: path,
      message: "The config file has no default export.",
      fix: 'Write: export default defineConfig({ schema: "src/schema.ts" });',
    });
  return {
    value: await exports["default"],
    inputs: [resolve(path), ...bundle.inputs.map((input) => input.path)],
  };
}

/** The loader speaks of schemas; what went wrong here is a config. */
function aboutConfig(error: GeneratorError): GeneratorError {
  const diagnostics = error.diagnostics.map((diagnostic) => ({
    ...diagnostic,
    rule: diagnostic.rule === "import-not-found" ? diagnostic.rule : "config-invalid",
    message: diagnostic.message.replace(/^The schema /, "The config "),
    fix: diagnostic.fix.replace("a schema file must", "a config file should"),
  }));
  return new GeneratorError(error.message, diagnostics, { cause: error });
}
