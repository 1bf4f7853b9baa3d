import { join } from "node:path";
import type { Contract } from "../../contract/contract.js";
import type { IgnoredFinding } from "../compat/compat-settings.js";
import { committedFile, type Checkout } from "../compat/git.js";
import { readContract } from "../compat/read-contract.js";
import { GeneratorError } from "../lint/diagnostic.js";
import { readText } from "../output/read-text.js";
import { changesBetween, withChanges } from "./contract-changes.js";
import {
  historyFileName,
  MAX_FORMER_CONTRACTS,
  parseHistory,
  type ContractHistory,
  type FormerContract,
} from "./contract-history.js";
import { verdictOn } from "./former-verdict.js";

/** The contract and the history of an earlier state of the output folder. */
export interface Earlier {
  readonly contract: Contract;
  readonly history: ContractHistory | undefined;
}

/** What a watching run knows of the time before it. */
export interface HistoryBase {
  /** The commit that is checked out; undefined outside a repository. */
  readonly head: string | undefined;
  /** Undefined where no contract is a former one. */
  readonly earlier: Earlier | undefined;
}

export interface HistoryOptions {
  readonly ignore?: readonly IgnoredFinding[];
  /** How many former contracts at the most. */
  readonly kept?: number;
  /** What an earlier plan of the same session found. */
  readonly base?: HistoryBase;
}

export interface PlannedHistory {
  readonly history: ContractHistory;
  /** For the session's next plan; undefined where nothing had to be found. */
  readonly base: HistoryBase | undefined;
}

/**
 * The history that belongs beside a contract. A contract that was committed becomes a former one when it changes; states
 * in between, while somebody works on the schema, do not. Where git does not know the folder, the contract on disk counts:
 * in a session, the one that lay there when it began.
 *
 * @param out the output folder, absolute
 * @param checkout how it stands in git
 * @throws GeneratorError where the history is damaged
 */
export function planHistory(
  contract: Contract,
  out: string,
  checkout: Checkout,
  options: HistoryOptions = {},
): PlannedHistory {
  const path = join(out, historyFileName);
  const text = readText(path);
  const onDisk = text === undefined ? undefined : parseHistory(text, path);
  if (onDisk?.fingerprint === contract.fingerprint) return { history: onDisk, base: options.base };
  const base = baseOf(out, onDisk, checkout, options.base);
  if (base.earlier === undefined)
    return { history: { version: 1, fingerprint: contract.fingerprint, former: [] }, base };
  const { ignore = [], kept = MAX_FORMER_CONTRACTS } = options;
  return { history: extended(base.earlier, contract, ignore, kept), base };
}

function baseOf(
  out: string,
  onDisk: ContractHistory | undefined,
  { head, isInRepository }: Checkout,
  known: HistoryBase | undefined,
): HistoryBase {
  if (known !== undefined && known.head === head) return known;
  const inHead = head === undefined ? undefined : committed(out);
  const isUncommitted = isInRepository && !isMoved(onDisk);
  return { head, earlier: inHead ?? (isUncommitted ? undefined : stored(out, onDisk)) };
}

function extended(
  { contract: last, history }: Earlier,
  contract: Contract,
  ignore: readonly IgnoredFinding[],
  kept: number,
): ContractHistory {
  const chain: Contract[] = [];
  let newer = last;
  if (last.fingerprint !== contract.fingerprint) chain.push(last);
  for (const { fingerprint, changes } of history?.former ?? []) {
    newer = withChanges(newer, fingerprint, changes);
    // A contract that came back is the present one again.
    if (fingerprint !== contract.fingerprint) chain.push(newer);
  }
  const former: FormerContract[] = [];
  newer = contract;
  for (const older of chain.slice(0, kept)) {
    former.push({
      fingerprint: older.fingerprint,
      verdict: verdictOn(older, contract, ignore),
      changes: changesBetween(newer, older),
    });
    newer = older;
  }
  return { version: 1, fingerprint: contract.fingerprint, former };
}

/** In a repository nothing is former before the first commit; a folder that was moved brings its history along. */
function isMoved(onDisk: ContractHistory | undefined): boolean {
  return onDisk !== undefined && onDisk.former.length > 0;
}

function committed(out: string): Earlier | undefined {
  const contract = committedFile("HEAD", out, "contract.json");
  if (contract === undefined) return undefined;
  const history = committedFile("HEAD", out, historyFileName);
  return earlierOf(contract, history, "the last commit");
}

function stored(out: string, history: ContractHistory | undefined): Earlier | undefined {
  const path = join(out, "contract.json");
  const text = readText(path);
  if (text === undefined && history === undefined) return undefined;
  if (text === undefined)
    throw new GeneratorError(
      `${path} is gone, and ${historyFileName} beside it speaks of it. Restore it, and generate again.`,
    );
  const contract = readContract(text, path);
  return { contract, history: matching(contract, history, path) };
}

function earlierOf(contractText: string, historyText: string | undefined, source: string): Earlier {
  const contract = readContract(contractText, `contract.json of ${source}`);
  const history =
    historyText === undefined ? undefined : parseHistory(historyText, `${historyFileName} of ${source}`);
  return { contract, history: matching(contract, history, `contract.json of ${source}`) };
}

function matching(
  contract: Contract,
  history: ContractHistory | undefined,
  source: string,
): ContractHistory | undefined {
  if (history === undefined || history.fingerprint === contract.fingerprint) return history;
  throw new GeneratorError(
    `${source} is not the contract that ${historyFileName} beside it speaks of. Take both as one commit had them, and generate again.`,
  );
}
