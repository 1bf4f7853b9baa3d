import type { OutputStyle } from "../plan/planned-file.js";
import type { Project } from "./project.js";
import { findTsconfig, readTsconfig } from "./tsconfig.js";
import { governingTsconfig } from "./tsconfig-references.js";

export interface ResolvedStyle {
  readonly style: OutputStyle;
  /** The tsconfig.json that governs the output folder, where there is one. */
  readonly tsconfig?: string;
  /** Every file that was read for it (the tsconfig and what it extends or refers to), absolute. */
  readonly inputs: readonly string[];
}

/**
 * What the user's compiler options ask of the generated files. `.js` where nothing is known: Node and every bundler
 * understand it, and so does TypeScript under every module resolution.
 * @throws GeneratorError where a tsconfig, or what it extends, is missing or is not JSON
 */
export function resolveStyle(project: Pick<Project, "out" | "tsconfig">): ResolvedStyle {
  const nearest = project.tsconfig ?? findTsconfig(project.out);
  if (nearest === undefined) return { style: { importExtension: ".js" }, inputs: [] };
  const { tsconfig, files } = governingTsconfig(nearest, project.out);
  const { options, files: chain } = readTsconfig(tsconfig);
  return {
    style: { importExtension: importExtension(options) },
    tsconfig,
    inputs: [...new Set([...files, ...chain])],
  };
}

function importExtension(options: { readonly [name: string]: unknown }): OutputStyle["importExtension"] {
  if (options["rewriteRelativeImportExtensions"] === true || options["allowImportingTsExtensions"] === true)
    return ".ts";
  const resolution = String(
    options["moduleResolution"] ?? impliedResolution(options["module"]),
  ).toLowerCase();
  return ["bundler", "node", "node10", "classic"].includes(resolution) ? "" : ".js";
}

/** TypeScript's own default, as far as it decides about extensions; `.js` is right wherever it is not certain. */
function impliedResolution(module: unknown): string {
  const name = String(module ?? "").toLowerCase();
  if (name === "preserve") return "bundler";
  if (name === "commonjs") return "node10";
  return "nodenext";
}
