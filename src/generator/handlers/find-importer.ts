import type { HandlerFile, HandlerScan } from "./handler-scan.js";
import { parseModule } from "./parser.js";
import type { ExportedName, ReExport } from "./re-exports.js";
import { resolveLocalModule } from "./resolve-local-module.js";

/**
 * Another handler file that imports an exported name to use it, not to pass it on. A namespace of the whole file counts:
 * which of its members are used only types could tell.
 */
export function findImporter(
  scan: HandlerScan,
  { path, name }: ExportedName,
  reExports: readonly ReExport[],
): string | undefined {
  const namespace = reExports.find(
    (one) => one.from === path && one.imported === "*" && one.name !== "*" && one.file.path !== path,
  );
  const importer = scan.files.find(
    (other) =>
      other.path !== path &&
      other.imports.some(
        ({ imported, from }) => (imported === name || imported === "*") && isMeant(from, other.path, path),
      ),
  );
  return (importer ?? namespace?.file)?.path;
}

/** Whether a file that would be empty has to stay, because another one imports it for its effects. */
export function isImported(path: string, files: readonly Pick<HandlerFile, "path" | "text">[]): boolean {
  return files.some((file) => {
    if (file.path === path) return false;
    const { staticImports } = parseModule(file.path, file.text).module;
    return staticImports.some(({ moduleRequest }) => isMeant(moduleRequest.value, file.path, path));
  });
}

/** Path mappings are not resolved: there a specifier that ends like the file is taken for it. */
function isMeant(specifier: string, from: string, path: string): boolean {
  if (specifier.startsWith(".")) return resolveLocalModule(specifier, from) === path;
  const stem = path
    .replace(/\.\w+$/, "")
    .split("/")
    .at(-1)!;
  return specifier.replace(/\.[cm]?[jt]sx?$/, "").endsWith(stem);
}
