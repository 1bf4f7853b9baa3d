import type { SchemaPath } from "../../../contract/finding.js";
import { metadataOf } from "./metadata.js";
import type { ZodSchema } from "./zod-schema.js";

/** Segments that lead through the schema's structure and say nothing about what is there. */
const structural = new Set(
  "entities operations fields args shape element innerType options items rest keyType valueType left right in out catchall getter data".split(
    " ",
  ),
);

/** A type name for a recursive schema: from its metadata's `id` or `title`, else from the path that leads to it. */
export function definitionName(schema: ZodSchema, path: SchemaPath, taken: ReadonlySet<string>): string {
  const metadata = metadataOf(schema);
  const words = [metadata.id, metadata.title].find((word) => word !== undefined && pascal(word) !== "");
  const stem = pascal(words ?? path.filter((segment) => !structural.has(String(segment))).join(" "));
  const name = stem === "" ? "Recursive" : /^\d/.test(stem) ? `Type${stem}` : stem;
  if (!taken.has(name)) return name;
  for (let count = 2; ; count++) if (!taken.has(`${name}${count}`)) return `${name}${count}`;
}

function pascal(text: string): string {
  return text
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join("")
    .replace(/[^\p{ID_Continue}]/gu, "");
}
