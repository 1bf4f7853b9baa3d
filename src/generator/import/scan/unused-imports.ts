import { type ImportDeclaration, type ImportSpecifier, Node, type SourceFile, SyntaxKind } from "ts-morph";
import type { Rewrite } from "./found-call.js";
import { isWithin, withComma } from "./list-removal.js";

/**
 * Takes out the named imports that only rewritten calls used. A module of which nothing is left is still loaded, by
 * `import "…"`: what it does then may be what the application stands on.
 */
export function unusedImports(source: SourceFile, rewrites: readonly Rewrite[]): Rewrite[] {
  const identifiers = source.getDescendantsOfKind(SyntaxKind.Identifier);
  const isRewritten = (node: Node) =>
    rewrites.some(({ start, end }) => node.getStart() >= start && node.getEnd() <= end);
  const goes = (specifier: ImportSpecifier): boolean => {
    const local = specifier.getAliasNode() ?? specifier.getNameNode();
    const name = local.getText();
    const uses = identifiers.filter((node) => node.getText() === name && !isWithin(node, specifier));
    const isWrittenAgain = rewrites.some(({ text }) => text.split(/[^\p{ID_Continue}$]+/u).includes(name));
    return uses.length > 0 && uses.every(isRewritten) && !isWrittenAgain;
  };
  return source.getImportDeclarations().flatMap((declaration) => {
    const all = declaration.getNamedImports();
    const going = all.filter(goes);
    return going.length === 0 || hasComment(declaration) ? [] : removal(declaration, all, going);
  });
}

function removal(
  declaration: ImportDeclaration,
  all: readonly ImportSpecifier[],
  going: readonly ImportSpecifier[],
): Rewrite[] {
  if (going.length < all.length) return going.map((one) => ({ ...withComma(one, all, going), text: "" }));
  if (declaration.getDefaultImport() !== undefined) return [];
  const start = declaration.getImportClauseOrThrow().getStart();
  return [{ start, end: declaration.getModuleSpecifier().getStart(), text: "" }];
}

function hasComment(declaration: ImportDeclaration): boolean {
  return /\/[/*]/.test(declaration.getImportClauseOrThrow().getText());
}
