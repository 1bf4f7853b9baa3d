import { readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { GeneratorError } from "../lint/diagnostic.js";
import { checkPlaces } from "./check-places.js";
import { closestWord } from "./closest-word.js";
import { findDefaultSchema } from "./default-schema.js";
import { findConfig, packageFolder, type FoundConfig } from "./find-config.js";
import { loadConfig } from "./load-config.js";
import type { Project, UserConfig } from "./project.js";
import { realPath } from "./real-path.js";

/** What the command line or a caller of the API says about projects; paths are relative to `cwd`. */
export interface ProjectOptions {
  readonly schema?: string;
  readonly out?: string;
  readonly handlers?: string;
  /** A config file instead of the one that would be found. */
  readonly config?: string;
  /** Names of projects of the config; all of them where absent. */
  readonly projects?: readonly string[];
}

export interface ResolvedProjects {
  readonly projects: readonly Project[];
  /** Files whose content decided this (the config and its imports, the package.json), absolute. */
  readonly inputs: readonly string[];
  /** Files that would change it if they came to be, absolute. */
  readonly absent: readonly string[];
}

/**
 * Config and options → projects, with absolute paths.
 * @throws GeneratorError `config-invalid`, `schema-not-found`, or without diagnostics where options contradict
 */
export async function resolveProjects(cwd: string, options: ProjectOptions): Promise<ResolvedProjects> {
  const found = options.config === undefined ? findConfig(cwd) : namedConfig(resolve(cwd, options.config));
  const loaded = found.path === undefined ? undefined : await loadConfig(found.path);
  const base = found.path === undefined ? found.root : dirname(found.path);
  const config = loaded?.config ?? {};
  const named = config.projects
    ? select(Object.entries(config.projects), options.projects, config)
    : single(config, found, options);
  if (named.length > 1) refuseOverrides(options, named.length);
  const projects = named.map(([name, own]) => resolveProject(name, own, { cwd, base, found, options }));
  await checkPlaces(projects, { configPath: found.path, config, options });
  return {
    projects,
    inputs: [...new Set([...found.packageFiles, ...(loaded?.inputs ?? [])])],
    absent: found.absent,
  };
}

type NamedConfig = readonly [name: string, config: UserConfig];

function namedConfig(path: string): FoundConfig {
  const root = packageFolder(dirname(path)) ?? dirname(path);
  return { path, root, absent: [], packageFiles: [] };
}

function single(config: UserConfig, found: FoundConfig, options: ProjectOptions): readonly NamedConfig[] {
  const name = packageName(found.root) ?? basename(found.root);
  const other = options.projects?.find((wanted) => wanted !== name);
  if (other !== undefined)
    throw new GeneratorError(`There is no project "${other}": the configuration has no "projects".`);
  return [[name, config]];
}

function select(
  all: readonly NamedConfig[],
  wanted: readonly string[] | undefined,
  { tsconfig, compat }: UserConfig,
): readonly NamedConfig[] {
  const shared = { ...(tsconfig && { tsconfig }), ...(compat && { compat }) };
  const withShared = all.map(([name, own]): NamedConfig => [name, { ...shared, ...own }]);
  if (wanted === undefined) return withShared;
  const names = all.map(([name]) => name);
  for (const name of wanted) {
    if (names.includes(name)) continue;
    const meant = closestWord(name, names);
    const hint = meant === undefined ? `The projects are ${names.join(", ")}.` : `Did you mean "${meant}"?`;
    throw new GeneratorError(`There is no project "${name}". ${hint}`);
  }
  return withShared.filter(([name]) => wanted.includes(name));
}

function refuseOverrides(options: ProjectOptions, count: number): void {
  const given = (["schema", "out", "handlers"] as const).find((name) => options[name] !== undefined);
  if (given === undefined) return;
  throw new GeneratorError(
    `--${given} is for one project, and there are ${count}: say which with --project.`,
  );
}

function resolveProject(
  name: string,
  config: UserConfig,
  context: {
    readonly cwd: string;
    readonly base: string;
    readonly found: FoundConfig;
    readonly options: ProjectOptions;
  },
): Project {
  const { cwd, base, found, options } = context;
  const place = (option: string | undefined, setting: string | undefined): string | undefined =>
    option !== undefined ? resolve(cwd, option) : setting !== undefined ? resolve(base, setting) : undefined;
  const schema = place(options.schema, config.schema) ?? findDefaultSchema(found.root);
  const out = place(options.out, config.out) ?? join(dirname(schema), "generated");
  const handlers = place(options.handlers, config.handlers) ?? join(dirname(schema), "handlers");
  const root = packageFolder(dirname(schema)) ?? found.root;
  const tsconfig = place(undefined, config.tsconfig);
  return {
    name,
    schema: realPath(schema),
    out: realPath(out),
    handlers: realPath(handlers),
    root: realPath(root),
    ...(tsconfig !== undefined && { tsconfig: realPath(tsconfig) }),
    ...(config.compat && { compat: config.compat }),
  };
}

function packageName(root: string): string | undefined {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const named = typeof manifest === "object" && manifest !== null && "name" in manifest;
    return named && typeof manifest.name === "string" ? manifest.name : undefined;
  } catch {
    return undefined;
  }
}
