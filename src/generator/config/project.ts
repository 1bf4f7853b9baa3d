import type { CompatSettings } from "../compat/compat-settings.js";

/** One project: a schema and where its output goes. All paths absolute. */
export interface Project {
  readonly name: string;
  readonly schema: string;
  /** Generated files; default `generated/` beside the schema. */
  readonly out: string;
  /** The user's handler files; default `handlers/` beside the schema. */
  readonly handlers: string;
  /** The folder with the package.json (or the config) that the project belongs to. */
  readonly root: string;
  /** The tsconfig.json that governs the output folder, where there is one. */
  readonly tsconfig?: string;
  /** How `compat` judges it. */
  readonly compat?: CompatSettings;
}

/** What `kalphite-gen.config.ts`, or `"kalphite"` in package.json, may say. Paths are relative to that file. */
export interface UserConfig {
  readonly schema?: string;
  readonly out?: string;
  readonly handlers?: string;
  readonly tsconfig?: string;
  readonly compat?: CompatSettings;
  /** Several projects in one config, by name. */
  readonly projects?: { readonly [name: string]: UserConfig };
}
