import type { PrettierOptions } from "./fast-options.js";
import type { JsonMemory } from "./json-memory.js";
import { printByEntry } from "./print-by-entry.js";
import { printJson } from "./print-json.js";

/** An object whose first key is on its line; prettier closes it where it fits. One that begins with a line break stays open. */
const closedObject = /\{ ?"/;
const openObject = /\{\n/;

/** Other characters have a width that prettier takes from a table. */
const plainText = /^[\n -~]*$/;
/**
 * Formats JSON as prettier does, where either all objects are open (`JSON.stringify(value, null, 2)`) or all but the
 * outermost one begin on one line: those close where they fit, as arrays do. Undefined for other texts, and for what
 * these options or wide characters would make of it.
 *
 * @param memory of the same document, as it was the last time
 */
export function formatJson(text: string, options: PrettierOptions, memory?: JsonMemory): string | undefined {
  if (options["objectWrap"] === "collapse") return undefined;
  const areClosed = closedObject.test(text);
  if (areClosed && (!text.startsWith("{\n") || openObject.test(text.slice(1)))) return undefined;
  if (!plainText.test(text)) return undefined;
  const layout = {
    areClosed,
    bracketSpacing: options["bracketSpacing"] !== false,
    printWidth: Number(options["printWidth"]),
    tabWidth: Number(options["tabWidth"]),
    useTabs: options["useTabs"] === true,
  };
  const printed = areClosed && memory ? printByEntry(text, layout, memory) : printJson(text, layout);
  return printed === undefined ? undefined : `${printed}\n`;
}
