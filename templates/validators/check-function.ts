import type { TypeNode } from "../../src/contract/type-node.js";
import { code, identifier, join, type Code, type Identifier, type ImportedSymbol } from "../code/index.js";
import { checkStatements } from "./check-statements.js";
import { capitalized, type FunctionScope } from "./validator-scope.js";

const value = identifier("value");

/** A function of the file that checks the node, declared in front of what needs it. */
export function checkFunction(node: TypeNode, scope: FunctionScope): Identifier | ImportedSymbol {
  if (node.kind === "ref") return scope.scope.file.definitionFunctions(node.name).check;
  const known = scope.scope.checkOf(node);
  if (known) return known;
  const name = scope.scope.claim(`check${capitalized(scope.stem)}`);
  scope.scope.rememberCheck(node, name);
  const statements = checkStatements(node, value, [], scope);
  scope.scope.declare(checkFunctionText(name, statements, scope));
  return name;
}

export function checkFunctionText(name: Identifier, statements: Code, scope: FunctionScope): Code {
  const usesValue = !statements.isEmpty;
  const parameter = /\btrail\b/.test(statements.text) && code`, trail?: ${scope.scope.runtimeType("Trail")}`;
  return code`function ${name}(${usesValue ? value : identifier("_value")}: unknown${parameter}): boolean {
  ${join([...(usesValue ? [statements] : []), code`return true;`], "\n")}
}`;
}
