import { Node, type Identifier, type SourceFile, SyntaxKind, type VariableStatement } from "ts-morph";
import type { Rewrite } from "./found-call.js";
import { withComma } from "./list-removal.js";

/**
 * Takes out the constants that only rewritten calls used, such as `const { todo: todos } = store`, and then those that only
 * they used. What is called to get one is left: it may do something.
 */
export function unusedLocals(source: SourceFile, rewrites: readonly Rewrite[]): Rewrite[] {
  const statements = source.getDescendantsOfKind(SyntaxKind.VariableStatement).filter(isPrivateConstant);
  const identifiers = source.getDescendantsOfKind(SyntaxKind.Identifier).filter(isUse);
  const removals = new Map<VariableStatement, Rewrite[]>();
  for (;;) {
    const edits = [...rewrites, ...[...removals.values()].flat()];
    const found = statements
      .filter((statement) => !removals.has(statement))
      .map((statement) => [statement, removalIn(statement, identifiers, edits)] as const)
      .filter(([, removal]) => removal.length > 0);
    if (found.length === 0) return [...removals.values()].flat();
    for (const [statement, removal] of found) removals.set(statement, removal);
  }
}

function isPrivateConstant(statement: VariableStatement): boolean {
  return (
    statement.getDeclarationKind() === "const" &&
    statement.getModifiers().length === 0 &&
    statement.getDeclarations().length === 1 &&
    statement.getLeadingCommentRanges().length === 0 &&
    !/\/[/*]/.test(statement.getText())
  );
}

/** Not the name of a property, in whatever way that is written. */
function isUse(node: Identifier): boolean {
  const parent = node.getParent();
  if (Node.isPropertyAccessExpression(parent) || Node.isPropertyAssignment(parent)) {
    return parent.getNameNode() !== node;
  }
  return !(Node.isBindingElement(parent) && parent.getPropertyNameNode() === node);
}

function removalIn(
  statement: VariableStatement,
  identifiers: readonly Identifier[],
  edits: readonly Rewrite[],
): Rewrite[] {
  const declaration = statement.getDeclarations()[0]!;
  const name = declaration.getNameNode();
  const value = declaration.getInitializer();
  if (value === undefined || !isPath(value)) return [];
  const whole = [{ ...linesOf(statement), text: "" }];
  const goes = (local: Node): boolean => {
    const uses = identifiers.filter((node) => node.getText() === local.getText() && node !== local);
    const isGone = (node: Node) =>
      edits.some(({ start, end }) => node.getStart() >= start && node.getEnd() <= end);
    const isWrittenAgain = edits.some(({ text }) =>
      text.split(/[^\p{ID_Continue}$]+/u).includes(local.getText()),
    );
    return uses.length > 0 && uses.every(isGone) && !isWrittenAgain;
  };
  if (Node.isIdentifier(name)) return goes(name) ? whole : [];
  if (!Node.isObjectBindingPattern(name)) return [];
  const all = name.getElements();
  if (all.some((element) => element.getDotDotDotToken() ?? element.getInitializer())) return [];
  const going = all.filter(
    (element) => Node.isIdentifier(element.getNameNode()) && goes(element.getNameNode()),
  );
  if (going.length === 0) return [];
  if (going.length === all.length) return whole;
  return going.map((element) => ({ ...withComma(element, all, going), text: "" }));
}

/** `store`, `this.stores.main` */
function isPath(node: Node): boolean {
  if (Node.isPropertyAccessExpression(node)) return isPath(node.getExpression());
  return Node.isIdentifier(node) || Node.isThisExpression(node);
}

/** A statement with its line, and with one of the two blank lines that it stands between. */
function linesOf(statement: VariableStatement): Pick<Rewrite, "start" | "end"> {
  const text = statement.getSourceFile().getFullText();
  const [indent] = /[^\S\n]*$/.exec(text.slice(0, statement.getStart()))!;
  const start = statement.getStart() - indent.length;
  const rest = /^[^\S\n]*\n/.exec(text.slice(statement.getEnd()));
  if (rest === null || (start > 0 && text[start - 1] !== "\n")) {
    return { start: statement.getStart(), end: statement.getEnd() };
  }
  const end = statement.getEnd() + rest[0].length;
  const isAfterBlank = /(?:^|\n)[^\S\n]*\n$/.test(text.slice(0, start));
  const blank = isAfterBlank ? /^[^\S\n]*\n/.exec(text.slice(end)) : null;
  return { start, end: end + (blank?.[0].length ?? 0) };
}
