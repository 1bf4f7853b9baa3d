import { dirname, relative, resolve } from "node:path";
import { printFragment } from "../../../templates/code/index.js";
import { handlerStubBody } from "../../../templates/index.js";
import type { ContractView, EntityView, OperationView } from "../../../templates/views.js";
import type { HandlerRenderer, StubImport } from "../handlers/handler-renderer.js";
import type { OutputStyle } from "./planned-file.js";

/** How the stubs of a project read. `out` is absolute. */
export function createHandlerRenderer(view: ContractView, out: string, style: OutputStyle): HandlerRenderer {
  const entities = new Map(view.entities.map((entity) => [entity.type, entity]));
  const operations = new Map(view.operations.map((operation) => [operation.name, operation]));
  const operationOf = (name: string): OperationView => operations.get(name)!;
  const entityOf = (type: string): EntityView => entities.get(type)!;
  return {
    fileName: (entityType) => entityOf(entityType).file,
    exportName: (name) => operationOf(name).names.apply,
    typeText: (name, side) =>
      side === "shared" ? operationOf(name).names.mutator : `ServerHandler<${operationOf(name).names.input}>`,
    stub: (model, file) => {
      const operation = operationOf(model.name);
      const { text, symbols } = printFragment(handlerStubBody(operation, entityOf(model.entity)));
      const imports = symbols.map(({ name, from }): StubImport => {
        if ("package" in from) return { name, from: from.package };
        return { name, from: importPath(file.path, resolve(out, from.file), style) };
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
