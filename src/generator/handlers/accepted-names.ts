import type { HandlerRenderer } from "./handler-renderer.js";

/**
 * The export names by which an operation's handler is found: the one that its stub has, then the operation's own, which
 * may be a reserved word (`export { delete_ as delete }`). Not where that is another operation's, and not `default`,
 * which names something else.
 */
export function createAcceptedNames(
  operations: readonly { readonly name: string }[],
  renderer: Pick<HandlerRenderer, "exportName">,
): (operation: string) => readonly string[] {
  const names = new Map(operations.map(({ name }) => [name, renderer.exportName(name)]));
  const preferred = new Set(names.values());
  return (operation) => {
    const name = names.get(operation) ?? renderer.exportName(operation);
    return preferred.has(operation) || operation === "default" ? [name] : [...new Set([name, operation])];
  };
}
