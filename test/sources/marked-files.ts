import { join } from "node:path";
import type { SchemaPath } from "../../src/contract/finding.js";
import type { SchemaSources } from "../../src/generator/load/loaded-schema.js";
import { createSchemaSources } from "../../src/generator/load/schema-sources.js";

export interface Files {
  readonly [name: string]: string | undefined;
}

const root = join("/", "project");

export function sourcesOf(files: Files | string): SchemaSources {
  const all: Files = typeof files === "string" ? { "schema.ts": files } : files;
  const inputs = Object.entries(all).map(([name, text]) => ({
    path: join(root, name),
    ...(text !== undefined && { text }),
  }));
  return createSchemaSources(join(root, "schema.ts"), inputs);
}

/**
 * Where a path leads: the mark right before the place (a comment such as A in the text) and the text there, or line
 * and column where no mark stands. The column is checked against the text, so a wrong unit cannot pass.
 */
export function placeOf(files: Files | string, path: SchemaPath): string {
  const place = sourcesOf(files).locate(path);
  if (!place) return "nowhere";
  const name = place.file.slice(root.length + 1).replaceAll("\\", "/");
  const text = typeof files === "string" ? files : files[name];
  const line = text?.replace(/^\uFEFF/, "").split(/\r\n|\n/)[place.line - 1] ?? "";
  const mark = /\/\*(\w+)\*\/$/.exec(line.slice(0, place.column - 1))?.[1];
  if (mark === undefined) return `${place.line}:${place.column}`;
  const end = place.endLine === place.line ? place.endColumn - 1 : line.length;
  return `${mark} ${line.slice(place.column - 1, end)}`;
}
