import type { JsonEntries } from "../../contract/json-entries.js";
import type { JsonMemory } from "./json-memory.js";
import { printJson, type JsonLayout } from "./print-json.js";

/** Other characters have a width that prettier takes from a table. */
export const plainText = /^[\n -~]*$/;

/**
 * The same as `printJson` of the whole object. Items that were printed the last time are not printed again. Undefined
 * where `printJson` is, and for wide characters.
 */
export function printByEntry(
  entries: JsonEntries,
  layout: JsonLayout,
  memory?: JsonMemory,
): string | undefined {
  const layoutName = JSON.stringify(layout);
  const known = memory?.recall(layoutName);
  const printed = new Map<string, string>();
  const indent = layout.useTabs ? "\t" : " ".repeat(layout.tabWidth);
  const lines = ["{"];
  for (const [index, [name, value]] of entries.entries()) {
    const key = `${JSON.stringify(name)}: `;
    const comma = index < entries.length - 1 ? "," : "";
    if (typeof value === "string" || isShort(value, layout)) {
      const text = typeof value === "string" ? value : `[${value.join(",")}]`;
      const line = printLine(key + text + comma, layout, 1);
      if (line === undefined) return undefined;
      lines.push(line);
      continue;
    }
    lines.push(`${indent}${key}[`);
    for (const item of value.slice(0, -1)) {
      const line = known?.get(item) ?? printLine(`${item},`, layout, 2);
      if (line === undefined) return undefined;
      if (memory) printed.set(item, line);
      lines.push(line);
    }
    const last = printLine(value.at(-1)!, layout, 2);
    if (last === undefined) return undefined;
    lines.push(last, `${indent}]${comma}`);
  }
  memory?.keep(layoutName, printed);
  lines.push("}", "");
  return lines.join("\n");
}

/** Whether all items may stand on one line. */
function isShort(items: readonly string[], { printWidth }: JsonLayout): boolean {
  return items.reduce((sum, item) => sum + item.length, 0) <= printWidth;
}

/** @param outer how many objects and arrays, all broken into lines, the text stands in */
function printLine(text: string, layout: JsonLayout, outer: number): string | undefined {
  if (!plainText.test(text)) return undefined;
  const indent = layout.useTabs ? "\t" : " ".repeat(layout.tabWidth);
  const printed = printJson(text, layout, outer);
  return printed === undefined ? undefined : indent.repeat(outer) + printed;
}
