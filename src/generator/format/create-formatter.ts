import { join } from "node:path";
import { createRequire } from "node:module";
import type { Diagnostic } from "../lint/diagnostic.js";
import { fileDiagnostic } from "../lint/file-diagnostic.js";
import { packageVersion } from "../load/package-root.js";
import { usableCacheFolder } from "../output/cache-folder.js";
import { renderedText, type PlannedFile, type PlannedJson } from "../plan/planned-file.js";
import { findConfigFiles } from "./config-files.js";
import { fastOptions, type PrettierOptions } from "./fast-options.js";
import { formatEntries, formatJson } from "./format-json.js";
import type { Formatter } from "./formatter.js";
import type { JsonMemory } from "./json-memory.js";
import { inLayout, layoutOf, type Layout } from "./layout.js";
import { findUserPrettier, ownPrettier, type PrettierCopy, type PrettierModule } from "./prettier-module.js";
import { configFingerprint, createOptionsResolver } from "./resolved-options.js";

type Unformatted = PlannedFile | PlannedJson;

export interface FormatterOptions {
  /** Absolute. */
  readonly out: string;
  /** Absolute; may have a configuration of its own. */
  readonly handlers?: string;
  /** Where prettier's answers about plain configuration files are kept between runs; the project's cache by default. */
  readonly cacheFolder?: string;
  /** Of contract.json, kept from plan to plan by a session. */
  readonly contractMemory?: JsonMemory;
}

/**
 * Looks for the user's configuration. Where there is none, or one that oxfmt knows, oxfmt formats; otherwise prettier
 * itself does, the user's copy where there is one, and a note says why. prettier is imported only when it is needed.
 */
export function createFormatter({ out, handlers, cacheFolder, contractMemory }: FormatterOptions): Formatter {
  const folders = [out, ...(handlers === undefined ? [] : [handlers])];
  const configFiles = [...new Set(folders.flatMap(findConfigFiles))].sort();
  const userPrettier = findUserPrettier(out);
  const prettier = userPrettier ?? ownPrettier();
  const key = configFingerprint(configFiles, prettier.version, oxfmtVersion(), packageVersion());
  const diagnostics: Diagnostic[] = [];
  let loaded: Promise<PrettierModule> | undefined;
  const load = (): Promise<PrettierModule> => (loaded ??= loadAnew(prettier));
  const cache = configFiles.length === 0 ? undefined : (cacheFolder ?? usableCacheFolder(out));
  const resolver = createOptionsResolver({ configFiles, key, load, cacheFolder: cache });

  if (layoutOf(prettier.version) !== undefined) loadAhead().catch(() => undefined);

  async function formatGroup(files: readonly Unformatted[], options: PrettierOptions): Promise<string[]> {
    noteLineEndings(diagnostics, options);
    const { texts, refusal } = await formatFast(files, options, layoutOf(prettier.version), contractMemory);
    if (refusal !== undefined) note(diagnostics, refusal);
    const rest = [...texts.keys()].filter((index) => texts[index] === undefined);
    if (rest.length > 0) {
      const { formatWithPrettier } = await import("./format-with-prettier.js");
      const unformatted = rest.map((index) => ({
        path: files[index]!.path,
        text: renderedText(files[index]!),
      }));
      const formatted = await formatWithPrettier(unformatted, options, await load(), out);
      for (const [position, index] of rest.entries()) texts[index] = formatted[position]!.text;
    }
    return texts.map((text) => text!);
  }

  return {
    key,
    inputs: [...configFiles, ...(userPrettier === undefined ? [] : [userPrettier.manifest])].sort(),
    diagnostics,
    format: async (files) => {
      const groups = new Map<string, { readonly options: PrettierOptions; readonly files: Unformatted[] }>();
      for (const file of files) {
        const options = await resolver.resolve(join(out, file.path));
        const groupKey = JSON.stringify(options);
        const group = groups.get(groupKey) ?? { options, files: [] };
        group.files.push(file);
        groups.set(groupKey, group);
      }
      resolver.remember();
      const formatted = new Map<Unformatted, string>();
      for (const group of groups.values()) {
        const texts = await formatGroup(group.files, group.options);
        for (const [index, file] of group.files.entries()) formatted.set(file, texts[index]!);
      }
      return files.map((file) => ({ path: file.path, text: formatted.get(file)! }));
    },
  };
}

/** oxfmt takes 10 ms to load, during which a run has other things to wait for. */
async function loadAhead(): Promise<void> {
  const { loadOxfmt } = await import("./format-with-oxfmt.js");
  await loadOxfmt();
}

/** In comments they speak to prettier, which is best asked itself. */
const directives = ["prettier-ignore", "@format", "@prettier", "@noformat", "@noprettier"];

interface FastResult {
  /** Undefined for what prettier itself has to format. */
  readonly texts: (string | undefined)[];
  /** Why, where it is for the configuration's sake. */
  readonly refusal?: string;
}

async function formatFast(
  files: readonly Unformatted[],
  options: PrettierOptions,
  layout: Layout | undefined,
  contractMemory: JsonMemory | undefined,
): Promise<FastResult> {
  const texts: (string | undefined)[] = files.map(() => undefined);
  if (layout === undefined) return { texts, refusal: "the project's version of prettier" };
  const fast = fastOptions(options);
  if ("refusal" in fast) return { texts, refusal: fast.refusal };
  const others = new Map<number, PlannedFile>();
  for (const [index, file] of files.entries()) {
    texts[index] = formattedJson(file, fast.options, contractMemory);
    if (texts[index] !== undefined) continue;
    const text = renderedText(file);
    if (!speaksToPrettier(text)) others.set(index, { path: file.path, text });
  }
  if (others.size === 0) return { texts };
  const { formatWithOxfmt } = await import("./format-with-oxfmt.js");
  const result = await formatWithOxfmt([...others.values()], fast.options);
  if ("refusal" in result) return { texts, refusal: result.refusal };
  for (const [position, index] of [...others.keys()].entries()) {
    const { path, text } = result[position]!;
    texts[index] = path.endsWith(".json") ? text : inLayout(text, layout, fast.options);
  }
  return { texts };
}

/** Undefined for what is no JSON, and for JSON that oxfmt has to format. */
function formattedJson(
  file: Unformatted,
  options: PrettierOptions,
  contractMemory: JsonMemory | undefined,
): string | undefined {
  if ("entries" in file) return formatEntries(file.entries, options, contractMemory);
  return file.path.endsWith(".json") ? formatJson(file.text, options) : undefined;
}

function speaksToPrettier(text: string): boolean {
  return directives.some((directive) => text.includes(directive));
}

/** prettier remembers configurations for as long as the process lives; a watching one must see them change. */
async function loadAnew(copy: PrettierCopy): Promise<PrettierModule> {
  const prettier = await copy.load();
  await prettier.clearConfigCache();
  return prettier;
}

function oxfmtVersion(): string {
  return (createRequire(import.meta.url)("oxfmt/package.json") as { version: string }).version;
}

function note(diagnostics: Diagnostic[], reason: string): void {
  const message = `Generated files are formatted by prettier itself, which is slower: ${reason.replace(/\.+$/, "")}.`;
  if (diagnostics.some((diagnostic) => diagnostic.message === message)) return;
  diagnostics.push(fileDiagnostic("slow-formatting", message));
}

function noteLineEndings(diagnostics: Diagnostic[], { endOfLine }: PrettierOptions): void {
  if (endOfLine !== "crlf" && endOfLine !== "cr") return;
  if (diagnostics.some(({ rule }) => rule === "line-endings")) return;
  const message = `prettier is asked for ${endOfLine} line endings, and generated files always end lines in LF.`;
  diagnostics.push(fileDiagnostic("line-endings", message));
}
