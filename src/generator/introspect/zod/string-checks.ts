import type { Json, Pattern, StringCheck } from "../../../contract/type-node.js";
import { overwriteCheck } from "./overwrite-check.js";
import { hasTrait, type ZodCheck, type ZodCheckDef } from "./zod-schema.js";

/** The checks as data, or why zod has to run them. */
export type CheckList<Check> = { readonly checks: readonly Check[] } | { readonly code: string };

/** Formats that zod tests with code of its own, which the validation runtime has too. */
const testedByCode: ReadonlyMap<string, string> = new Map([
  ["$ZodURL", "url"],
  ["$ZodIPv6", "ipv6"],
  ["$ZodCIDRv6", "cidrv6"],
  ["$ZodBase64", "base64"],
  ["$ZodBase64URL", "base64url"],
  ["$ZodCreditCard", "credit_card"],
  ["$ZodIBAN", "iban"],
  ["$ZodJWT", "jwt"],
]);

const lengthFields = { min_length: "minimum", max_length: "maximum", length_equals: "length" } as const;

type LengthCheck = Extract<StringCheck, { check: keyof typeof lengthFields }>;

export function stringChecks(checks: readonly ZodCheck[]): CheckList<StringCheck> {
  const found: StringCheck[] = [];
  for (const check of checks) {
    const { def } = check._zod;
    const known =
      lengthCheck(def) ??
      (def.check === "string_format" ? formatCheck(check) : undefined) ??
      (def.check === "overwrite" ? overwriteCheck(def) : undefined);
    if (known === undefined) return { code: codeReason(def) };
    found.push(known);
  }
  return { checks: found };
}

/** A bound on the length of a string or an array. */
export function lengthCheck(def: ZodCheckDef): LengthCheck | undefined {
  if (!isLengthCheck(def.check)) return undefined;
  const value = def[lengthFields[def.check]];
  return typeof value === "number" && Number.isFinite(value)
    ? { check: def.check, value, ...abort(def) }
    : undefined;
}

/** What a check that is code is called in the schema. */
export function codeReason(def: ZodCheckDef): string {
  switch (def.check) {
    case "custom":
      return "a refinement";
    case "overwrite":
      return "a change of the value by code (`overwrite`, `slugify`)";
    case "property":
    case "properties":
      return "a check of a property";
    case "string_format":
      return `the string format ${JSON.stringify(def["format"])}, which is tested by code`;
    default:
      return `the check ${JSON.stringify(def.check)}`;
  }
}

export function abort(def: ZodCheckDef): { readonly abort?: true } {
  return def.abort ? { abort: true } : {};
}

function isLengthCheck(check: string): check is keyof typeof lengthFields {
  return Object.hasOwn(lengthFields, check);
}

function formatCheck(check: ZodCheck): StringCheck | undefined {
  const { def, traits } = check._zod;
  const { format } = def;
  if (typeof format !== "string" || def["when"] !== undefined) return undefined;
  for (const [trait, name] of testedByCode) {
    if (!traits?.has(trait)) continue;
    const options = codeOptions(name, def);
    return { check: "format", format: name, ...(options && { options }), ...abort(def) };
  }
  const options = operandOf(check);
  if (options) return { check: "format", format, options, ...abort(def) };
  if (isOperandCheck(check)) return undefined;
  // zod's typings take no `pattern` for a custom format, so one that is there came from a regular expression.
  const pattern = patternOf(def["pattern"]);
  return pattern && { check: "format", format, pattern, ...abort(def) };
}

function isOperandCheck(check: ZodCheck): boolean {
  return ["$ZodCheckIncludes", "$ZodCheckStartsWith", "$ZodCheckEndsWith"].some((trait) =>
    hasTrait(check, trait),
  );
}

function operandOf(check: ZodCheck): { readonly [key: string]: Json } | undefined {
  const { includes, position, prefix, suffix } = check._zod.def;
  if (hasTrait(check, "$ZodCheckIncludes") && typeof includes === "string") {
    return typeof position === "number" ? { includes, position } : { includes };
  }
  if (hasTrait(check, "$ZodCheckStartsWith") && typeof prefix === "string") return { prefix };
  if (hasTrait(check, "$ZodCheckEndsWith") && typeof suffix === "string") return { suffix };
  return undefined;
}

function codeOptions(format: string, def: ZodCheckDef): { readonly [key: string]: Json } | undefined {
  const options: { [key: string]: Json } = {};
  if (format === "url") {
    const hostname = patternOf(def["hostname"]);
    const protocol = patternOf(def["protocol"]);
    if (def["normalize"]) options["normalize"] = true;
    if (hostname) options["hostname"] = { ...hostname };
    if (protocol) options["protocol"] = { ...protocol };
  }
  if (format === "jwt" && typeof def["alg"] === "string") options["algorithm"] = def["alg"];
  return Object.keys(options).length > 0 ? options : undefined;
}

export function patternOf(value: unknown): Pattern | undefined {
  return Object.prototype.toString.call(value) === "[object RegExp]"
    ? { source: (value as RegExp).source, flags: (value as RegExp).flags }
    : undefined;
}
