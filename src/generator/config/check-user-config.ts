import { checkCompatSettings } from "./check-compat-settings.js";
import { describe, isRecord, unknownKey, type ConfigProblem } from "./config-problem.js";
import type { KeyPath } from "./locate-key.js";
import type { UserConfig } from "./project.js";

export type { ConfigProblem } from "./config-problem.js";

const pathKeys = ["schema", "out", "handlers", "tsconfig"] as const;
const projectKeys: readonly string[] = [...pathKeys, "compat"];
const knownKeys: readonly string[] = [...projectKeys, "projects"];

/** What is wrong with a configuration, all of it; with no problem `value` is a `UserConfig`. */
export function checkUserConfig(value: unknown): readonly ConfigProblem[] {
  if (!isRecord(value))
    return [
      {
        path: [],
        message: `A configuration is an object, not ${describe(value)}.`,
        fix: 'Write: export default defineConfig({ schema: "src/schema.ts" });',
      },
    ];
  return [...checkKeys(value, []), ...checkProjects(value)];
}

export function isUserConfig(value: unknown): value is UserConfig {
  return checkUserConfig(value).length === 0;
}

function* checkKeys(config: Readonly<Record<string, unknown>>, path: KeyPath): Generator<ConfigProblem> {
  const allowed = path.length === 0 ? knownKeys : projectKeys;
  for (const [key, value] of Object.entries(config)) {
    if (value === undefined || (key === "$schema" && path.length === 0)) continue;
    if (!allowed.includes(key)) yield unknownKey(key, path, allowed);
    else if (key === "compat") yield* checkCompatSettings(value, [...path, key]);
    else if (key !== "projects" && (typeof value !== "string" || value.trim() === ""))
      yield {
        path: [...path, key],
        message: `"${key}" is a path, not ${describe(value)}.`,
        fix: "Write the path as a string, relative to the configuration's folder.",
      };
  }
}

function* checkProjects(config: Readonly<Record<string, unknown>>): Generator<ConfigProblem> {
  const projects = config["projects"];
  if (projects === undefined) return;
  if (!isRecord(projects) || Object.keys(projects).length === 0) {
    const given = isRecord(projects) ? "an empty object" : describe(projects);
    yield {
      path: ["projects"],
      message: `"projects" holds a configuration for each project by its name, not ${given}.`,
      fix: 'Write: projects: { web: { schema: "web/schema.ts" }, admin: { schema: "admin/schema.ts" } }',
    };
    return;
  }
  for (const key of pathKeys) {
    if (config[key] === undefined || key === "tsconfig") continue;
    yield {
      path: [key],
      message: `"${key}" stands beside "projects", where it belongs to no project.`,
      fix: `Move it into the projects, or take "projects" away.`,
    };
  }
  for (const [name, project] of Object.entries(projects)) {
    const path = ["projects", name];
    if (!isRecord(project)) {
      yield {
        path,
        message: `The project "${name}" is a configuration, not ${describe(project)}.`,
        fix: 'Write: { schema: "web/schema.ts" }',
      };
      continue;
    }
    if (project["schema"] === undefined)
      yield {
        path,
        message: `The project "${name}" names no schema.`,
        fix: 'Add: schema: "path/to/schema.ts"',
      };
    yield* checkKeys(project, path);
  }
}
