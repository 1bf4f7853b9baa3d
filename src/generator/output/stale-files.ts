import { isAbsolute, join } from "node:path";
import type { Diagnostic } from "../lint/diagnostic.js";
import { fileDiagnostic, fileStart } from "../lint/file-diagnostic.js";
import type { FileChange } from "../plan/plan.js";
import { hashOf } from "./file-stamp.js";
import { isMarkedGenerated } from "./generated-mark.js";
import { manifestFileName } from "./manifest.js";
import { readText } from "./read-text.js";

/**
 * Files that the manifest lists and the schema no longer asks for. They are deleted where they are as they were
 * written or still carry the mark; a file without either has become somebody's own, and is kept with a warning.
 */
export function planStaleFiles(
  out: string,
  listed: { readonly [path: string]: string },
  planned: ReadonlySet<string>,
): { readonly changes: readonly FileChange[]; readonly diagnostics: readonly Diagnostic[] } {
  const changes: FileChange[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [relative, hash] of Object.entries(listed)) {
    if (planned.has(relative) || relative === manifestFileName || !isInside(relative)) continue;
    const path = join(out, relative);
    const before = readText(path);
    if (before === undefined) continue;
    if (hashOf(before) === hash || isMarkedGenerated(relative, before))
      changes.push({ path, action: "delete", before });
    else diagnostics.push(keptFile(path));
  }
  return { changes, diagnostics };
}

/** The manifest is a file that anybody may edit: what leads out of the folder is not followed. */
function isInside(relative: string): boolean {
  return relative !== "" && !isAbsolute(relative) && !relative.split(/[/\\]/).includes("..");
}

function keptFile(path: string): Diagnostic {
  const message = `${path} was generated once, and has been edited and unmarked since; it is kept, and no longer generated.`;
  return fileDiagnostic("output-kept", message, fileStart(path));
}
