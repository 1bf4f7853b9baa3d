import { randomBytes } from "node:crypto";
import type { Entity } from "../../protocol/index.js";
import { legacyDeleteName, legacyUpsertName } from "../../protocol/index.js";
import { readContractSource, type ContractSource } from "../samples/contract-source.js";
import { createSamples, NoSampleError, type Samples } from "../samples/create-samples.js";
import { Random } from "../samples/random.js";
import { verdictOf } from "../samples/verdict.js";
import { CheckSession, type ConformanceLimits, type SessionParts } from "./check-session.js";
import { CheckSkipped, ClauseBroken, VerificationError } from "./clause-broken.js";
import { CONFORMANCE_CHECKS, UNSEEN_CLAUSES } from "./conformance-checks.js";
import type { ConformanceCheck } from "./conformance-check.js";
import type { CheckResult, ConformanceReport } from "./conformance-report.js";
import { covers } from "./covers.js";
import { RoomClient, upsert } from "./room-client.js";
import { Wire } from "./wire.js";

export interface VerifyOptions {
  /** Where the server is mounted, without `/sync`. */
  readonly url: string;
  /** What `generated/contract.json` holds, parsed. */
  readonly contract: unknown;
  /** Gives the same operations again. Default: one by chance, which the report tells. */
  readonly seed?: number;
  /** The bearer token of a user who may do everything. */
  readonly token?: string;
  /** That of another user (P10). */
  readonly otherToken?: string;
  /** Ids of the checks to run. Default: all. */
  readonly only?: readonly string[];
  /** Entities and arguments to use instead of generated ones, by entity type and by operation. */
  readonly samples?: GivenSamples;
  /** Default: those of P11. */
  readonly limits?: Partial<ConformanceLimits>;
  /** For one answer, in milliseconds. Default 30,000. */
  readonly timeoutMs?: number;
  /** For one notification, which is waited for three times, in milliseconds. Default 2,000. */
  readonly hintTimeoutMs?: number;
  /** Told as each check ends. */
  readonly onResult?: (result: CheckResult) => void;
}

export interface GivenSamples {
  /** Each is used under many ids: where ids have a shape, the generated ones have it too. */
  readonly entities?: { readonly [type: string]: readonly Entity[] };
  readonly args?: { readonly [operation: string]: readonly (readonly unknown[])[] };
}

/**
 * Drives a running server over HTTP, WebSocket and Server-Sent Events, and says which clauses of the protocol it does not
 * keep. It works in rooms of its own, whose names begin with `verify-`.
 *
 * @throws VerificationError where the server cannot be reached, or lets nothing be written
 * @throws TypeError where the contract is none
 */
export async function verifyServer(options: VerifyOptions): Promise<ConformanceReport> {
  const contract = readContractSource(options.contract);
  const seed = options.seed ?? new Random(randomBytes(4).readUInt32LE()).integer(1, 999_999_999);
  const runName = randomBytes(5).toString("hex");
  const unknown = options.only?.find((id) => !CONFORMANCE_CHECKS.some((check) => check.id === id));
  if (unknown !== undefined) {
    const ids = CONFORMANCE_CHECKS.map(({ id }) => id).join(", ");
    throw new VerificationError(`There is no check ${JSON.stringify(unknown)}. There are: ${ids}.`);
  }
  const types = await writableTypes(options, contract, seed, runName);
  const checks: CheckResult[] = [];
  for (const check of CONFORMANCE_CHECKS) {
    if (options.only !== undefined && !options.only.includes(check.id)) continue;
    const result = await runCheck(check, partsOf(check.id, check, options, contract, seed, runName, types));
    options.onResult?.(result);
    checks.push(result);
  }
  const passed =
    checks.every(({ status }) => status !== "failed") && checks.some(({ status }) => status === "passed");
  return {
    url: options.url,
    fingerprint: contract.fingerprint,
    seed,
    passed,
    checks,
    unseen: UNSEEN_CLAUSES,
  };
}

async function runCheck(check: ConformanceCheck, parts: SessionParts): Promise<CheckResult> {
  const session = new CheckSession(parts);
  const startedAt = performance.now();
  const { id, title, clauses } = check;
  const result = (status: CheckResult["status"]) => ({
    id,
    title,
    clauses,
    status,
    durationMs: Math.round(performance.now() - startedAt),
    notes: session.notes,
  });
  try {
    await check.run(session);
    return result("passed");
  } catch (error) {
    if (error instanceof CheckSkipped) {
      session.note(error.message);
      return result("skipped");
    }
    if (!(error instanceof ClauseBroken)) throw error;
    const { clause, message } = error;
    return { ...result("failed"), failure: { clause, message, exchanges: session.wire.exchanges.slice(-4) } };
  }
}

/** Each check draws from a source of its own: one check alone sends what it sends among all. */
function partsOf(
  checkId: string,
  { clauses }: Pick<ConformanceCheck, "clauses">,
  options: VerifyOptions,
  contract: ContractSource,
  seed: number,
  runName: string,
  types: readonly string[],
): SessionParts {
  const random = new Random(
    [...checkId].reduce((sum, char) => Math.imul(sum, 31) + char.charCodeAt(0), seed),
  );
  const generated = createSamples(options.contract, { seed: random.seed(), whole: true });
  const varied = createSamples(options.contract, { seed: random.seed() });
  const { url, token, otherToken, timeoutMs = 30_000, hintTimeoutMs = 2_000 } = options;
  return {
    checkId,
    defaultClause: clauses[0],
    wire: new Wire({ url, token, otherToken, timeoutMs }),
    random,
    samples: withGiven(varied, options.samples, random),
    contract,
    types,
    limits: { maxOperations: 500, maxBodyBytes: 1024 * 1024, ...options.limits },
    hintTimeoutMs,
    runName,
    makeEntity: (type) => makeEntity(type, generated, options.samples, random),
  };
}

function makeEntity(
  type: string,
  generated: Samples,
  given: GivenSamples | undefined,
  random: Random,
): Entity {
  const own =
    given?.entities !== undefined && Object.hasOwn(given.entities, type) ? given.entities[type]! : [];
  if (own.length === 0) return generated.entity(type);
  return { ...random.pick(own), id: idLike(type, generated, random) };
}

/** An id as the contract wants it; a plain one where no whole entity can be generated. */
function idLike(type: string, generated: Samples, random: Random): string {
  try {
    return generated.entity(type).id;
  } catch (error) {
    if (!(error instanceof NoSampleError)) throw error;
    return `id-${random.seed().toString(36)}`;
  }
}

function withGiven(samples: Samples, given: GivenSamples | undefined, random: Random): Samples {
  return {
    ...samples,
    args: (name) => {
      const own = given?.args !== undefined && Object.hasOwn(given.args, name) ? given.args[name]! : [];
      return own.length > 0 ? random.pick(own) : samples.args(name);
    },
  };
}

/**
 * The types of which an entity can be written, and comes back: what all checks stand on. Tried in one room.
 * @throws VerificationError where there is none, with what the server said
 */
async function writableTypes(
  options: VerifyOptions,
  contract: ContractSource,
  seed: number,
  runName: string,
): Promise<readonly string[]> {
  const parts = partsOf("probe", { clauses: ["P31"] }, options, contract, seed, runName, []);
  const session = new CheckSession(parts);
  const client: RoomClient = session.client();
  const reasons: string[] = [];
  const types: string[] = [];
  for (const { type } of contract.entities) {
    try {
      const entity = session.entity(type);
      const [confirmation] = await client.confirm(client.number(upsert(entity)));
      // An operation that is not there is for its own check to tell.
      const isMissing = confirmation!.code === "unknown_operation" && types.length > 0;
      const { entities } = await client.pullAll({ entityTypes: [type] });
      const isBack = entities.some((found) => covers(found, entity));
      if (isBack || isMissing) types.push(type);
      else
        reasons.push(
          `${type}: ${confirmation!.success ? "came back otherwise" : `${confirmation!.code} ${confirmation!.error}`}`,
        );
    } catch (error) {
      const isTold =
        error instanceof NoSampleError || error instanceof ClauseBroken || error instanceof CheckSkipped;
      if (!isTold) throw error;
      reasons.push(`${type}: ${error.message}`);
    }
  }
  // First those of whose entities it can be told for sure whether they are valid.
  const isCertain = (type: string): boolean => {
    const { node } = contract.entities.find((each) => each.type === type)!;
    return verdictOf(node, parts.makeEntity(type), contract.definitions) === 1;
  };
  if (types.length > 0) return [...types.filter(isCertain), ...types.filter((type) => !isCertain(type))];
  const said = parts.wire.exchanges.at(-1);
  throw new VerificationError(
    `No entity could be written with ${legacyUpsertName("<type>")} and read back (${legacyDeleteName("<type>")} and all checks need that).\n${reasons.join("\n")}${said ? `\nThe server said: ${said.received}` : ""}`,
  );
}
