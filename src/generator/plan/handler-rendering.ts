import { dirname, relative, resolve } from "node:path";
import { printFragment } from "../../../templates/code/index.js";
import { handlerStubBody } from "../../../templates/index.js";
import type { ContractView, EntityView } from "../../../templates/views.js";
import type { HandlerRenderer, StubImport } from "../handlers/handler-renderer.js";
import { pascalCase, variableName } from "./names.js";
import type { OutputStyle } from "./planned-file.js";

/** How the stubs of a project read. `out` is absolute. */
export function createHandlerRenderer(view: ContractView, out: string, style: OutputStyle): HandlerRenderer {
  const entities = new Map(view.entities.map((entity) => [entity.type, entity]));
  const operations = new Map(view.operations.map((operation) => [operation.name, operation]));
  const entityOf = (type: string): EntityView => entities.get(type)!;
  return {
    fileName: (entityType) => entityOf(entityType).file,
    exportName: (name) => operations.get(name)?.names.apply ?? variableName(name),
    typeText: (name, side) => {
      const names = operations.get(name)?.names;
      const stem = pascalCase(name);
      return side === "shared"
        ? (names?.mutator ?? `${stem}Mutator`)
        : `ServerHandler<${JSON.stringify(name)}>`;
    },
    stub: (model, path) => {
      const file = resolve(out, path);
      const operation = operations.get(model.name)!;
      const { text, symbols } = printFragment(handlerStubBody(operation, entityOf(model.entity)));
      const imports = symbols.map(({ name, from }): StubImport => {
        if ("package" in from) return { name, from: from.package };
        return { name, from: importPath(file, resolve(out, from.file), style) };
      });
      return { text, imports };
    },
  };
}

function importPath(fromFile: string, toFile: string, style: OutputStyle): string {
  const path = relative(dirname(fromFile), toFile)
    .replaceAll("\\", "/")
    .replace(/\.ts$/, style.importExtension);
  return path.startsWith(".") ? path : `./${path}`;
}
