import type { NumberCheck, StringCheck, TypeNode } from "../../src/contract/type-node.js";
import { takeWholeNumbers } from "../../src/contract/whole-numbers.js";
import { code, join, literal, type Code, type CodeValue, type Identifier } from "../code/index.js";
import { expectedFormat, expectedValues, numberFormats } from "./expectations.js";
import { checksOfGivenText, mayGoOn, type FallibleCheck } from "./node-facts.js";
import { boundsText, lengthBounds, numberBounds } from "./plain-bounds.js";
import { each, either, type FunctionScope } from "./validator-scope.js";

/** A check that is one expression: when the value is wrong, and the call that says so (given the path). */
export interface ScalarCheck {
  readonly wrong: Code;
  /** Whether `wrong` must stand in parentheses beside `&&`. */
  readonly isChoice: boolean;
  readonly report: (path: Code) => Code;
}

export function scalarCheck(
  node: TypeNode,
  value: Identifier,
  scope: FunctionScope,
): ScalarCheck | undefined {
  const wrongType = (expected: string) => (path: Code) =>
    code`${scope.scope.runtime("wrongType")}(trail, ${path}, ${value}, ${literal(expected)})`;
  switch (node.kind) {
    case "string": {
      const checks = checksOfGivenText(node);
      return node.coerce || !checks ? undefined : stringCheck(checks, value, scope);
    }
    case "number":
      return node.coerce ? undefined : numberCheck(node.checks ?? [], value, scope);
    case "boolean":
      return node.coerce
        ? undefined
        : { wrong: code`typeof ${value} !== "boolean"`, isChoice: false, report: wrongType("a boolean") };
    case "null":
      return { wrong: code`${value} !== null`, isChoice: false, report: wrongType("null") };
    case "never":
      return { wrong: code`true`, isChoice: false, report: wrongType("nothing") };
    case "literal":
    case "enum":
      return valuesCheck(node.values, value, scope);
    case "template": {
      const pattern = scope.scope.pattern(scope.stem, node.pattern);
      return {
        wrong: code`typeof ${value} !== "string" || !${pattern}.test(${value})`,
        isChoice: true,
        report: (path) =>
          code`${scope.scope.runtime("wrongTemplate")}(trail, ${path}, ${value}, ${literal("a string of the expected pattern")})`,
      };
    }
    case "nullable":
      return guarded(code`${value} !== null`, scalarCheck(node.inner, value, scope));
    case "optional":
      return node.exact
        ? scalarCheck(node.inner, value, scope)
        : guarded(code`${value} !== undefined`, scalarCheck(node.inner, value, scope));
    case "default":
      return guarded(code`${value} !== undefined`, scalarCheck(node.inner, value, scope));
    case "readonly":
      return scalarCheck(node.inner, value, scope);
    case "union":
      return unionCheck(node, value, scope);
    default:
      return undefined;
  }
}

function guarded(guard: Code, inner: ScalarCheck | undefined): ScalarCheck | undefined {
  return inner && { ...inner, wrong: each([guard, grouped(inner)]), isChoice: false };
}

export function grouped(check: ScalarCheck): Code {
  return check.isChoice ? code`(${check.wrong})` : check.wrong;
}

export function stringCheck(
  checks: readonly FallibleCheck[],
  value: Identifier,
  scope: FunctionScope,
): ScalarCheck {
  const wrong = [
    code`typeof ${value} !== "string"`,
    ...checks.map((check) => wrongString(check, value, scope)),
  ];
  const bounds = lengthBounds(checks);
  const list = bounds ? [] : checks.map((check) => stringOperand(check, scope));
  return {
    wrong: either(wrong),
    isChoice: wrong.length > 1,
    report: (path) =>
      checks.length === 0
        ? code`${scope.scope.runtime("wrongType")}(trail, ${path}, ${value}, ${literal("a string")})`
        : bounds
          ? code`${scope.scope.runtime("wrongText")}(trail, ${path}, ${value}, ${boundsText(bounds)})`
          : code`${scope.scope.runtime("wrongTextChecks")}(trail, ${path}, ${value}, ${join(list, ", ")})`,
  };
}

export function wrongString(check: FallibleCheck, text: Identifier, scope: FunctionScope): Code {
  if (check.check !== "format") return wrongLength(check.check, check.value, text, scope);
  return code`!${formatTest(check, text, scope)}`;
}

/** Characters are code points, at most two units each: counting them is left to where the units do not tell. */
function wrongLength(
  check: "min_length" | "max_length" | "length_equals",
  bound: number,
  text: Identifier,
  scope: FunctionScope,
): Code {
  const count = code`${scope.scope.runtime("codePoints")}(${text})`;
  switch (check) {
    case "min_length":
      return bound <= 1
        ? code`${text}.length < ${literal(bound)}`
        : code`(${text}.length < ${literal(bound * 2)} && ${count} < ${literal(bound)})`;
    case "max_length":
      return code`(${text}.length > ${literal(bound)} && ${count} > ${literal(bound)})`;
    case "length_equals":
      return code`${count} !== ${literal(bound)}`;
  }
}

type FormatCheck = Extract<StringCheck, { check: "format" }>;

const testFunctions: { readonly [format: string]: string } = {
  ipv6: "isIpv6",
  cidrv6: "isCidrv6",
  base64: "isBase64",
  base64url: "isBase64Url",
  credit_card: "isCreditCard",
  iban: "isIban",
  jwt: "isJwt",
};

export function formatTest(check: FormatCheck, text: CodeValue, scope: FunctionScope): Code {
  const { options } = check;
  if (check.pattern) {
    const pattern = scope.scope.pattern(scope.stem, check.pattern);
    return /[gy]/.test(check.pattern.flags)
      ? code`${scope.scope.runtime("matches")}(${pattern}, ${text})`
      : code`${pattern}.test(${text})`;
  }
  if (options?.["prefix"] !== undefined) return code`${text}.startsWith(${literal(options["prefix"])})`;
  if (options?.["suffix"] !== undefined) return code`${text}.endsWith(${literal(options["suffix"])})`;
  if (options?.["includes"] !== undefined) {
    const { includes, position } = options;
    return code`${text}.includes(${literal(includes!)}${position !== undefined && code`, ${literal(position)}`})`;
  }
  const test = testFunctions[check.format];
  if (test === undefined)
    throw new TypeError(`No test for the string format ${JSON.stringify(check.format)}`);
  const algorithm = options?.["algorithm"];
  return code`${scope.scope.runtime(test)}(${text}${algorithm !== undefined && code`, ${literal(algorithm)}`})`;
}

/** The check as `wrongText` takes it: a name and its operand. */
export function stringOperand(check: FallibleCheck, scope: FunctionScope): Code {
  const mark = check.abort ? "!" : "";
  if (check.check !== "format") {
    const name = { min_length: "min", max_length: "max", length_equals: "length" }[check.check];
    return code`${literal(name + mark)}, ${literal(check.value)}`;
  }
  const expected = literal(expectedFormat(check) + mark);
  const isPlainPattern = check.pattern && !/[gy]/.test(check.pattern.flags);
  if (isPlainPattern) return code`${expected}, ${scope.scope.pattern(scope.stem, check.pattern!)}`;
  const test = testFunctions[check.format];
  if (test !== undefined && !check.pattern && !check.options) {
    return code`${expected}, ${scope.scope.runtime(test)}`;
  }
  return code`${expected}, (text: string) => ${formatTest(check, code`text`, scope)}`;
}

export function numberCheck(
  checks: readonly NumberCheck[],
  value: Identifier,
  scope: FunctionScope,
): ScalarCheck {
  const isInteger = takeWholeNumbers(checks);
  const finite = isInteger ? code`!Number.isSafeInteger(${value})` : code`!Number.isFinite(${value})`;
  const bounds = numberBounds(checks);
  const conditions = checks.flatMap((check) => wrongNumber(check, value, scope));
  const wrong = [code`typeof ${value} !== "number"`, finite, ...conditions];
  return {
    wrong: either(wrong),
    isChoice: true,
    report: (path) =>
      checks.length === 0
        ? code`${scope.scope.runtime("wrongType")}(trail, ${path}, ${value}, ${literal("a number")})`
        : code`${scope.scope.runtime(bounds ? bounds.helper : "wrongNumberChecks")}(trail, ${path}, ${value}${
            bounds
              ? bounds.list && code`, ${boundsText(bounds.list)}`
              : code`, ${join(checks.map(numberOperand), ", ")}`
          })`,
  };
}

function wrongNumber(check: NumberCheck, value: Identifier, scope: FunctionScope): readonly Code[] {
  switch (check.check) {
    case "greater_than":
      return [
        check.inclusive
          ? code`${value} < ${literal(check.value)}`
          : code`${value} <= ${literal(check.value)}`,
      ];
    case "less_than":
      return [
        check.inclusive
          ? code`${value} > ${literal(check.value)}`
          : code`${value} >= ${literal(check.value)}`,
      ];
    case "multiple_of":
      return [code`!${scope.scope.runtime("isMultipleOf")}(${value}, ${literal(check.value)})`];
    case "format": {
      const range = numberFormats[check.format].range;
      return range.length === 0
        ? []
        : [code`${value} < ${literal(range[0]!)}`, code`${value} > ${literal(range[1]!)}`];
    }
  }
}

function numberOperand(check: NumberCheck): Code {
  const mark = check.abort ? "!" : "";
  switch (check.check) {
    case "greater_than":
      return code`${literal((check.inclusive ? "at least" : "more than") + mark)}, ${literal(check.value)}`;
    case "less_than":
      return code`${literal((check.inclusive ? "at most" : "less than") + mark)}, ${literal(check.value)}`;
    case "multiple_of":
      return code`${literal(`a multiple of${mark}`)}, ${literal(check.value)}`;
    case "format": {
      const { expected, range } = numberFormats[check.format];
      return code`${literal(expected + mark)}, ${literal(range)}`;
    }
  }
}

const fewValues = 8;

function valuesCheck(
  values: readonly (string | number | boolean | null)[],
  value: Identifier,
  scope: FunctionScope,
): ScalarCheck {
  const report = (path: Code) =>
    code`${scope.scope.runtime("wrongValue")}(trail, ${path}, ${literal(expectedValues(values))})`;
  if (values.length === 0) return { wrong: code`true`, isChoice: false, report };
  if (values.length <= fewValues) {
    const wrong = each(values.map((item) => code`${value} !== ${literal(item)}`));
    return { wrong, isChoice: false, report };
  }
  const set = code`/* @__PURE__ */ new Set<unknown>(${literal(values)})`;
  const known = scope.scope.constant(`${scope.stem}Values`, set);
  return { wrong: code`!${known}.has(${value})`, isChoice: false, report };
}

function unionCheck(
  node: Extract<TypeNode, { kind: "union" }>,
  value: Identifier,
  scope: FunctionScope,
): ScalarCheck | undefined {
  if (node.exclusive || node.options.length < 2 || node.options.some(mayGoOn)) return undefined;
  const options: ScalarCheck[] = [];
  for (const option of node.options) {
    const check = scalarCheck(option, value, scope);
    if (!check) return undefined;
    options.push(check);
  }
  return {
    wrong: each(options.map(grouped)),
    isChoice: false,
    report: (path) =>
      code`${scope.scope.runtime("wrongOption")}(trail, ${path}, ${literal("Matches none of the types that are possible here")})`,
  };
}
