import type { PrettierOptions } from "./fast-options.js";
import type { JsonEntries } from "../../contract/json-entries.js";
import type { JsonMemory } from "./json-memory.js";
import { plainText, printByEntry } from "./print-by-entry.js";
import { printJson, type JsonLayout } from "./print-json.js";

/** An object whose first key is on its line; prettier closes it where it fits. One that begins with a line break stays open. */
const closedObject = /\{ ?"/;
const openObject = /\{\n/;

/**
 * Formats JSON as prettier does, where either all objects are open (`JSON.stringify(value, null, 2)`) or all but the
 * outermost one begin on one line: those close where they fit, as arrays do. Undefined for other texts, and for what
 * these options or wide characters would make of it.
 */
export function formatJson(text: string, options: PrettierOptions): string | undefined {
  if (options["objectWrap"] === "collapse") return undefined;
  const areClosed = closedObject.test(text);
  if (areClosed && (!text.startsWith("{\n") || openObject.test(text.slice(1)))) return undefined;
  if (!plainText.test(text)) return undefined;
  const printed = printJson(text, jsonLayout(options, areClosed));
  return printed === undefined ? undefined : `${printed}\n`;
}

/**
 * Formats as `formatJson` does the text of the entries, which need not be put together.
 *
 * @param memory of the same document, as it was the last time
 */
export function formatEntries(
  entries: JsonEntries,
  options: PrettierOptions,
  memory?: JsonMemory,
): string | undefined {
  if (options["objectWrap"] === "collapse") return undefined;
  return printByEntry(entries, jsonLayout(options, true), memory);
}

function jsonLayout(options: PrettierOptions, areClosed: boolean): JsonLayout {
  return {
    areClosed,
    bracketSpacing: options["bracketSpacing"] !== false,
    printWidth: Number(options["printWidth"]),
    tabWidth: Number(options["tabWidth"]),
    useTabs: options["useTabs"] === true,
  };
}
