import { readdirSync, statSync } from "node:fs";
import { isSettled } from "./file-stamp.js";
import { isTemporaryName } from "./temporary-name.js";

/** `all`: every name counts. `configuration`: only the names of files that bear on a run wherever they appear. */
export type ListingKind = "all" | "configuration";

export interface FolderStamp {
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  /** The names that count, sorted, joined with a slash; undefined where there is no such folder. */
  readonly names?: string | undefined;
}

const configurationName =
  /^(\.editorconfig|\.prettierrc(\..+)?|prettier\.config\..+|[jt]sconfig(\..+)?\.json|package\.(json|yaml)|kalphite-gen\.config\..+|node_modules)$/;

/** Whether a file of this name bears on a run in whichever folder above the output it appears. */
export function isConfigurationName(name: string): boolean {
  return configurationName.test(name);
}

export function stampFolder(path: string, kind: ListingKind): FolderStamp {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true) return { mtimeMs: 0, ctimeMs: 0 };
  return { mtimeMs: stats.mtimeMs, ctimeMs: stats.ctimeMs, names: listing(path, kind) };
}

/** `same`: by its times alone. `same-content`: the times say nothing, and its names were read again. */
export function compareFolder(
  path: string,
  kind: ListingKind,
  stamp: FolderStamp,
  takenMs: number,
): "same" | "same-content" | "changed" {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory() !== true) return stamp.names === undefined ? "same" : "changed";
  if (stats.mtimeMs === stamp.mtimeMs && stats.ctimeMs === stamp.ctimeMs && isSettled(stamp, takenMs))
    return "same";
  return listing(path, kind) === stamp.names ? "same-content" : "changed";
}

function listing(path: string, kind: ListingKind): string {
  try {
    return readdirSync(path)
      .filter((name) => (kind === "all" ? !isTemporaryName(name) : isConfigurationName(name)))
      .sort()
      .join("/");
  } catch {
    return "";
  }
}
