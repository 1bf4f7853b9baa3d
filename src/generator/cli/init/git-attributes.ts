import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { displayPath } from "../display-path.js";
import type { Part } from "./plan-init.js";

/**
 * In a git repository: generated files keep their line ends (they are compared byte for byte), and reviews fold them.
 * A .gitattributes that exists is the user's; the line is told.
 */
export function planGitAttributes(root: string, out: string, cwd: string): Part {
  if (!isInRepository(root)) return { steps: [], writes: [] };
  const folder = relative(root, out).replaceAll("\\", "/");
  if (folder.startsWith("..") || /\s/.test(folder)) return { steps: [], writes: [] };
  const line = `${folder}/** linguist-generated eol=lf`;
  const path = join(root, ".gitattributes");
  const shown = displayPath(cwd, path);
  if (!existsSync(path))
    return {
      steps: [{ path: shown, action: "created", detail: "generated files keep LF, and reviews fold them" }],
      writes: [{ path, text: `${line}\n`, before: undefined }],
    };
  return readFileSync(path, "utf8").includes(`${folder}/**`)
    ? {
        steps: [{ path: shown, action: "kept", detail: "it speaks of the generated files already" }],
        writes: [],
      }
    : { steps: [{ path: shown, action: "advised", detail: `add the line: ${line}` }], writes: [] };
}

function isInRepository(root: string): boolean {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return true;
    if (folder === dirname(folder)) return false;
  }
}
