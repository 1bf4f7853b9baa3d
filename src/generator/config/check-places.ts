import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Diagnostic } from "../lint/diagnostic.js";
import { fileStats } from "../load/file-stats.js";
import { configDiagnostic, configErrors } from "./config-error.js";
import { locateKey, type KeyPath } from "./locate-key.js";
import type { Project, UserConfig } from "./project.js";

type PlaceKey = "out" | "handlers" | "tsconfig";

interface PlaceProblem {
  readonly project: Project;
  readonly key: PlaceKey;
  readonly message: string;
  readonly fix: string;
}

/** What named the places. */
export interface PlaceSources {
  /** The configuration that was read, where there is one. */
  readonly configPath: string | undefined;
  readonly config: UserConfig;
  /** Places that the command line names instead. */
  readonly options: { readonly out?: string; readonly handlers?: string };
}

/**
 * Two projects must not write one folder, generated files must not stand among the user's, no file stands in for a
 * folder or above one, and a tsconfig that is named is there.
 * @throws GeneratorError with `config-invalid` diagnostics, each at its key in the configuration
 */
export async function checkPlaces(projects: readonly Project[], sources: PlaceSources): Promise<void> {
  const problems = [...projects.flatMap(folderProblems), ...tsconfigProblems(projects), ...clashes(projects)];
  if (problems.length === 0) return;
  throw configErrors(await Promise.all(problems.map((problem) => located(problem, sources))));
}

function folderProblems(project: Project): PlaceProblem[] {
  const { name, out, handlers } = project;
  const problems: PlaceProblem[] = [];
  for (const [key, path] of [
    ["out", out],
    ["handlers", handlers],
  ] as const) {
    const file = fileOnTheWay(path);
    if (file === undefined) continue;
    const what = file === path ? "which is a file" : `but ${file} is a file`;
    const message = `"${name}" has ${path} as its "${key}", ${what}.`;
    problems.push({ project, key, message, fix: `Name a folder for "${key}".` });
  }
  if (out === handlers) {
    const message = `"${name}" has its handlers in ${out}, where its generated files go.`;
    problems.push({ project, key: "handlers", message, fix: `Give "handlers" a folder of its own.` });
  }
  return problems;
}

function tsconfigProblems(projects: readonly Project[]): PlaceProblem[] {
  return projects.flatMap((project): PlaceProblem[] => {
    const { name, tsconfig } = project;
    const stats = tsconfig === undefined ? undefined : fileStats(tsconfig);
    if (tsconfig === undefined || stats?.isFile() === true) return [];
    const what = stats ? "which is no file" : "where there is no file";
    const message = `"${name}" has ${tsconfig} as its "tsconfig", ${what}.`;
    const fix =
      'Name the tsconfig.json that governs "out", or leave it out: the nearest one is found by itself.';
    return [{ project, key: "tsconfig", message, fix }];
  });
}

function clashes(projects: readonly Project[]): PlaceProblem[] {
  const owners = new Map<string, string>();
  return projects.flatMap((project): PlaceProblem[] => {
    const { name, out } = project;
    const owner = owners.get(out);
    owners.set(out, name);
    if (owner === undefined) return [];
    const message = `The projects "${owner}" and "${name}" both write ${out}.`;
    return [{ project, key: "out", message, fix: `Give each project its own "out".` }];
  });
}

/** The nearest thing that is there, of a path that is to be a folder, where it is none. */
function fileOnTheWay(path: string): string | undefined {
  let at = path;
  let stats = fileStats(at);
  while (stats === undefined && dirname(at) !== at) stats = fileStats((at = dirname(at)));
  return stats === undefined || stats.isDirectory() ? undefined : at;
}

async function located(
  { project, key, message, fix }: PlaceProblem,
  { configPath, config, options }: PlaceSources,
): Promise<Diagnostic> {
  const file = configPath ?? join(project.root, "package.json");
  const isOption = key !== "tsconfig" && options[key] !== undefined;
  if (configPath === undefined || isOption) return configDiagnostic({ file, message, fix });
  const text = readFileSync(configPath, "utf8").replace(/^\uFEFF/, "");
  const location = await locateKey(configPath, text, keyPath(project, key, configPath, config));
  return configDiagnostic({ file, message, fix, location });
}

function keyPath({ name }: Project, key: PlaceKey, configPath: string, { projects }: UserConfig): KeyPath {
  const isOwn =
    projects?.[name] !== undefined && (key !== "tsconfig" || projects[name].tsconfig !== undefined);
  const path = isOwn ? ["projects", name, key] : [key];
  return basename(configPath) === "package.json" ? ["kalphite", ...path] : path;
}
