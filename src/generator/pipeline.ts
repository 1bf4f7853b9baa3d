import { dirname, join, relative } from "node:path";
import { lintContract } from "./lint/lint-contract.js";
import { inOrder, toDiagnostics } from "./lint/to-diagnostics.js";
import type { Contract } from "../contract/contract.js";
import { resolveStyle, type ResolvedStyle } from "./config/style.js";
import type { Project } from "./config/project.js";
import { readCheckout } from "./compat/git.js";
import { createFormatter } from "./format/create-formatter.js";
import type { HandlerBinding, HandlerPlan } from "./handlers/handler-plan.js";
import { planHandlers } from "./handlers/plan-handlers.js";
import { scanHandlers } from "./handlers/scan-handlers.js";
import { planHistory } from "./history/plan-history.js";
import { introspect } from "./introspect/introspect.js";
import type { Diagnostic } from "./lint/diagnostic.js";
import { loadSchema } from "./load/load.js";
import type { LoadedSchema } from "./load/loaded-schema.js";
import { generatorFile, packageVersion } from "./load/package-root.js";
import { findPackage } from "./load/packages.js";
import { applyChanges } from "./output/apply-changes.js";
import type { Manifest } from "./output/manifest.js";
import { writeOutputState } from "./output/output-state.js";
import { readManifest } from "./output/read-manifest.js";
import { planOutput } from "./output/plan-output.js";
import type { HandlerReferences } from "../../templates/views.js";
import { nameContract } from "./plan/contract-names.js";
import { createContractView } from "./plan/contract-view.js";
import { createHandlerRenderer } from "./plan/handler-rendering.js";
import { planFiles } from "./plan/plan-files.js";
import type { PlanSession } from "./plan/plan-session.js";
import type { Plan } from "./plan/plan.js";

export type Phase = "load" | "introspect" | "plan" | "format" | "write";

export interface PlanOptions {
  /** Told as each phase begins. */
  readonly onPhase?: (phase: Phase) => void;
  /** Kept from plan to plan of one project; otherwise the cache on disk is asked. */
  readonly session?: PlanSession;
}

export interface LoadedContract {
  readonly contract: Contract;
  /** Sorted by place; errors among them mean that the contract is not whole. */
  readonly diagnostics: readonly Diagnostic[];
  readonly loaded: LoadedSchema;
}

/** Path → contract: loads, introspects and lints. @throws GeneratorError where the schema cannot be loaded at all */
export async function loadContract(schemaPath: string, options: PlanOptions = {}): Promise<LoadedContract> {
  const { onPhase, session } = options;
  onPhase?.("load");
  const loaded = await loadSchema(schemaPath);
  onPhase?.("introspect");
  const { contract, findings } = introspect(loaded, session?.introspection);
  const linted = lintContract(contract, findings, session?.lint);
  const found = toDiagnostics([...findings, ...linted], loaded.sources);
  return { contract, loaded, diagnostics: inOrder([...loaded.diagnostics, ...found]) };
}

/**
 * All that `generate` would do, and nothing done. After errors in the schema it holds the diagnostics alone.
 * @throws GeneratorError where the schema cannot be loaded, a file cannot be read, or a text cannot be formatted
 */
export async function planProject(project: Project, options: PlanOptions = {}): Promise<Plan> {
  const loading = loadContract(project.schema, options);
  const resolved = whileLoading(loading, () => resolveStyle(project));
  const formatter = whileLoading(loading, () =>
    createFormatter({
      out: project.out,
      handlers: project.handlers,
      ...(options.session && { contractMemory: options.session.contractMemory }),
    }),
  );
  const scanning = whileLoading(loading, () => scanHandlers(project.handlers));
  const asking = whileLoading(loading, () => readCheckout(project.out));
  // The schema itself stays behind: what holds on to the plan would hold on to all of its objects.
  const {
    contract,
    diagnostics,
    loaded: { path, inputs: schemaInputs, packages },
  } = await loading;
  const inputs = [
    { path: generatorFile },
    ...schemaInputs,
    ...resolved.inputs.map((path) => ({ path })),
    ...formatter.inputs.map((path) => ({ path })),
    ...Object.keys(packages).map((name) => ({ path: packageManifest(name, path) })),
  ];
  const folders = [project.out, project.handlers];
  if (diagnostics.some((diagnostic) => diagnostic.severity === "error")) {
    const sources = { inputs, outputs: [], folders };
    return { project, contract, diagnostics, changes: [], orphans: [], sources, remember: () => undefined };
  }
  options.onPhase?.("plan");
  const schemaFile = slashed(relative(project.out, project.schema));
  const { session } = options;
  const names = nameContract(contract, session?.names);
  if (session) session.names = names;
  const { history, base } = planHistory(contract, project.out, await asking, {
    ...(project.compat?.ignore && { ignore: project.compat.ignore }),
    ...(session?.historyBase && { base: session.historyBase }),
  });
  if (session && base) session.historyBase = base;
  const view = createContractView(contract, names, schemaFile, history.former);
  const renderer = createHandlerRenderer(view, project.out, resolved.style);
  const scan = await scanning;
  const reading = readManifest(project.out);
  const previous = "manifest" in reading ? reading.manifest.handlers : {};
  const handlers = await planHandlers({ contract, scan, renderer, formatter, out: project.out, previous });
  const bound = { ...view, handlers: references(handlers.bindings, project) };
  const files = planFiles(bound, contract, history, resolved.style);
  options.onPhase?.("format");
  const output = await planOutput({
    out: project.out,
    files,
    formatter,
    manifest: manifestOf(project, { inputs: schemaInputs, packages }, resolved, handlers),
    ...(session?.state && { state: session.state }),
  });
  return {
    project,
    contract,
    diagnostics: [...diagnostics, ...handlers.diagnostics, ...formatter.diagnostics, ...output.diagnostics],
    changes: [...output.changes, ...handlers.changes].sort((a, b) => (a.path < b.path ? -1 : 1)),
    manifest: output.manifest,
    orphans: handlers.orphans,
    sources: {
      inputs: [...inputs, ...scan.files.map(({ path }) => ({ path }))],
      outputs: [...output.hashes].map(([path, hash]) => ({ path, hash })),
      folders,
    },
    remember: () => {
      const state = output.remember();
      if (session) session.state = state;
      else writeOutputState(project.out, state);
    },
  };
}

/** Writes what the plan says: all of it or, as far as a file system allows, nothing. @throws GeneratorError */
export function applyPlan(plan: Plan): void {
  const manifest = plan.manifest ? [plan.manifest] : [];
  applyChanges([...plan.changes, ...manifest]);
  plan.remember();
}

/** Keeps for later runs what a session knows about the output. */
export function endSession(project: Project, { state }: PlanSession): void {
  if (state) writeOutputState(project.out, state);
}

/** Work for the time in which esbuild runs in its own process; a failure to load is told by who awaits it. */
function whileLoading<Value>(loading: Promise<unknown>, work: () => Value): Value {
  loading.catch(() => undefined);
  return work();
}

function references(bindings: readonly HandlerBinding[], project: Project): HandlerReferences {
  const on = (side: HandlerBinding["side"]) =>
    new Map(
      bindings
        .filter((binding) => binding.side === side)
        .map(({ operation, file, exportName }) => [
          operation,
          { file: slashed(relative(project.out, file)), exportName },
        ]),
    );
  return { mutators: on("shared"), serverHandlers: on("server") };
}

function manifestOf(
  project: Project,
  loaded: Pick<LoadedSchema, "inputs" | "packages">,
  resolved: ResolvedStyle,
  handlers: HandlerPlan,
): Omit<Manifest, "outputs"> {
  const inputs = loaded.inputs.map(({ path, hash }) => [slashed(relative(project.out, path)), hash] as const);
  return {
    generator: packageVersion(),
    packages: loaded.packages,
    style: { importExtension: resolved.style.importExtension },
    inputs: Object.fromEntries(inputs),
    handlers: handlers.known,
  };
}

function packageManifest(name: string, schemaPath: string): string {
  const folder = findPackage(name, schemaPath)?.folder ?? join(dirname(schemaPath), "node_modules", name);
  return join(folder, "package.json");
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}
