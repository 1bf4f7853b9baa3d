import type { SourceLocation } from "../load/loaded-schema.js";

/** Leads into a configuration: `["projects", "web", "schema"]`. */
export type KeyPath = readonly string[];

/**
 * The place of a key in the text of a config file (TypeScript, JavaScript or JSON), or of its nearest ancestor that is
 * written there as an object literal. Loads a parser: for errors only.
 */
export async function locateKey(
  file: string,
  text: string,
  path: KeyPath,
): Promise<SourceLocation | undefined> {
  const { parseSync } = await import("oxc-parser");
  const isJson = file.endsWith(".json");
  // A JSON text is an expression; the parenthesis makes it a statement and moves the first line by one.
  const { program, errors } = parseSync(isJson ? "config.ts" : file, isJson ? `(${text}\n)` : text);
  if (errors.length > 0) return undefined;
  let best: Match | undefined;
  for (const object of objectsOf(program)) {
    const match = follow(object, path);
    if (match && match.depth > (best?.depth ?? 0)) best = match;
  }
  return best && locationOf(file, text, best.start - (isJson ? 1 : 0), best.end - (isJson ? 1 : 0));
}

/** A span of a text, in offsets of UTF-16 units, as a place. */
export function locationOf(file: string, text: string, start: number, end: number): SourceLocation {
  const [from, to] = [placeAt(text, start), placeAt(text, end)];
  return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

function placeAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

interface Match {
  readonly depth: number;
  readonly start: number;
  readonly end: number;
}

type Node = {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
};

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

function* objectsOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const item of value) yield* objectsOf(item);
  } else if (isNode(value)) {
    if (value.type === "ObjectExpression") yield value;
    for (const child of Object.values(value)) if (typeof child === "object") yield* objectsOf(child);
  }
}

function follow(object: Node, path: KeyPath): Match | undefined {
  const properties = Array.isArray(object["properties"]) ? object["properties"].filter(isNode) : [];
  const property = properties.find((candidate) => keyOf(candidate) === path[0]);
  const key = property?.["key"];
  if (property === undefined || !isNode(key)) return undefined;
  const value = property["value"];
  const deeper =
    path.length > 1 && isNode(value) && value.type === "ObjectExpression"
      ? follow(value, path.slice(1))
      : undefined;
  return deeper ? { ...deeper, depth: deeper.depth + 1 } : { depth: 1, start: key.start, end: key.end };
}

function keyOf(property: Node): unknown {
  const key = property["key"];
  if (!isNode(key) || property["computed"] === true) return undefined;
  return key.type === "Identifier" ? key["name"] : key["value"];
}
