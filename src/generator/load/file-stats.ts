import { statSync, type Stats } from "node:fs";

/** What stands at a path; undefined where nothing does, also below a file or where one may not look. */
export function fileStats(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
