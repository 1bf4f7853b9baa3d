import type { Definitions } from "../../contract/optionality.js";
import { optionalityIn } from "../../contract/optionality.js";
import type { NumberCheck, TypeNode } from "../../contract/type-node.js";
import { hasLength } from "./length-check.js";
import { textVerdict } from "./text-verdict.js";

/**
 * Whether a schema takes a value: 0 no, 1 yes, ½ where zod's code decides, or a rule that is not followed here to its end.
 * So the least of several verdicts is that of all of them together, and the largest that of any.
 */
export type Verdict = 0 | 0.5 | 1;

const MAX_DEPTH = 60;

/** The verdict on a value of JSON; `undefined` stands for a key or an argument that is not there. */
export function verdictOf(node: TypeNode, value: unknown, definitions: Definitions, depth = 0): Verdict {
  const of = (next: TypeNode, part: unknown) => verdictOf(next, part, definitions, depth + 1);
  if (depth > MAX_DEPTH) return 0.5;
  switch (node.kind) {
    case "string":
      if (node.coerce) return 0.5;
      return typeof value === "string" ? textVerdict(node.checks ?? [], value) : 0;
    case "number":
      if (node.coerce) return 0.5;
      if (typeof value !== "number" || !Number.isFinite(value)) return 0;
      return all((node.checks ?? []).map((check) => numberVerdict(check, value)));
    case "boolean":
      return node.coerce ? 0.5 : yes(typeof value === "boolean");
    case "null":
      return yes(value === null);
    case "unknown":
      return 1;
    case "never":
      return 0;
    case "literal":
    case "enum":
      return yes(node.values.some((each) => each === value));
    case "template":
      return yes(
        typeof value === "string" && new RegExp(node.pattern.source, node.pattern.flags).test(value),
      );
    case "array":
      if (!Array.isArray(value)) return 0;
      return all([
        ...(node.checks ?? []).map((check) => yes(hasLength(check, value.length))),
        ...value.map((item: unknown) => of(node.element, item)),
      ]);
    case "tuple":
      return Array.isArray(value) ? tupleVerdict(node, value, definitions, depth) : 0;
    case "record":
      return isObject(value) ? recordVerdict(node, value, definitions, depth) : 0;
    case "object":
      return isObject(value) ? objectVerdict(node, value, definitions, depth) : 0;
    case "union":
    case "discriminated_union": {
      const verdicts = node.options.map((option) => of(option, value));
      // An option with code may do anything, also to the others.
      if (verdicts.includes(0.5)) return 0.5;
      // Which option stands for a discriminator that is missing is zod's to say.
      const isNamed = node.kind === "union" || (isObject(value) && Object.hasOwn(value, node.discriminator));
      if (!isNamed) return any(verdicts) === 0 ? 0 : 0.5;
      const isTwice = verdicts.filter((verdict) => verdict === 1).length > 1;
      return node.kind === "union" && node.exclusive && isTwice ? 0 : any(verdicts);
    }
    case "intersection":
      // zod merges what both sides yield, refuses where they differ, and lets each side's keys pass a strict other.
      return 0.5;
    case "nullable":
      return value === null ? 1 : of(node.inner, value);
    case "optional":
      return value === undefined ? 1 : of(node.inner, value);
    case "non_optional":
      return value === undefined ? 0 : of(node.inner, value);
    case "default":
      return value === undefined ? 1 : of(node.inner, value);
    case "prefault":
      return of(node.inner, value === undefined ? node.value : value);
    case "catch":
      return 1;
    case "readonly":
      return of(node.inner, value);
    case "ref": {
      const target = definitions[node.name];
      return target === undefined ? 0.5 : of(target, value);
    }
    case "zod":
      return 0.5;
  }
}

/** Whether a value is taken, by the nodes of positional arguments. */
export function argumentsVerdict(
  items: readonly TypeNode[],
  values: readonly unknown[],
  definitions: Definitions,
): Verdict {
  return tupleVerdict({ kind: "tuple", items }, values, definitions, 0);
}

function tupleVerdict(
  { items, rest }: Extract<TypeNode, { readonly kind: "tuple" }>,
  values: readonly unknown[],
  definitions: Definitions,
  depth: number,
): Verdict {
  const required = items.findLastIndex((item) => optionalityIn(item, definitions) === undefined) + 1;
  if (values.length < required || (rest === undefined && values.length > items.length)) return 0;
  return all(values.map((value, index) => verdictOf(items[index] ?? rest!, value, definitions, depth + 1)));
}

function objectVerdict(
  { properties, unknownKeys }: Extract<TypeNode, { readonly kind: "object" }>,
  value: { readonly [key: string]: unknown },
  definitions: Definitions,
  depth: number,
): Verdict {
  const known = new Set(properties.map(({ name }) => name));
  const others = Object.keys(value).filter((key) => !known.has(key));
  if (unknownKeys === "strict" && others.length > 0) return 0;
  const catchall = typeof unknownKeys === "object" ? unknownKeys.catchall : undefined;
  return all([
    ...properties.map(({ name, node }) => keyVerdict(node, value, name, definitions, depth)),
    ...(catchall ? others.map((key) => verdictOf(catchall, value[key], definitions, depth + 1)) : []),
  ]);
}

/** The verdict on one key, which may be missing where the schema has something to say of that. */
function keyVerdict(
  node: TypeNode,
  value: { readonly [key: string]: unknown },
  name: string,
  definitions: Definitions,
  depth: number,
): Verdict {
  if (Object.hasOwn(value, name)) return verdictOf(node, value[name], definitions, depth + 1);
  if (optionalityIn(node, definitions) === undefined) return 0;
  // A key such as `constructor`: zod reads what every object inherits.
  if (name in value) return 0.5;
  return verdictOf(node, undefined, definitions, depth + 1);
}

/** Keys that are named, or texts; of others the verdict is left open. */
function recordVerdict(
  { key, value: inner, mode }: Extract<TypeNode, { readonly kind: "record" }>,
  value: { readonly [key: string]: unknown },
  definitions: Definitions,
  depth: number,
): Verdict {
  const entries = Object.entries(value).map(([, item]) => verdictOf(inner, item, definitions, depth + 1));
  if (key.kind === "string" && mode !== "loose") {
    return all([
      ...entries,
      ...Object.keys(value).map((name) => verdictOf(key, name, definitions, depth + 1)),
    ]);
  }
  const named = key.kind === "enum" || key.kind === "literal" ? key.values.map(String) : undefined;
  if (named === undefined || mode !== undefined) return 0.5;
  if (Object.keys(value).some((name) => !named.includes(name))) return 0;
  return all(named.map((name) => keyVerdict(inner, value, name, definitions, depth)));
}

function numberVerdict(check: NumberCheck, value: number): Verdict {
  switch (check.check) {
    case "greater_than":
      return yes(check.inclusive ? value >= check.value : value > check.value);
    case "less_than":
      return yes(check.inclusive ? value <= check.value : value < check.value);
    case "multiple_of":
      // zod reckons with decimals there.
      if (!Number.isInteger(value) || !Number.isInteger(check.value)) return 0.5;
      return yes(value % check.value === 0);
    case "format":
      if (check.format === "float32" || check.format === "float64") return Math.abs(value) < 1e30 ? 1 : 0.5;
      if (!Number.isSafeInteger(value)) return 0;
      if (check.format === "int32") return yes(Math.abs(value + 0.5) <= 2 ** 31);
      return yes(check.format !== "uint32" || (value >= 0 && value < 2 ** 32));
  }
}

function yes(is: boolean): Verdict {
  return is ? 1 : 0;
}

function all(verdicts: readonly Verdict[]): Verdict {
  return Math.min(1, ...verdicts) as Verdict;
}

function any(verdicts: readonly Verdict[]): Verdict {
  return Math.max(0, ...verdicts) as Verdict;
}

export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
