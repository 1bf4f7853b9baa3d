import { optionalityIn } from "../../src/contract/optionality.js";
import type { TypeNode } from "../../src/contract/type-node.js";
import {
  code,
  join,
  literal,
  nothing,
  type Code,
  type Identifier,
  type ImportedSymbol,
} from "../code/index.js";
import { arrayStatements, recordStatements, tupleStatements } from "./check-arrays.js";
import { objectStatements } from "./check-objects.js";
import {
  discriminatedStatements,
  exclusiveStatements,
  intersectionStatements,
  unionStatements,
} from "./check-unions.js";
import { expectedFormat } from "./expectations.js";
import { checkFunction } from "./check-function.js";
import {
  checksInOrder,
  checksOfGivenText,
  isKept,
  isUrl,
  mayThrow,
  takesUndefined,
  type OverwriteCheck,
} from "./node-facts.js";
import {
  grouped,
  numberCheck,
  scalarCheck,
  stringCheck,
  stringOperand,
  wrongString,
  type ScalarCheck,
} from "./scalar-check.js";
import { either, type FunctionScope, type PathPart } from "./validator-scope.js";
import { changedText, copyExpression, urlOptions } from "./copy-expression.js";

/** Statements that check the value in `value`, and return false at the first issue where there is no trail. */
export function checkStatements(
  node: TypeNode,
  value: Identifier,
  path: readonly PathPart[],
  scope: FunctionScope,
): Code {
  const scalar = scalarCheck(node, value, scope);
  if (scalar) return scalarStatement(scalar, path);
  switch (node.kind) {
    case "string":
      return textStatements(node, value, path, scope);
    case "number": {
      const number = scope.local("number");
      return join(
        [
          code`const ${number} = ${scope.scope.runtime("toNumber")}(${value});`,
          scalarStatement(numberCheck(node.checks ?? [], number, scope), path),
        ],
        "\n",
      );
    }
    case "object":
      return objectStatements(node, value, path, scope);
    case "array":
      return arrayStatements(node, value, path, scope);
    case "tuple":
      return tupleStatements(node, value, path, scope, []);
    case "record":
      return recordStatements(node, value, path, scope);
    case "union":
      if (node.options.length === 1) return checkStatements(node.options[0]!, value, path, scope);
      return node.exclusive
        ? exclusiveStatements(node, value, path, scope)
        : unionStatements(node, value, path, scope);
    case "discriminated_union":
      return discriminatedStatements(node, value, path, scope);
    case "intersection":
      return intersectionStatements(node, value, path, scope);
    case "nullable":
      return when(code`${value} !== null`, checkStatements(node.inner, value, path, scope));
    case "optional":
      return optionalStatements(node, value, path, scope);
    case "default":
      return when(code`${value} !== undefined`, checkStatements(node.inner, value, path, scope));
    case "prefault": {
      const filled = scope.local("filled");
      const statements = checkStatements(node.inner, filled, path, scope);
      if (statements.isEmpty) return nothing;
      return code`const ${filled}: unknown = ${value} === undefined ? ${literal(node.value)} : ${value};
${statements}`;
    }
    case "catch":
      return mayThrow(node.inner)
        ? code`${checkFunction(node.inner, scope.child("caught"))}(${value});`
        : nothing;
    case "non_optional":
      return nonOptionalStatements(node.inner, value, path, scope);
    case "readonly":
      return checkStatements(node.inner, value, path, scope);
    case "ref":
      return callStatement(scope.scope.file.definitionFunctions(node.name).check, value, path, scope);
    case "zod": {
      const zodNode = scope.scope.zodNode(scope.stem, node.path);
      const isOption = scope.isOption && path.length === 0;
      return code`if (!${scope.scope.runtime("zodCheck")}(${zodNode}, ${value}, trail, ${pathText(path)}${isOption && code`, true`})) return false;`;
    }
    default:
      return nothing;
  }
}

export function pathText(path: readonly PathPart[]): Code {
  const parts = path.map((part) => (typeof part === "object" ? code`${part.variable}` : literal(part)));
  return code`[${join(parts, ", ")}]`;
}

export function scalarStatement(check: ScalarCheck, path: readonly PathPart[]): Code {
  return code`if (${grouped(check)} && ${check.report(pathText(path))}) return false;`;
}

/** Runs another check function on the value. */
export function callStatement(
  check: Identifier | ImportedSymbol,
  value: Identifier,
  path: readonly PathPart[],
  scope: FunctionScope,
): Code {
  return path.length === 0
    ? code`if (!${check}(${value}, trail) && !trail?.issues) return false;`
    : code`if (trail?.issues) ${scope.scope.runtime("within")}(trail, ${pathText(path)}, ${check}, ${value});
else if (!${check}(${value})) return false;`;
}

/** The statements behind a condition, if there are any. */
export function when(condition: Code, statements: Code): Code {
  return statements.isEmpty
    ? nothing
    : code`if (${condition}) {
  ${statements}
}`;
}

/** What the variables that hold a changed text are called. */
const changedNames = {
  trim: "trimmed",
  toLowerCase: "lowercase",
  toUpperCase: "uppercase",
  normalize: "normalized",
} as const satisfies { [method in OverwriteCheck["method"]]: string };

/** A string that some check or coercion changes on the way; the checks behind look at what came out. */
function textStatements(
  node: Extract<TypeNode, { kind: "string" }>,
  value: Identifier,
  path: readonly PathPart[],
  scope: FunctionScope,
): Code {
  const lines: Code[] = [];
  let text = value;
  if (node.coerce) {
    text = scope.local("text");
    lines.push(code`const ${text} = ${scope.scope.runtime("toText")}(${value});`);
  }
  const given = checksOfGivenText(node);
  if (given) {
    lines.push(scalarStatement(stringCheck(given, text, scope), path));
    return join(lines, "\n");
  }
  const checks = checksInOrder(node);
  const input = text;
  const wrong = [code`typeof ${input} !== "string"`];
  for (const check of checks) {
    if (check.check === "overwrite") {
      const changed = scope.local(changedNames[check.method]);
      lines.push(code`const ${changed} = typeof ${text} === "string" ? ${changedText(text, check)} : "";`);
      text = changed;
      continue;
    }
    if (!isUrl(check)) {
      wrong.push(wrongString(check, text, scope));
      continue;
    }
    const url = scope.local("url");
    lines.push(
      code`const ${url} = typeof ${text} === "string" ? ${scope.scope.runtime("urlText")}(${text}${urlOptions(check, scope)}) : undefined;`,
    );
    wrong.push(code`${url} === undefined`);
    text = url;
  }
  const operands = checks.map((check) =>
    check.check === "overwrite"
      ? code`${literal(check.method)}, (text: string) => ${changedText(code`text`, check)}`
      : isUrl(check)
        ? code`${literal(expectedFormat(check) + (check.abort ? "!" : ""))}, (text: string) => ${scope.scope.runtime("readUrl")}(text${urlOptions(check, scope)})`
        : stringOperand(check, scope),
  );
  lines.push(
    code`if ((${either(wrong)}) && ${scope.scope.runtime("wrongTextChecks")}(trail, ${pathText(path)}, ${input}, ${join(operands, ", ")})) return false;`,
  );
  return join(lines, "\n");
}

function optionalStatements(
  node: Extract<TypeNode, { kind: "optional" }>,
  value: Identifier,
  path: readonly PathPart[],
  scope: FunctionScope,
): Code {
  const statements = checkStatements(node.inner, value, path, scope);
  if (node.exact) return statements;
  const isFilled = optionalityIn(node.inner, scope.scope.file.definitions) === "defaulted";
  const given = when(code`${value} !== undefined`, statements);
  // What is filled in may turn out wrong without harm, but not throw.
  return isFilled && mayThrow(node.inner)
    ? code`if (${value} === undefined) ${checkFunction(node.inner, scope.child("filled"))}(${value});
${given}`
    : given;
}

/** `.nonoptional()`: what comes out must not be undefined. */
function nonOptionalStatements(
  inner: TypeNode,
  value: Identifier,
  path: readonly PathPart[],
  scope: FunctionScope,
): Code {
  const { definitions } = scope.scope.file;
  const statements = checkStatements(inner, value, path, scope);
  if (takesUndefined(inner, definitions) === "no") return statements;
  const report = code`${scope.scope.runtime("wrongType")}(trail, ${pathText(path)}, ${value}, ${literal("a value")})`;
  const passesUndefined =
    inner.kind === "optional" && !inner.exact && optionalityIn(inner, definitions) !== "defaulted";
  if (isKept(inner) || passesUndefined) {
    return code`if (${value} === undefined) {
  if (${report}) return false;
} else {
  ${statements}
}`;
  }
  const count = scope.local("issueCount");
  return code`const ${count} = trail?.issues?.length;
${statements}
if (${value} === undefined && trail?.issues?.length === ${count} && (${copyExpression(inner, code`${value}`, scope) ?? value}) === undefined && ${report}) return false;`;
}
