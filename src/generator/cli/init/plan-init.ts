import { existsSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { findConfig } from "../../config/find-config.js";
import { loadConfig } from "../../config/load-config.js";
import type { UserConfig } from "../../config/project.js";
import { schemaPlace } from "../../config/schema-place.js";
import { displayPath } from "../display-path.js";
import type { InitReport, InitStep } from "../report.js";
import { addScripts } from "./add-scripts.js";
import { planGitAttributes } from "./git-attributes.js";
import { installCommand, readPackageManifest, type PackageManifest } from "./package-manifest.js";
import { starterConfig, starterSchema } from "./starter-schema.js";

export interface InitOptions {
  readonly schema?: string;
  readonly out?: string;
  readonly handlers?: string;
}

export interface InitPlan extends InitReport {
  readonly writes: readonly InitWrite[];
}

export interface InitWrite {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** What the file must still hold; undefined: it must not exist. */
  readonly before: string | undefined;
}

/** What `init` would do in a folder. Nothing that exists is overwritten; it is kept, and told. */
export async function planInit(cwd: string, options: InitOptions): Promise<InitPlan> {
  const found = findConfig(cwd);
  const config = found.path === undefined ? undefined : (await loadConfig(found.path)).config;
  const base = found.path === undefined ? found.root : dirname(found.path);
  const manifest = readPackageManifest(found.root);
  const schema = options.schema === undefined ? schemaPlace(base, config) : resolve(cwd, options.schema);
  const out = placeOf(options.out, config?.out, { cwd, base }) ?? join(dirname(schema), "generated");
  const handlers =
    placeOf(options.handlers, config?.handlers, { cwd, base }) ?? join(dirname(schema), "handlers");
  const parts: readonly Part[] = [
    planSchema(schema, cwd),
    found.path === undefined
      ? planConfig({ base, cwd, schema, options })
      : keepConfig(found.path, cwd, elsewhere({ base, cwd, config, options })),
    await planScripts(manifest, cwd),
    planGitAttributes(found.root, out, cwd),
  ];
  return {
    steps: parts.flatMap(({ steps }) => steps),
    writes: parts.flatMap(({ writes }) => writes),
    next: nextSteps({
      root: found.root,
      manifest,
      schema: displayPath(cwd, schema),
      out: displayPath(cwd, out),
      handlers: displayPath(cwd, handlers),
    }),
  };
}

export interface Part {
  readonly steps: readonly InitStep[];
  readonly writes: readonly InitWrite[];
}

function placeOf(
  option: string | undefined,
  setting: string | undefined,
  { cwd, base }: { readonly cwd: string; readonly base: string },
): string | undefined {
  if (option !== undefined) return resolve(cwd, option);
  return setting === undefined ? undefined : resolve(base, setting);
}

function planSchema(path: string, cwd: string): Part {
  const shown = displayPath(cwd, path);
  if (existsSync(path))
    return { steps: [{ path: shown, action: "kept", detail: "your schema stays as it is" }], writes: [] };
  return {
    steps: [{ path: shown, action: "created", detail: "a schema of todos, to be changed into yours" }],
    writes: [{ path, text: starterSchema, before: undefined }],
  };
}

/** The settings that would have to change for the options to hold in every run. */
function elsewhere(context: {
  readonly base: string;
  readonly cwd: string;
  readonly config: UserConfig | undefined;
  readonly options: InitOptions;
}): readonly string[] {
  const { base, cwd, config, options } = context;
  const projects = Object.values(config?.projects ?? { only: config ?? {} });
  return (["schema", "out", "handlers"] as const).flatMap((key) => {
    const wanted = options[key];
    if (wanted === undefined) return [];
    const places = projects.map((project) => {
      const schema = schemaPlace(base, project);
      if (key === "schema") return schema;
      return project[key] === undefined
        ? join(dirname(schema), key === "out" ? "generated" : key)
        : resolve(base, project[key]);
    });
    const path = resolve(cwd, wanted);
    return places.includes(path) ? [] : [`${key}: ${JSON.stringify(forward(relative(base, path)))}`];
  });
}

function keepConfig(existing: string, cwd: string, settings: readonly string[]): Part {
  const key = basename(existing) === "package.json" ? ' ("kalphite")' : "";
  const step: InitStep =
    settings.length === 0
      ? {
          path: displayPath(cwd, existing),
          action: "kept",
          detail: `your configuration stays as it is${key}`,
        }
      : {
          path: displayPath(cwd, existing),
          action: "advised",
          detail: `your configuration${key} names other places; write ${settings.join(", ")} there`,
        };
  return { steps: [step], writes: [] };
}

function planConfig(context: {
  readonly base: string;
  readonly cwd: string;
  readonly schema: string;
  readonly options: InitOptions;
}): Part {
  const { base, cwd, schema, options } = context;
  const path = join(base, "kalphite-gen.config.ts");
  const place = (option: string | undefined) =>
    option === undefined ? undefined : forward(relative(base, resolve(cwd, option)));
  const [out, handlers] = [place(options.out), place(options.handlers)];
  const text = starterConfig({
    schema: forward(relative(base, schema)),
    ...(out !== undefined && { out }),
    ...(handlers !== undefined && { handlers }),
  });
  const detail = "where the schema is, and where the code goes";
  return {
    steps: [{ path: displayPath(cwd, path), action: "created", detail }],
    writes: [{ path, text, before: undefined }],
  };
}

const wantedScripts = { prebuild: "kalphite-gen generate", "kalphite:check": "kalphite-gen check" };

async function planScripts(manifest: PackageManifest | undefined, cwd: string): Promise<Part> {
  if (manifest === undefined) {
    const detail = "there is none; after `npm init -y` run init again, and it adds the scripts";
    return { steps: [{ path: "package.json", action: "advised", detail }], writes: [] };
  }
  const path = displayPath(cwd, manifest.path);
  const steps: InitStep[] = [];
  const missing: { [name: string]: string } = {};
  for (const [name, line] of Object.entries(wantedScripts)) {
    const existing = manifest.scripts[name];
    if (existing === undefined) {
      missing[name] = line;
      steps.push({ path, action: "changed", detail: `script "${name}": "${line}"` });
    } else if (typeof existing === "string" && existing.includes("kalphite-gen")) {
      steps.push({ path, action: "kept", detail: `script "${name}" runs kalphite-gen already` });
    } else {
      const joined = `"${name}": ${JSON.stringify(`${line} && ${String(existing)}`)}`;
      steps.push({ path, action: "advised", detail: `script "${name}" is yours; make it ${joined}` });
    }
  }
  if (Object.keys(missing).length === 0) return { steps, writes: [] };
  const text = await addScripts(manifest.text, missing);
  return { steps, writes: [{ path: manifest.path, text, before: manifest.text }] };
}

function nextSteps(context: {
  readonly root: string;
  readonly manifest: PackageManifest | undefined;
  readonly schema: string;
  readonly out: string;
  readonly handlers: string;
}): readonly string[] {
  const { root, manifest, schema, out, handlers } = context;
  const absent = ["kalphite-gen", "zod"].filter((name) => !manifest?.dependencies.has(name));
  return [
    ...(manifest === undefined ? ["npm init -y"] : []),
    ...(absent.length > 0 ? [installCommand(root, absent)] : []),
    ...(manifest?.isModule === true
      ? []
      : ["npm pkg set type=module  (generated code is ES modules; not needed where a bundler compiles it)"]),
    `Make ${schema} yours: its entities, and what may happen to them.`,
    "npx kalphite-gen",
    `Fill in the stubs of custom operations in ${handlers}/, and commit ${out}/ with the rest.`,
  ];
}

function forward(path: string): string {
  return path.replaceAll("\\", "/");
}
