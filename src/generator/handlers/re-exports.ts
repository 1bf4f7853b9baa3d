import type { HandlerFile, HandlerScan } from "./handler-scan.js";
import { parseModule } from "./parser.js";
import { resolveLocalModule } from "./resolve-local-module.js";

/** A name that one handler file passes on from another: `export { imported as name } from`. */
export interface ReExport {
  readonly file: HandlerFile;
  /** The file it comes from, absolute. */
  readonly from: string;
  /** `*` for all names. */
  readonly imported: string;
  /** `*` where all names pass as they are; a name with an `imported` of `*` is a namespace. */
  readonly name: string;
}

export interface ExportedName {
  readonly path: string;
  readonly name: string;
}

/** What the handler files pass on from local files, types included. Call `loadParser` first. */
export function findReExports(scan: HandlerScan): ReExport[] {
  return scan.files
    .filter(({ parsed }) => parsed)
    .flatMap((file) => {
      const { module } = parseModule(file.path, file.text);
      return module.staticExports
        .flatMap(({ entries }) => entries)
        .flatMap(({ moduleRequest, importName, exportName }): ReExport[] => {
          const from =
            moduleRequest === null ? undefined : resolveLocalModule(moduleRequest.value, file.path);
          if (from === undefined) return [];
          const imported = importName.kind === "Name" ? importName.name! : "*";
          const name = exportName.kind === "None" ? "*" : (exportName.name ?? "default");
          return [{ file, from, imported, name }];
        });
    });
}

/** An exported name and all that other files pass it on as, directly or through one another. */
export function passedOnAs(origin: ExportedName, reExports: readonly ReExport[]): ExportedName[] {
  const found = [origin];
  for (const { path, name } of found) {
    for (const one of reExports) {
      if (one.from !== path) continue;
      const isStar = one.imported === "*" && one.name === "*";
      if (isStar ? name === "default" || isShadowed(one.file, name, reExports) : one.imported !== name)
        continue;
      const next = { path: one.file.path, name: isStar ? name : one.name };
      if (!found.some((known) => known.path === next.path && known.name === next.name)) found.push(next);
    }
  }
  return found;
}

/** What a file exports by name comes before what a star gives it. */
function isShadowed(file: HandlerFile, name: string, reExports: readonly ReExport[]): boolean {
  return (
    file.exports.some((one) => one.name === name && one.origin === "own") ||
    reExports.some((one) => one.file === file && one.name === name)
  );
}
