import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { contractJson } from "../../../contract/contract-json.js";
import { resolveProjects } from "../../config/resolve-projects.js";
import { GeneratorError } from "../../lint/diagnostic.js";
import { loadContract } from "../../pipeline.js";
import type { Command, CommandContext } from "../command.js";
import { loadConformanceKit, type ConformanceKit } from "../conformance-kit.js";
import { tellPhase } from "../plan-projects.js";
import { countErrors, tellDiagnostics } from "../tell-diagnostics.js";

/** Holds a running server to the protocol. Exits with 1 where it breaks a clause, with 2 where nothing could be checked. */
export const verify: Command = async (context) => {
  const { given, print, tell, warn } = context;
  const url = serverUrl(given.subject!);
  const format = formatOf(given.format);
  const seed = seedOf(given.seed);
  const samples = given.samples === undefined ? undefined : readJson(context, given.samples);
  const contract = await contractOf(context);
  const kit = await loadConformanceKit();
  const report = await run(kit, {
    url,
    contract,
    ...(seed !== undefined && { seed }),
    ...(given.token !== undefined && { token: given.token }),
    ...(given.otherToken !== undefined && { otherToken: given.otherToken }),
    ...(given.only !== undefined && { only: given.only.split(",").map((id) => id.trim()) }),
    ...(samples !== undefined && { samples }),
    onResult: (result) => {
      if (format === "text") (result.status === "failed" ? warn : tell)(kit.renderCheck(result));
    },
  });
  if (format === "junit") print(kit.renderConformanceJunit(report));
  (report.passed ? tell : warn)(kit.renderVerdict(report));
  return { exitCode: report.passed ? 0 : 1, projects: [], conformance: report };
};

async function run(kit: ConformanceKit, options: Parameters<ConformanceKit["verifyServer"]>[0]) {
  try {
    return await kit.verifyServer(options);
  } catch (error) {
    const isTold = error instanceof kit.VerificationError || error instanceof TypeError;
    throw isTold ? new GeneratorError(error.message, [], { cause: error }) : error;
  }
}

/** The contract of `--contract`, or of the one project that there is. */
async function contractOf(context: CommandContext): Promise<unknown> {
  const { given, process, progress } = context;
  if (given.contract !== undefined) return readJson(context, given.contract);
  const { projects } = await resolveProjects(process.cwd, given);
  const [project] = projects;
  if (project === undefined || projects.length > 1)
    throw new GeneratorError(
      `A server is held to one contract, and there are ${projects.length} projects: say which with --project, or name a file with --contract.`,
    );
  const { contract, diagnostics } = await loadContract(project.schema, {
    onPhase: (phase) => tellPhase(project, phase, context),
  });
  progress.end();
  tellDiagnostics(diagnostics, ["error"], context);
  if (countErrors(diagnostics) > 0) throw new GeneratorError(`${project.schema} has errors.`);
  return JSON.parse(contractJson(contract)) as unknown;
}

function readJson({ process }: CommandContext, path: string): unknown {
  const text = readFileSync(resolve(process.cwd, path), "utf8");
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new GeneratorError(`${path} is not JSON: ${(error as Error).message}`, [], { cause: error });
  }
}

function serverUrl(text: string): string {
  const isHttp = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  if (!isHttp)
    throw new GeneratorError(`"${text}" is no address of a server, such as http://localhost:8787.`);
  return text;
}

function formatOf(text: string | undefined): "text" | "junit" {
  if (text === undefined || text === "text") return "text";
  if (text === "junit") return "junit";
  throw new GeneratorError(`--format: verify has no "${text}". Choose from text, junit.`);
}

function seedOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,10}$/.test(text)) throw new GeneratorError(`--seed: "${text}" is no number of the report.`);
  return Number(text);
}
