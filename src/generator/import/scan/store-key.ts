import { Node, VariableDeclarationKind } from "ts-morph";

/**
 * Tells one store or engine of the application from another: the constant of a module that holds it, and the path from
 * there. Undefined where it may be one or the other: a parameter, a variable of a function, what a call gives.
 */
export function storeKey(node: Node, depth = 0): string | undefined {
  if (depth > 10) return undefined;
  const next = (inner: Node) => storeKey(inner, depth + 1);
  const member = (object: Node, name: string) => {
    const key = next(object);
    return key === undefined ? undefined : `${key}.${name}`;
  };
  if (Node.isParenthesizedExpression(node) || Node.isNonNullExpression(node) || Node.isAsExpression(node))
    return next(node.getExpression());
  if (Node.isPropertyAccessExpression(node)) {
    const object = node.getExpression();
    return Node.isThisExpression(object) ? ofField(node, next) : member(object, node.getName());
  }
  if (Node.isElementAccessExpression(node)) {
    const name = node.getArgumentExpression();
    return Node.isStringLiteral(name) ? member(node.getExpression(), name.getLiteralValue()) : undefined;
  }
  return Node.isIdentifier(node) ? ofName(node, next) : undefined;
}

/** `this.store`, where the class says `readonly store = store`. */
function ofField(node: Node, next: (inner: Node) => string | undefined): string | undefined {
  const field = node.getSymbol()?.getValueDeclaration();
  const initializer =
    Node.isPropertyDeclaration(field) && field.isReadonly() ? field.getInitializer() : undefined;
  return initializer && next(initializer);
}

function ofName(name: Node, next: (inner: Node) => string | undefined): string | undefined {
  const symbol = name.getSymbol();
  const declaration = (symbol?.getAliasedSymbol() ?? symbol)?.getValueDeclaration();
  if (Node.isVariableDeclaration(declaration)) {
    const initializer = declaration.getInitializer();
    return isConstant(declaration)
      ? ((initializer && next(initializer)) ?? ofModule(declaration))
      : undefined;
  }
  if (!Node.isBindingElement(declaration)) return undefined;
  const pattern = declaration.getParent();
  const whole = pattern.getParent();
  const property = declaration.getPropertyNameNode() ?? declaration.getNameNode();
  if (!Node.isObjectBindingPattern(pattern) || !Node.isVariableDeclaration(whole) || !isConstant(whole))
    return undefined;
  if (declaration.getInitializer() || declaration.getDotDotDotToken() || !Node.isIdentifier(property))
    return undefined;
  const initializer = whole.getInitializer();
  const key = (initializer && next(initializer)) ?? ofModule(whole);
  return key === undefined ? undefined : `${key}.${property.getText()}`;
}

function isConstant(declaration: Node): boolean {
  return (
    Node.isVariableDeclaration(declaration) &&
    declaration.getVariableStatement()?.getDeclarationKind() === VariableDeclarationKind.Const
  );
}

/** A constant of a module is made once. */
function ofModule(declaration: Node): string | undefined {
  const statement = Node.isVariableDeclaration(declaration) ? declaration.getVariableStatement() : undefined;
  return Node.isSourceFile(statement?.getParent())
    ? `${declaration.getSourceFile().getFilePath()}#${declaration.getStart()}`
    : undefined;
}
