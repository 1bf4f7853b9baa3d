import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder of files that lives as long as a test. */
export interface Folder {
  readonly path: string;
  readonly at: (relative: string) => string;
  readonly write: (files: { readonly [relative: string]: string }) => void;
  readonly remove: () => void;
}

export function createFolder(files: { readonly [relative: string]: string } = {}): Folder {
  const path = mkdtempSync(join(tmpdir(), "kalphite-"));
  const folder: Folder = {
    path,
    at: (relative) => join(path, relative),
    write: (more) => {
      for (const [relative, text] of Object.entries(more)) {
        mkdirSync(dirname(join(path, relative)), { recursive: true });
        writeFileSync(join(path, relative), text);
      }
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
  folder.write(files);
  return folder;
}
