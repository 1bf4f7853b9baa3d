import type { TypeNode } from "../../src/contract/type-node.js";
import { code, type Code, type Identifier } from "../code/index.js";
import { checkFunction } from "./check-function.js";
import { scalarCheck } from "./scalar-check.js";
import type { FunctionScope } from "./validator-scope.js";

/** When a record's key is wrong. A key that spells a number may be meant as one. */
export function keyTest(node: TypeNode, key: Identifier, scope: FunctionScope): Code {
  if (takesNumbers(node)) {
    const check = checkFunction(node, scope.child("key"));
    return code`!${scope.scope.runtime("isKey")}(${key}, ${check})`;
  }
  const scalar = scalarCheck(node, key, scope);
  return scalar ? scalar.wrong : code`!${checkFunction(node, scope.child("key"))}(${key})`;
}

function takesNumbers(node: TypeNode): boolean {
  switch (node.kind) {
    case "number":
      return true;
    case "literal":
    case "enum":
      return node.values.some((value) => typeof value === "number");
    case "union":
      return node.options.some(takesNumbers);
    default:
      return "inner" in node && takesNumbers(node.inner);
  }
}
