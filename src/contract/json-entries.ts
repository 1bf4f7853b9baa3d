/**
 * A JSON object whose larger parts are at hand as texts: by name in order, each value's JSON, or the JSON of the items
 * of a list of objects.
 */
export type JsonEntries = readonly (readonly [name: string, value: string | readonly string[]])[];

/** The object as one text: an entry, and an item of a list, on a line of its own. */
export function jsonText(entries: JsonEntries): string {
  const lines = entries.map(([name, value]) => `${JSON.stringify(name)}: ${valueText(value)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

function valueText(value: string | readonly string[]): string {
  if (typeof value === "string") return value;
  return value.length === 0 ? "[]" : `[\n${value.join(",\n")}\n]`;
}
