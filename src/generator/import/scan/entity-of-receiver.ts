import { Node, SyntaxKind, VariableDeclarationKind } from "ts-morph";

/**
 * The entity type that `store.todo`, `store["todo"]`, or a constant that holds one of these stands for: the last name on
 * the way. Undefined where syntax does not tell.
 */
export function entityOfReceiver(receiver: Node, depth = 0): string | undefined {
  if (depth > 5) return undefined;
  const next = (node: Node) => entityOfReceiver(node, depth + 1);
  if (Node.isPropertyAccessExpression(receiver)) return receiver.getName();
  if (Node.isElementAccessExpression(receiver)) {
    const argument = receiver.getArgumentExpression();
    return Node.isStringLiteral(argument) ? argument.getLiteralValue() : undefined;
  }
  if (isWrapper(receiver)) return next(receiver.getExpression());
  return Node.isIdentifier(receiver) ? ofConstant(receiver, next) : undefined;
}

function isWrapper(node: Node) {
  return Node.isParenthesizedExpression(node) || Node.isNonNullExpression(node) || Node.isAsExpression(node);
}

function ofConstant(name: Node, next: (node: Node) => string | undefined): string | undefined {
  const declaration = name.getSymbol()?.getValueDeclaration();
  if (declaration === undefined) return undefined;
  const list = declaration.getFirstAncestorByKind(SyntaxKind.VariableDeclarationList);
  if (list?.getDeclarationKind() !== VariableDeclarationKind.Const) return undefined;
  if (Node.isBindingElement(declaration)) {
    const property = declaration.getPropertyNameNode() ?? declaration.getNameNode();
    if (declaration.getDotDotDotToken() !== undefined || declaration.getInitializer() !== undefined)
      return undefined;
    if (!Node.isObjectBindingPattern(declaration.getParent())) return undefined;
    return Node.isIdentifier(property) ? property.getText() : undefined;
  }
  const initializer = Node.isVariableDeclaration(declaration) ? declaration.getInitializer() : undefined;
  return initializer && next(initializer);
}
