import { Node, Project } from "ts-morph";
import { findTsconfig } from "../config/tsconfig.js";
import { dirname } from "node:path";

/**
 * The values that `export * from specifier` gives a file, by TypeScript's own module resolution: packages, path
 * mappings, declaration files. Loading the compiler takes a third of a second. None where the module cannot be found.
 */
export function namesExportedByModule(specifier: string, from: string): string[] {
  const tsConfigFilePath = findTsconfig(dirname(from));
  const project = new Project({
    ...(tsConfigFilePath !== undefined && { tsConfigFilePath }),
    skipAddingFilesFromTsConfig: true,
  });
  const probe = project.createSourceFile(
    `${dirname(from)}/__exports.ts`,
    `export * from ${JSON.stringify(specifier)};\n`,
    { overwrite: true },
  );
  return [...probe.getExportedDeclarations()]
    .filter(([, declarations]) => declarations.some(isValue))
    .map(([name]) => name);
}

function isValue(declaration: Node): boolean {
  return !Node.isTypeAliasDeclaration(declaration) && !Node.isInterfaceDeclaration(declaration);
}
