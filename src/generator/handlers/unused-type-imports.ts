import { type ImportDeclaration, type ImportSpecifier, type SourceFile, SyntaxKind } from "ts-morph";
import { listRanges } from "./list-ranges.js";
import { type TextEdit, wholeLines } from "./text-edit.js";

/**
 * Type imports that only removed text used. An import of values may run code, so it stays for the user to judge; of
 * what was unused before nothing is touched.
 */
export function unusedTypeImports(source: SourceFile, removed: readonly TextEdit[]): TextEdit[] {
  const isRemoved = (offset: number): boolean =>
    removed.some(({ start, end }) => offset >= start && offset < end);
  return source.getImportDeclarations().flatMap((statement) => {
    const specifiers = statement.getNamedImports();
    const going = specifiers.filter(
      (one) => (statement.isTypeOnly() || one.isTypeOnly()) && isFreed(one, isRemoved),
    );
    if (going.length === 0) return [];
    if (going.length === specifiers.length && canGo(statement))
      return [wholeLines(source.getFullText(), { start: statement.getStart(), end: statement.getEnd() })];
    return going.length === specifiers.length ? [] : listRanges(specifiers, going);
  });
}

function canGo(statement: ImportDeclaration): boolean {
  return statement.isTypeOnly() && statement.getDefaultImport() === undefined;
}

/** Used, and nowhere but in what goes. */
function isFreed(specifier: ImportSpecifier, isRemoved: (offset: number) => boolean): boolean {
  const local = (specifier.getAliasNode() ?? specifier.getNameNode()).getText();
  const uses = specifier
    .getSourceFile()
    .getDescendantsOfKind(SyntaxKind.Identifier)
    .filter(
      (node) =>
        node.getText() === local && node.getFirstAncestorByKind(SyntaxKind.ImportDeclaration) === undefined,
    );
  return uses.length > 0 && uses.every((node) => isRemoved(node.getStart()));
}
