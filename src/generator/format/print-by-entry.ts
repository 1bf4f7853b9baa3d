import type { JsonMemory } from "./json-memory.js";
import { printJson, type JsonLayout } from "./print-json.js";

/**
 * The same as `printJson`, for a document whose lines are entries of the outermost object, or items of a list in one:
 * items that stayed as they were are not printed again.
 */
export function printByEntry(text: string, layout: JsonLayout, memory: JsonMemory): string | undefined {
  const name = JSON.stringify(layout);
  const known = memory.recall(name);
  const printed = new Map<string, string>();
  const indent = layout.useTabs ? "\t" : " ".repeat(layout.tabWidth);
  const lines = text.trimEnd().split("\n");
  if (lines[0] !== "{" || lines.at(-1) !== "}") return printJson(text, layout);
  const result = ["{"];
  for (let index = 1; index < lines.length - 1; index++) {
    let entry = lines[index]!;
    const first = index + 1;
    let end = first;
    if (entry.endsWith(": [")) while (lines[end]!.startsWith("{")) end += 1;
    const items = lines.slice(first, end);
    const width = items.reduce((sum, item) => sum + item.length, 0);
    if (items.length > 0) index = end;
    // Shorter ones may all stand on one line.
    if (items.length > 0 && width <= layout.printWidth) entry += items.join("") + lines[end]!;
    if (width <= layout.printWidth) {
      const body = printJson(entry, layout, 1);
      if (body === undefined) return undefined;
      result.push(indent + body);
      continue;
    }
    result.push(indent + entry);
    for (const item of items) {
      const body = known.get(item) ?? printJson(item, layout, 2);
      if (body === undefined) return undefined;
      printed.set(item, body);
      result.push(indent + indent + body);
    }
    result.push(indent + lines[end]!);
  }
  memory.keep(name, printed);
  return [...result, "}"].join("\n");
}
