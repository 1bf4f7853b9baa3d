import { Project, ts } from "ts-morph";
import { findTsconfig } from "../../config/tsconfig.js";
import { governingTsconfig } from "../../config/tsconfig-references.js";

/** The files with their types, as the project's own compiler options have them; JavaScript is checked too. */
export function createSourceProject(folder: string, files: readonly string[]): Project {
  const nearest = findTsconfig(folder);
  const options = { allowJs: true, checkJs: true, noEmit: true, skipLibCheck: true };
  const project =
    nearest === undefined
      ? new Project({
          compilerOptions: {
            ...options,
            strict: true,
            target: ts.ScriptTarget.ESNext,
            module: ts.ModuleKind.ESNext,
            moduleResolution: ts.ModuleResolutionKind.Bundler,
            jsx: ts.JsxEmit.Preserve,
          },
        })
      : new Project({
          tsConfigFilePath: governingTsconfig(nearest, folder).tsconfig,
          compilerOptions: options,
        });
  project.addSourceFilesAtPaths([...files]);
  return project;
}
