import type { Json, TypeNode } from "./type-node.js";

/** A type as a person reads it: TypeScript's words, with the checks behind them in parentheses. */
export function describeType(node: TypeNode): string {
  switch (node.kind) {
    case "string":
      return withNotes("string", (node.checks ?? []).map(describeStringCheck));
    case "number":
      return withNotes("number", (node.checks ?? []).map(describeNumberCheck));
    case "boolean":
    case "null":
    case "unknown":
    case "never":
      return node.kind;
    case "literal":
    case "enum":
      return node.values.map((value) => JSON.stringify(value)).join(" | ");
    case "template":
      return `\`${node.parts.map((part) => (typeof part === "string" ? part : `\${${describeType(part)}}`)).join("")}\``;
    case "array":
      return withNotes(`${grouped(node.element)}[]`, (node.checks ?? []).map(describeLength("element")));
    case "tuple":
      return `[${[...node.items.map(describeType), ...(node.rest ? [`...${grouped(node.rest)}[]`] : [])].join(", ")}]`;
    case "record":
      return `Record<${describeType(node.key)}, ${describeType(node.value)}>`;
    case "object":
      return `{ ${node.properties.map(({ name, node: property }) => describeNamed(name, property)).join(", ")} }`;
    case "union":
    case "discriminated_union":
      return node.options.map(grouped).join(" | ");
    case "intersection":
      return `${grouped(node.left)} & ${grouped(node.right)}`;
    case "nullable":
      return `${grouped(node.inner)} | null`;
    case "optional":
    case "non_optional":
    case "readonly":
      return describeType(node.inner);
    case "default":
    case "prefault":
      return `${describeType(node.inner)} = ${literal(node.value)}`;
    case "catch":
      return `${describeType(node.inner)} (${literal(node.value)} where it is anything else)`;
    case "ref":
      return node.name;
    case "zod":
      return `${describeType(node.base)} (zod: ${node.reason})`;
  }
}

/** `title: string`, `projectId?: string` */
export function describeNamed(name: string, node: TypeNode): string {
  const shown = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);
  return `${shown}${node.kind === "optional" ? "?" : ""}: ${describeType(node)}`;
}

function grouped(node: TypeNode): string {
  const text = describeType(node);
  return / [|&=] /.test(text) && !/^[[{]/.test(text) ? `(${text})` : text;
}

function withNotes(type: string, notes: readonly string[]): string {
  return notes.length === 0 ? type : `${type} (${notes.join(", ")})`;
}

type StringCheck = NonNullable<Extract<TypeNode, { kind: "string" }>["checks"]>[number];
type NumberCheck = NonNullable<Extract<TypeNode, { kind: "number" }>["checks"]>[number];
type LengthCheck = NonNullable<Extract<TypeNode, { kind: "array" }>["checks"]>[number];

const changes = { trim: "trimmed", toLowerCase: "made lowercase", toUpperCase: "made uppercase" };

function describeStringCheck(check: StringCheck): string {
  if (check.check === "overwrite")
    return check.method === "normalize" ? `normalized to ${check.form ?? "NFC"}` : changes[check.method];
  if (check.check !== "format") return describeLength("character")(check);
  return check.format === "regex" && check.pattern
    ? `/${check.pattern.source}/${check.pattern.flags}`
    : check.format.replaceAll("_", " ");
}

function describeLength(unit: string): (check: LengthCheck) => string {
  const words = { min_length: "at least ", max_length: "at most ", length_equals: "" };
  return ({ check, value }) => `${words[check]}${value} ${unit}${value === 1 ? "" : "s"}`;
}

function describeNumberCheck(check: NumberCheck): string {
  if (check.check === "format") return check.format === "safeint" ? "integer" : check.format;
  if (check.check === "multiple_of") return `multiple of ${check.value}`;
  return `${check.check === "greater_than" ? ">" : "<"}${check.inclusive ? "=" : ""} ${check.value}`;
}

function literal(value: Json): string {
  return JSON.stringify(value);
}
