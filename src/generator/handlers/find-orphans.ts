import type { Contract } from "../../contract/contract.js";
import type { OrphanedHandler } from "../plan/plan.js";
import { createAcceptedNames } from "./accepted-names.js";
import type { HandlerRenderer } from "./handler-renderer.js";
import type { HandlerExport, HandlerFile, HandlerScan } from "./handler-scan.js";
import { parseModule } from "./parser.js";
import { handlerTypeOf } from "./handler-type-of.js";

export interface FoundOrphan extends OrphanedHandler {
  readonly side: "shared" | "server";
}

/**
 * Handlers whose operation is gone, or is no longer custom: exports that the last run knew as handlers, or that are
 * annotated with the handler type of their own name. What users export for themselves is none.
 */
export function findOrphans(
  contract: Contract,
  scan: HandlerScan,
  renderer: HandlerRenderer,
  previous: { readonly [operation: string]: string },
): FoundOrphan[] {
  if (scan.files.length === 0) return [];
  const current = {
    shared: contract.operations.filter(({ effect }) => effect.kind === "custom"),
    server: contract.operations,
  };
  const acceptedNames = createAcceptedNames(contract.operations, renderer);
  const exportNames = {
    shared: new Set(current.shared.flatMap(({ name }) => acceptedNames(name))),
    server: new Set(current.server.flatMap(({ name }) => acceptedNames(name))),
  };
  const known = { shared: new Map<string, string>(), server: new Map<string, string>() };
  for (const key of Object.keys(previous)) {
    const [, operation, server] = /^(.*?)(@server)?$/s.exec(key)!;
    const operations = known[server === undefined ? "shared" : "server"];
    for (const name of acceptedNames(operation!)) operations.set(name, operation!);
  }
  const orphans: FoundOrphan[] = [];
  for (const file of scan.files) {
    const { side, path } = file;
    const candidates = file.exports.filter(
      ({ name, origin }) => origin === "own" && name !== "default" && !exportNames[side].has(name),
    );
    const typed = typedHandlers(file, candidates, renderer);
    for (const { name, line, column } of candidates) {
      const operation = known[side].get(name) ?? (typed.has(name) ? name : undefined);
      if (operation !== undefined) orphans.push({ operation, file: path, line, column, side });
    }
  }
  return orphans;
}

/** Those whose type says that they were generated for an operation of their name. The tree is built only where it can be. */
function typedHandlers(
  file: HandlerFile,
  candidates: readonly HandlerExport[],
  renderer: HandlerRenderer,
): ReadonlySet<string> {
  const likely = candidates.filter(({ name }) => file.text.includes(renderer.typeText(name, file.side)));
  if (likely.length === 0) return new Set();
  const { program } = parseModule(file.path, file.text);
  const aliases = new Map(file.imports.map(({ local, imported }) => [local, imported]));
  return new Set(
    likely
      .filter(({ name, local }) => {
        const type = handlerTypeOf(program, file.text, local ?? name, aliases);
        return type === renderer.typeText(name, file.side);
      })
      .map(({ name }) => name),
  );
}
