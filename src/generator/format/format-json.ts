import type { Json } from "../../contract/type-node.js";
import type { PrettierOptions } from "./fast-options.js";

/** Objects on one line, characters whose width prettier measures by its own table, and numbers that it would rewrite. */
const unforeseen = /\{ ?"|[^\n\x20-\x7e]|[\d.][eE][+-]?\d/;

interface JsonLayout {
  readonly indentation: string;
  readonly tabWidth: number;
  readonly printWidth: number;
}

/**
 * Formats what `JSON.stringify(value, null, 2)` printed as prettier does: objects stay open, arrays close where they
 * fit. Undefined for other texts, and for what these options or wide characters would make of it.
 */
export function formatJson(text: string, options: PrettierOptions): string | undefined {
  if (options["objectWrap"] === "collapse" || unforeseen.test(text)) return undefined;
  const tabWidth = Number(options["tabWidth"]);
  const layout: JsonLayout = {
    indentation: options["useTabs"] === true ? "\t" : " ".repeat(tabWidth),
    tabWidth,
    printWidth: Number(options["printWidth"]),
  };
  return `${printValue(JSON.parse(text) as Json, 0, 0, 0, layout)}\n`;
}

/**
 * @param depth of the line that the value begins in
 * @param before characters that stand in front of the value on its line, indentation aside
 * @param behind characters that follow it there: a comma
 */
function printValue(value: Json, depth: number, before: number, behind: number, layout: JsonLayout): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return isList(value) ? printArray(value, depth, before, behind, layout) : printObject(value, depth, layout);
}

function printObject(value: { readonly [key: string]: Json }, depth: number, layout: JsonLayout): string {
  const names = Object.keys(value);
  if (names.length === 0) return "{}";
  const inner = `\n${layout.indentation.repeat(depth + 1)}`;
  let text = "{";
  for (const [index, name] of names.entries()) {
    const key = `${JSON.stringify(name)}: `;
    const comma = index < names.length - 1 ? "," : "";
    text += inner + key + printValue(value[name]!, depth + 1, key.length, comma.length, layout) + comma;
  }
  return `${text}\n${layout.indentation.repeat(depth)}}`;
}

function printArray(
  value: readonly Json[],
  depth: number,
  before: number,
  behind: number,
  layout: JsonLayout,
): string {
  if (value.length === 0) return "[]";
  const flat = staysOpen(value) ? undefined : flatText(value);
  if (flat !== undefined && depth * layout.tabWidth + before + flat.length + behind <= layout.printWidth)
    return flat;
  const inner = `\n${layout.indentation.repeat(depth + 1)}`;
  const end = `\n${layout.indentation.repeat(depth)}]`;
  if (value.every((element) => typeof element === "number"))
    return `[${inner}${filled(value.map(String), depth + 1, layout).join(inner)}${end}`;
  const elements = value.map((element, index) => {
    const comma = index < value.length - 1 ? "," : "";
    return printValue(element, depth + 1, 0, comma.length, layout) + comma;
  });
  return `[${inner}${elements.join(inner)}${end}`;
}

/** Several objects, or several arrays, of more than one entry each never share a line. */
function staysOpen(value: readonly Json[]): boolean {
  if (value.length < 2) return false;
  const isLong = (element: Json): boolean =>
    typeof element === "object" && element !== null && Object.keys(element).length > 1;
  return value.every((element) => isLong(element) && isList(element) === isList(value[0]!));
}

/** On one line; undefined where an object inside is open. */
function flatText(value: Json): string | undefined {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (!isList(value)) return Object.keys(value).length === 0 ? "{}" : undefined;
  if (staysOpen(value)) return undefined;
  const elements = value.map(flatText);
  return elements.includes(undefined) ? undefined : `[${elements.join(", ")}]`;
}

/** Numbers share lines, as many as fit. */
function filled(numbers: readonly string[], depth: number, { tabWidth, printWidth }: JsonLayout): string[] {
  const lines: string[] = [];
  let line = "";
  for (const [index, number] of numbers.entries()) {
    const next = index < numbers.length - 1 ? `${number},` : number;
    if (line !== "" && depth * tabWidth + line.length + 1 + next.length > printWidth) {
      lines.push(line);
      line = next;
    } else line = line === "" ? next : `${line} ${next}`;
  }
  return [...lines, line];
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
