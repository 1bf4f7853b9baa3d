import type { Json } from "../../contract/type-node.js";
import type { PrettierOptions } from "./fast-options.js";

/** An object whose first key is on its line; prettier closes it where it fits. One that begins with a line break stays open. */
const closedObject = /\{ ?"/;
const openObject = /\{\n/;

/** How objects stand in the text that is formatted. `closed`: all but the outermost one begin on their line. */
type Objects = "open" | "closed";

interface JsonLayout {
  readonly objects: Objects;
  readonly bracketSpacing: boolean;
  /** A line break with the indentation behind it. */
  readonly lineBreak: (depth: number) => string;
  readonly tabWidth: number;
  readonly printWidth: number;
  /** Tells one layout from another. */
  readonly name: string;
}

/**
 * Formats JSON as prettier does, where either all objects are open (`JSON.stringify(value, null, 2)`) or all but the
 * outermost one begin on one line: those close where they fit, as arrays do. Undefined for other texts, and for what
 * these options or wide characters would make of it.
 *
 * @param value what the text says, where that is known, and all its objects but the outermost one are closed
 */
export function formatJson(text: string, options: PrettierOptions, value?: Json): string | undefined {
  if (options["objectWrap"] === "collapse") return undefined;
  const objects = value === undefined ? objectsOf(text) : "closed";
  if (objects === undefined) return undefined;
  const layout = layoutOf(objects, options);
  const known = value ?? (JSON.parse(text) as Json);
  try {
    return `${printValue(known, 0, 0, 0, layout)}\n`;
  } catch (error) {
    if (error instanceof UnforeseenText) return undefined;
    throw error;
  }
}

/** Characters whose width prettier measures by its own table, or a number that it would rewrite. */
class UnforeseenText extends Error {}

function layoutOf(objects: Objects, options: PrettierOptions): JsonLayout {
  const tabWidth = Number(options["tabWidth"]);
  const printWidth = Number(options["printWidth"]);
  const bracketSpacing = options["bracketSpacing"] !== false;
  const indentation = options["useTabs"] === true ? "\t" : " ".repeat(tabWidth);
  const lineBreaks: string[] = [];
  return {
    objects,
    bracketSpacing,
    lineBreak: (depth) => (lineBreaks[depth] ??= `\n${indentation.repeat(depth)}`),
    tabWidth,
    printWidth,
    name: JSON.stringify([objects, bracketSpacing, indentation, tabWidth, printWidth]),
  };
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
  if (typeof value !== "object" || value === null) return scalarText(value);
  const room = layout.printWidth - depth * layout.tabWidth - before - behind;
  const isClosed = isList(value) || (layout.objects === "closed" && depth > 0);
  const flat = isClosed && roomLeft(value, room) >= 0 ? flatText(value, layout) : undefined;
  if (flat !== undefined && flat.length <= room) return flat;
  return isList(value) ? printArray(value, depth, layout) : printObject(value, depth, layout);
}

function scalarText(value: string | number | boolean | null): string {
  if (typeof value === "string") return stringText(value);
  const text = String(value);
  if (typeof value === "number" && text.includes("e")) throw new UnforeseenText();
  return text;
}

function stringText(value: string): string {
  if (unescaped.test(value)) return `"${value}"`;
  const text = JSON.stringify(value);
  if (!printable.test(text)) throw new UnforeseenText();
  return text;
}

const unescaped = /^[ !#-[\]-~]*$/;
const printable = /^[ -~]*$/;

/** Pieces are joined at once: text that is added to piece by piece stays in pieces, to be put together at each use. */
function printObject(value: { readonly [key: string]: Json }, depth: number, layout: JsonLayout): string {
  const inner = layout.lineBreak(depth + 1);
  const names = Object.keys(value);
  const last = names.length - 1;
  const pieces = names.map((name, index) => {
    const key = stringText(name);
    const comma = index < last ? "," : "";
    return `${inner}${key}: ${printValue(value[name]!, depth + 1, key.length + 2, comma.length, layout)}${comma}`;
  });
  return last < 0 ? "{}" : `{${pieces.join("")}${layout.lineBreak(depth)}}`;
}

function printArray(value: readonly Json[], depth: number, layout: JsonLayout): string {
  if (value.length === 0) return "[]";
  const inner = layout.lineBreak(depth + 1);
  const end = `${layout.lineBreak(depth)}]`;
  if (value.every((element) => typeof element === "number"))
    return `[${inner}${filled(value.map(scalarText), depth + 1, layout).join(inner)}${end}`;
  const last = value.length - 1;
  const print = depth === 1 ? printItem : printValue;
  const pieces = value.map((element, index) => {
    const comma = index < last ? "," : "";
    return inner + print(element, depth + 1, 0, comma.length, layout) + comma;
  });
  return `[${pieces.join("")}${end}`;
}

/** An item of one of the document's lists. Large documents mostly consist of them, and from one run to the next few change. */
function printItem(item: Json, depth: number, before: number, behind: number, layout: JsonLayout): string {
  if (typeof item !== "object" || item === null) return scalarText(item);
  const name = `${depth} ${behind} ${layout.name}`;
  const known = printedItems.get(item);
  if (known?.layout === name) return known.text;
  const text = printValue(item, depth, before, behind, layout);
  printedItems.set(item, { layout: name, text });
  return text;
}

const printedItems = new WeakMap<object, { readonly layout: string; readonly text: string }>();

/** Several objects, or several arrays, of more than one entry each never share a line. */
function staysOpen(value: readonly Json[]): boolean {
  if (value.length < 2) return false;
  const isLong = (element: Json): boolean =>
    typeof element === "object" && element !== null && Object.keys(element).length > 1;
  return value.every((element) => isLong(element) && isList(element) === isList(value[0]!));
}

/** How much of `room` is left behind the value at the most; negative as soon as there is none. Spares what is large the attempt. */
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

/** On one line; undefined where something inside cannot be, or where it would be longer than any line. */
function flatText(value: Json, layout: JsonLayout): string | undefined {
  if (typeof value !== "object" || value === null) return scalarText(value);
  if (isList(value)) {
    if (staysOpen(value)) return undefined;
    let text = "";
    for (const item of value) {
      const flat = flatText(item, layout);
      if (flat === undefined || text.length > layout.printWidth) return undefined;
      text += text === "" ? flat : `, ${flat}`;
    }
    return `[${text}]`;
  }
  let text = "";
  for (const name of Object.keys(value)) {
    const flat = layout.objects === "open" ? undefined : flatText(value[name]!, layout);
    if (flat === undefined || text.length > layout.printWidth) return undefined;
    text += `${text === "" ? "" : ", "}${stringText(name)}: ${flat}`;
  }
  if (text === "") return "{}";
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
