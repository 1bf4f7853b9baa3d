import type { Diagnostic } from "../lint/diagnostic.js";
import { fileDiagnostic } from "../lint/file-diagnostic.js";
import type { HandlerFile } from "./handler-scan.js";
import { parseModule } from "./parser.js";
import { locationOf } from "./text-position.js";

/** `handler-not-exported`, where a file declares the name at its top level and keeps it: a stub would declare it twice. */
export function unexportedDeclaration(file: HandlerFile, name: string): Diagnostic | undefined {
  if (!file.text.includes(name)) return undefined;
  const { program } = parseModule(file.path, file.text);
  for (const node of program.body) {
    const named =
      node.type === "VariableDeclaration"
        ? node.declarations.map(({ id }) => id)
        : node.type === "FunctionDeclaration" || node.type === "ClassDeclaration"
          ? [node.id]
          : [];
    const found = named.find((id) => id?.type === "Identifier" && id.name === name);
    if (found) return notExported(file, name, found.start);
  }
  const imported = file.imports.find(({ local }) => local === name);
  return imported === undefined ? undefined : notExported(file, name, file.text.indexOf(name));
}

function notExported(file: HandlerFile, name: string, start: number): Diagnostic {
  const message = `${name} is declared here and not exported, so that it is not the handler of its operation.`;
  const location = locationOf(file.path, file.text, start, start + name.length);
  return fileDiagnostic("handler-not-exported", message, location);
}
