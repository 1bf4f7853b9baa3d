import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { findTsconfig } from "../config/tsconfig.js";

/**
 * The values that `export * from specifier` gives a file, by TypeScript's own module resolution: packages, path
 * mappings, declaration files. Loads the compiler, which takes a third of a second: call it only where nothing else
 * can tell. None where the module cannot be found.
 */
export function namesExportedByModule(specifier: string, from: string): string[] {
  const { Node, Project } = createRequire(import.meta.url)("ts-morph") as typeof import("ts-morph");
  const tsConfigFilePath = findTsconfig(dirname(from));
  const project = new Project({
    ...(tsConfigFilePath !== undefined && { tsConfigFilePath }),
    skipAddingFilesFromTsConfig: true,
  });
  const probe = project.createSourceFile(
    join(dirname(from), "__exports.ts"),
    `export * from ${JSON.stringify(specifier)};\n`,
    { overwrite: true },
  );
  return [...probe.getExportedDeclarations()]
    .filter(([, declarations]) =>
      declarations.some((one) => !Node.isTypeAliasDeclaration(one) && !Node.isInterfaceDeclaration(one)),
    )
    .map(([name]) => name);
}
