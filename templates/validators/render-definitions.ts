import type { TypeNode } from "../../src/contract/type-node.js";
import { code, join, type Code, type Identifier } from "../code/index.js";
import { checkFunctionText } from "./check-function.js";
import { checkStatements } from "./check-statements.js";
import { copyExpression } from "./copy-expression.js";
import { identifier } from "../code/index.js";
import { FunctionScope, type ValidatorScope } from "./validator-scope.js";

/** A recursive definition, and the names of the functions that the file exports for it. */
export interface DefinitionItem {
  readonly name: string;
  readonly node: TypeNode;
  readonly check: Identifier;
  readonly copy: Identifier;
}

const value = identifier("value");

/** The functions of recursive definitions, which the validators of other files call. */
export function renderDefinitions(definitions: readonly DefinitionItem[], scope: ValidatorScope): Code {
  const pieces = definitions.flatMap(({ name, node, check, copy }) => {
    const stem = name[0]!.toLowerCase() + name.slice(1);
    const checkScope = new FunctionScope(scope, stem);
    const checkText = checkFunctionText(check, checkStatements(node, value, [], checkScope), checkScope);
    const copied = copyExpression(node, code`${value}`, new FunctionScope(scope, `${stem}Copy`)) ?? value;
    return [
      ...scope.takeDeclarations(),
      code`/** Checks a {@link ${identifier(name)}}. */\nexport ${checkText}`,
      code`/** Copies a valid {@link ${identifier(name)}} as zod yields it. */
export function ${copy}(value: unknown): unknown {
  return ${copied};
}`,
    ];
  });
  return join(pieces, "\n\n");
}
