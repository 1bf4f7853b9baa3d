import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import type { ResolvedProjects } from "../../config/resolve-projects.js";
import { isConfigurationName } from "../../output/folder-stamp.js";
import type { Plan } from "../../plan/plan.js";

/** What a watching run must look at: as far as is known, which after a failure is less. */
export interface WatchedPaths {
  readonly folders: ReadonlySet<string>;
  /** Whether a change of this path may change what is generated. */
  readonly concerns: (path: string) => boolean;
  /** Whether a change of this path may change which projects there are. */
  readonly isConfig: (path: string) => boolean;
}

export function watchedPaths(context: {
  readonly cwd: string;
  readonly resolved: ResolvedProjects | undefined;
  /** The last plan of each project. */
  readonly plans: readonly Plan[];
  /** After a failure any file that code can import, and any folder, may be what helps. */
  readonly hasFailed: boolean;
}): WatchedPaths {
  const { cwd, resolved, plans, hasFailed } = context;
  const projects = resolved?.projects ?? [];
  const inputs = plans.flatMap((plan) => plan.sources.inputs.map(({ path }) => path));
  const configs = new Set([...(resolved?.inputs ?? []), ...(resolved?.absent ?? [])]);
  const files = new Set([...configs, ...projects.map(({ schema }) => schema), ...inputs]);
  const handlers = projects.map((project) => project.handlers);
  const outputs = projects.map((project) => project.out);
  const isOutput = (path: string) => outputs.some((out) => isInside(path, out)) && !files.has(path);
  // A failed run does not know all of its inputs: what is missing may be in a folder beside the schema.
  const nearby = hasFailed ? projects.flatMap(({ schema }) => subfolders(dirname(schema))) : [];
  const folders = [cwd, ...[...files].map(dirname), ...handlers, ...nearby];
  return {
    folders: new Set(folders.filter((folder) => !isPackageFolder(folder) && !outputs.includes(folder))),
    concerns: (path) => {
      if (isOutput(path) || isPackageFolder(path) || isWrittenHere(path, plans)) return false;
      const name = path.slice(path.lastIndexOf(sep) + 1);
      return (
        (hasFailed && mayBeImported.test(name)) ||
        files.has(path) ||
        (handlers.some((folder) => isInside(path, folder)) && /^[^.]+$|^[^.].*\.[cm]?tsx?$/.test(name)) ||
        isConfigurationName(name)
      );
    },
    isConfig: (path) => configs.has(path) || resolved === undefined,
  };
}

/** A module, JSON, or a name without an ending, such as a folder's. */
const mayBeImported = /^[^.]+$|\.(?:[cm]?[jt]sx?|json)$/;

function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map((entry) => join(folder, entry.name));
  } catch {
    return [];
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || !(way.startsWith("..") || way.startsWith(sep));
}

function isPackageFolder(path: string): boolean {
  return path.split(sep).includes("node_modules");
}

/** A stub that the last run wrote into a handler file, or the folder that it made for it, is no news. */
function isWrittenHere(path: string, plans: readonly Plan[]): boolean {
  const changes = plans.flatMap((plan) => plan.changes);
  if (changes.some((change) => change.action === "create" && dirname(change.path) === path))
    return existsSync(path);
  const change = changes.find((candidate) => candidate.path === path);
  if (change?.after === undefined) return false;
  try {
    return readFileSync(path, "utf8") === change.after;
  } catch {
    return false;
  }
}
