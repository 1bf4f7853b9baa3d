import { checkFunctionText } from "./check-function.js";
import { tupleStatements } from "./check-arrays.js";
import { checkStatements } from "./check-statements.js";
import { copyFunction } from "./copy-expression.js";
import type { TypeNode } from "../../src/contract/type-node.js";
import {
  code,
  comment,
  identifier,
  isSameCode,
  join,
  type Code,
  type CodeValue,
  type Identifier,
} from "../code/index.js";
import { capitalized, FunctionScope, type ValidatorScope } from "./validator-scope.js";

export interface ValidatorItem {
  /** The name of the exported constant. */
  readonly name: Identifier;
  readonly node: TypeNode;
  /** Names of a tuple's items: an operation's arguments. */
  readonly itemNames?: readonly string[];
  readonly doc?: string;
  /** The types of what the validator yields and of what it takes. */
  readonly output: CodeValue;
  readonly input: CodeValue;
}

const value = identifier("value");

/** `export const addTodoArgs: Validator<AddTodoArgs> = …`, with the functions that it stands on. */
export function renderValidator(item: ValidatorItem, scope: ValidatorScope): Code {
  const { check, copy } = renderFunctions(item, scope);
  const isSameType = isSameCode(code`${item.input}`, code`${item.output}`);
  const types = isSameType ? code`${item.output}` : code`${item.output}, ${item.input}`;
  const documentation = item.doc === undefined ? undefined : comment({ doc: item.doc });
  return join(
    [
      ...scope.takeDeclarations(),
      code`${documentation}export const ${item.name}: ${scope.runtimeType("Validator")}<${types}> = /* @__PURE__ */ ${scope.runtime("validator")}(${check}, ${copy});`,
    ],
    "\n\n",
  );
}

/** Declares the functions that check and copy the item's values, and names them. */
export function renderFunctions(
  item: Pick<ValidatorItem, "name" | "node" | "itemNames">,
  scope: ValidatorScope,
): { readonly check: CodeValue; readonly copy: CodeValue } {
  const functionScope = new FunctionScope(scope, item.name);
  if (item.node.kind === "ref") {
    const functions = scope.file.definitionFunctions(item.node.name);
    return { check: code`${scope.runtime("recursive")}(${functions.check})`, copy: functions.copy };
  }
  const name = scope.claim(`check${capitalized(item.name)}`);
  scope.rememberCheck(item.node, name);
  const statements =
    item.node.kind === "tuple" && !item.node.rest
      ? tupleStatements(item.node, value, [], functionScope, item.itemNames ?? [])
      : checkStatements(item.node, value, [], functionScope);
  scope.declare(checkFunctionText(name, statements, functionScope));
  const copy = copyFunction(item.node, new FunctionScope(scope, item.name));
  return { check: isRecursive(item.node) ? code`${scope.runtime("recursive")}(${name})` : name, copy };
}

function isRecursive(node: unknown): boolean {
  if (typeof node !== "object" || node === null) return false;
  if ("kind" in node && node.kind === "ref") return true;
  return Object.values(node).some(isRecursive);
}
