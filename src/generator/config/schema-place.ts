import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { defaultSchemaPaths } from "./default-schema.js";
import type { UserConfig } from "./project.js";

/** The configured schema, else one that is there already, else src/schema.ts where there is a src/. */
export function schemaPlace(base: string, config: UserConfig | undefined): string {
  const configured = config?.schema ?? Object.values(config?.projects ?? {})[0]?.schema;
  if (configured !== undefined) return resolve(base, configured);
  const existing = defaultSchemaPaths.map((path) => join(base, path)).find((path) => existsSync(path));
  return existing ?? join(base, existsSync(join(base, "src")) ? "src/schema.ts" : "schema.ts");
}
