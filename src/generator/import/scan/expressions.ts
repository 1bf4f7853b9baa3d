import { Node, SyntaxKind, VariableDeclarationKind } from "ts-morph";

/** Whether it can be read at another moment of the same statement: nothing in it is called, awaited or assigned. */
export function isSimple(node: Node): boolean {
  if (
    Node.isIdentifier(node) ||
    Node.isThisExpression(node) ||
    Node.isStringLiteral(node) ||
    Node.isNoSubstitutionTemplateLiteral(node) ||
    Node.isNumericLiteral(node) ||
    Node.isTrueLiteral(node) ||
    Node.isFalseLiteral(node) ||
    Node.isNullLiteral(node)
  )
    return true;
  if (Node.isPropertyAccessExpression(node)) return isSimple(node.getExpression());
  if (Node.isTemplateExpression(node))
    return node.getTemplateSpans().every((span) => isSimple(span.getExpression()));
  if (Node.isArrayLiteralExpression(node)) return node.getElements().every(isSimple);
  if (Node.isObjectLiteralExpression(node))
    return node.getProperties().every((property) => {
      if (Node.isShorthandPropertyAssignment(property)) return true;
      return Node.isPropertyAssignment(property) && isSimple(property.getInitializerOrThrow());
    });
  if (Node.isParenthesizedExpression(node) || Node.isNonNullExpression(node) || Node.isAsExpression(node))
    return isSimple(node.getExpression());
  return false;
}

/** `Date.now()` and its like, or a constant that holds one: what the server's own stamp stands for. */
export function isTheTime(node: Node): boolean {
  if (/^(Date\.now\(\)|new Date\(\)\.(getTime|toISOString|valueOf)\(\)|\+new Date\(\))$/.test(node.getText()))
    return true;
  const initializer = constantOf(node)?.getInitializer();
  return initializer !== undefined && isTheTime(initializer);
}

const idPackages = new Set(["nanoid", "uuid", "ulid", "@paralleldrive/cuid2"]);

/** Whether the call makes an id that nothing has yet. */
export function isNewId(node: Node): boolean {
  if (!Node.isCallExpression(node)) return false;
  const callee = node.getExpression();
  if (/^(globalThis\.|window\.|self\.)?crypto\.randomUUID$/.test(callee.getText()))
    return node.getArguments().length === 0 && isGlobalCrypto(callee);
  if (!Node.isIdentifier(callee)) return false;
  const specifier = callee.getSymbol()?.getDeclarations().find(Node.isImportSpecifier);
  const module = specifier?.getImportDeclaration().getModuleSpecifierValue();
  if (module === "node:crypto" || module === "crypto") return specifier!.getName() === "randomUUID";
  // uuid's v3 and v5 make the same id of the same input.
  return (
    module !== undefined &&
    idPackages.has(module) &&
    !/^v[35]$/.test(specifier!.getName()) &&
    node.getArguments().length === 0
  );
}

function isGlobalCrypto(callee: Node): boolean {
  const object = Node.isPropertyAccessExpression(callee) ? callee.getExpression() : callee;
  const declarations = object.getSymbol()?.getDeclarations() ?? [];
  return declarations.every((one) => {
    const path = one.getSourceFile().getFilePath();
    const from =
      Node.isImportClause(one) || Node.isNamespaceImport(one)
        ? one.getFirstAncestorByKindOrThrow(SyntaxKind.ImportDeclaration).getModuleSpecifierValue()
        : undefined;
    return path.includes("/node_modules/") || from === "node:crypto" || from === "crypto";
  });
}

/** The constant that an identifier names, where it is declared with a name of its own. */
export function constantOf(node: Node) {
  if (!Node.isIdentifier(node)) return undefined;
  const declaration = symbolOf(node)?.getValueDeclaration();
  if (!Node.isVariableDeclaration(declaration) || !Node.isIdentifier(declaration.getNameNode()))
    return undefined;
  return declaration.getVariableStatement()?.getDeclarationKind() === VariableDeclarationKind.Const
    ? declaration
    : undefined;
}

/** What an identifier means; that of a shorthand property means its value. */
export function symbolOf(node: Node) {
  const parent = node.getParent();
  return Node.isShorthandPropertyAssignment(parent) ? parent.getValueSymbol() : node.getSymbol();
}

/** Whether nothing is done with what the call gives: a statement, `void`, or the body of an arrow that is to give nothing. */
export function isValueUnused(call: Node): boolean {
  const parent = call.getParent();
  if (Node.isExpressionStatement(parent)) return true;
  if (Node.isVoidExpression(parent)) return Node.isExpressionStatement(parent.getParent());
  if (!Node.isArrowFunction(parent) || parent.getBody() !== call || parent.isAsync()) return false;
  const signatures = parent.getReturnTypeNode()
    ? []
    : (parent.getContextualType()?.getCallSignatures() ?? []);
  return signatures.length > 0 && signatures.every((signature) => signature.getReturnType().isVoid());
}
