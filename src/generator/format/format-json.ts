import type { Json } from "../../contract/type-node.js";
import type { PrettierOptions } from "./fast-options.js";

/** Characters whose width prettier measures by its own table, and numbers that it would rewrite. */
const unforeseen = /[^\n\x20-\x7e]|[:,[]\s*-?\d[\d.]*[eE][+-]?\d/;
/** An object whose first key is on its line; prettier closes it where it fits. One that begins with a line break stays open. */
const closedObject = /\{ ?"/;
const openObject = /\{\n/;

/** How objects stand in the text that is formatted. `closed`: all but the outermost one begin on their line. */
type Objects = "open" | "closed";

interface JsonLayout {
  readonly objects: Objects;
  readonly bracketSpacing: boolean;
  readonly indentation: string;
  readonly tabWidth: number;
  readonly printWidth: number;
}

/**
 * Formats JSON as prettier does, where either all objects are open (`JSON.stringify(value, null, 2)`) or all but the
 * outermost one begin on one line: those close where they fit, as arrays do. Undefined for other texts, and for what
 * these options or wide characters would make of it.
 */
export function formatJson(text: string, options: PrettierOptions): string | undefined {
  if (options["objectWrap"] === "collapse" || unforeseen.test(text)) return undefined;
  const objects = objectsOf(text);
  if (objects === undefined) return undefined;
  const tabWidth = Number(options["tabWidth"]);
  const layout: JsonLayout = {
    objects,
    bracketSpacing: options["bracketSpacing"] !== false,
    indentation: options["useTabs"] === true ? "\t" : " ".repeat(tabWidth),
    tabWidth,
    printWidth: Number(options["printWidth"]),
  };
  return `${printValue(JSON.parse(text) as Json, 0, 0, 0, layout)}\n`;
}

function objectsOf(text: string): Objects | undefined {
  if (!closedObject.test(text)) return "open";
  return text.startsWith("{\n") && !openObject.test(text.slice(1)) ? "closed" : undefined;
}

/**
 * @param depth of the line that the value begins in
 * @param before characters that stand in front of the value on its line, indentation aside
 * @param behind characters that follow it there: a comma
 */
function printValue(value: Json, depth: number, before: number, behind: number, layout: JsonLayout): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isList(value)) return printArray(value, depth, before, behind, layout);
  const isClosed = layout.objects === "closed" && depth > 0;
  const flat = isClosed && mayFit(value, layout) ? flatText(value, layout) : undefined;
  return flat !== undefined && fits(flat, depth, before, behind, layout)
    ? flat
    : printObject(value, depth, layout);
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
  const flat = mayFit(value, layout) ? flatText(value, layout) : undefined;
  if (flat !== undefined && fits(flat, depth, before, behind, layout)) return flat;
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

/** Spares most of what is large the attempt: looks no further than a line is wide. */
function mayFit(value: Json, { printWidth }: JsonLayout): boolean {
  return roomLeft(value, printWidth) >= 0;
}

/** How much of `room` is left behind the value at the most; negative as soon as there is none. */
function roomLeft(value: Json, room: number): number {
  if (typeof value === "string") return room - value.length - 2;
  if (typeof value !== "object" || value === null) return room - 1;
  let left = room - 2;
  if (isList(value)) {
    for (const item of value) if ((left = roomLeft(item, left - 1)) < 0) break;
  } else {
    for (const key in value) if ((left = roomLeft(value[key]!, left - key.length - 4)) < 0) break;
  }
  return left + 1;
}

function fits(flat: string, depth: number, before: number, behind: number, layout: JsonLayout): boolean {
  return depth * layout.tabWidth + before + flat.length + behind <= layout.printWidth;
}

/** On one line; undefined where something inside cannot be, or where it would be longer than any line. */
function flatText(value: Json, layout: JsonLayout): string | undefined {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isList(value) && staysOpen(value)) return undefined;
  const entries = isList(value) ? value.map((item) => ["", item] as const) : Object.entries(value);
  if (entries.length === 0) return isList(value) ? "[]" : "{}";
  if (!isList(value) && layout.objects === "open") return undefined;
  let text = "";
  for (const [name, item] of entries) {
    const flat = flatText(item, layout);
    if (flat === undefined || text.length > layout.printWidth) return undefined;
    text += `${text === "" ? "" : ", "}${isList(value) ? "" : `${JSON.stringify(name)}: `}${flat}`;
  }
  if (isList(value)) return `[${text}]`;
  return layout.bracketSpacing ? `{ ${text} }` : `{${text}}`;
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
