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
import { mayThrow } from "./node-facts.js";
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

interface ValidatorFunctions {
  readonly check: CodeValue;
  readonly copy: CodeValue;
}

/** `export const addTodoArgs: Validator<AddTodoArgs> = …`, with the functions that it stands on. */
export function renderValidator(item: ValidatorItem, scope: ValidatorScope): Code {
  const { check, copy } = validatorFunctions(item, scope);
  const validator = scope.runtime(mayThrow(item.node) ? "guardedValidator" : "validator");
  const isSameType = isSameCode(code`${item.input}`, code`${item.output}`);
  const types = isSameType ? code`${item.output}` : code`${item.output}, ${item.input}`;
  const documentation = item.doc === undefined ? undefined : comment({ doc: item.doc });
  return join(
    [
      ...scope.takeDeclarations(),
      code`${documentation}export const ${item.name}: ${scope.runtimeType("Validator")}<${types}> = /* @__PURE__ */ ${validator}(${check}, ${copy});`,
    ],
    "\n\n",
  );
}

function validatorFunctions(item: ValidatorItem, scope: ValidatorScope): ValidatorFunctions {
  if (item.node.kind === "ref") return scope.file.definitionFunctions(item.node.name);
  const known = scope.checkOf(item.node);
  if (known) return { check: known, copy: copyFunction(item.node, new FunctionScope(scope, item.name)) };
  const functionScope = new FunctionScope(scope, item.name);
  const check = scope.claim(`check${capitalized(item.name)}`);
  scope.rememberCheck(item.node, check);
  const statements =
    item.node.kind === "tuple" && !item.node.rest
      ? tupleStatements(item.node, value, [], functionScope, item.itemNames ?? [])
      : checkStatements(item.node, value, [], functionScope);
  scope.declare(checkFunctionText(check, statements, functionScope));
  return { check, copy: copyFunction(item.node, new FunctionScope(scope, item.name)) };
}
