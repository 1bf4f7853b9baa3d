import type { BindingPattern, Program } from "oxc-parser";
import type { Diagnostic } from "../lint/diagnostic.js";
import { fileDiagnostic } from "../lint/file-diagnostic.js";
import type { HandlerFile } from "./handler-scan.js";
import { parseModule } from "./parser.js";
import { locationOf } from "./text-position.js";

interface DeclaredName {
  readonly name: string;
  readonly start: number;
}

/**
 * `handler-not-exported`, where a file declares the name at its top level and does not export it by this name: a stub
 * would declare it twice.
 */
export function unexportedDeclaration(file: HandlerFile, name: string): Diagnostic | undefined {
  if (!file.text.includes(name)) return undefined;
  const { program } = parseModule(file.path, file.text);
  const declared = program.body.flatMap(declaredNames).find((found) => found.name === name);
  if (declared !== undefined) return notExported(file, name, declared.start);
  const imported = file.imports.find(({ local }) => local === name);
  return imported === undefined ? undefined : notExported(file, name, file.text.indexOf(name));
}

/** The values that a statement declares for the whole file; a type of the same name would be no hindrance. */
function declaredNames(statement: Program["body"][number]): DeclaredName[] {
  switch (statement.type) {
    case "VariableDeclaration":
      return statement.declarations.flatMap(({ id }) => boundNames(id));
    case "FunctionDeclaration":
    case "TSDeclareFunction":
    case "ClassDeclaration":
    case "TSEnumDeclaration":
    case "TSModuleDeclaration":
    case "TSImportEqualsDeclaration":
      return statement.id?.type === "Identifier" ? [statement.id] : [];
    case "ExportDefaultDeclaration": {
      const { declaration } = statement;
      const isNamed = declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration";
      return isNamed && declaration.id ? [declaration.id] : [];
    }
    case "ExportNamedDeclaration":
      return statement.declaration ? declaredNames(statement.declaration) : [];
    default:
      return [];
  }
}

function boundNames(pattern: BindingPattern): DeclaredName[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern];
    case "AssignmentPattern":
      return boundNames(pattern.left);
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        boundNames(property.type === "RestElement" ? property.argument : property.value),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) =>
        element === null ? [] : boundNames(element.type === "RestElement" ? element.argument : element),
      );
  }
}

function notExported(file: HandlerFile, name: string, start: number): Diagnostic {
  const message = `${name} is declared here and not exported by this name, so that it is not the handler of its operation.`;
  const location = locationOf(file.path, file.text, start, start + name.length);
  return fileDiagnostic("handler-not-exported", message, location);
}
