import { existsSync } from "node:fs";
import { join } from "node:path";
import { GeneratorError } from "../lint/diagnostic.js";

/** Where a schema is looked for when nothing names one, relative to the package, in this order. */
export const defaultSchemaPaths: readonly string[] = [
  "schema.ts",
  "src/schema.ts",
  "kalphite.schema.ts",
  "src/kalphite.schema.ts",
  "kalphite/schema.ts",
  "src/kalphite/schema.ts",
];

/** The first default place that has a file, absolute. @throws GeneratorError `schema-not-found` */
export function findDefaultSchema(root: string): string {
  const found = defaultSchemaPaths.map((path) => join(root, path)).find((path) => existsSync(path));
  if (found !== undefined) return found;
  const message = `There is no schema in ${root}: looked for ${defaultSchemaPaths.join(", ")}.`;
  throw new GeneratorError(message, [
    {
      rule: "schema-not-found",
      severity: "error",
      message,
      fix: "Run `kalphite-gen init` to start one, or name yours with --schema.",
    },
  ]);
}
