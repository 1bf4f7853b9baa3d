import { GeneratorError } from "../lint/diagnostic.js";

export const historyFileName = "contract.history.json";

/** How many former contracts are kept; clients of older ones are served as those of an unknown contract. */
export const MAX_FORMER_CONTRACTS = 200;

/** The contracts that were committed before the present one, which clients in the field may still have. */
export interface ContractHistory {
  readonly version: 1;
  /** Of the present contract. */
  readonly fingerprint: string;
  /** The newest first. */
  readonly former: readonly FormerContract[];
}

export interface FormerContract {
  readonly fingerprint: string;
  /** How the server meets its clients, as far as that is not how it meets its own (P35). */
  readonly verdict: FormerVerdict;
  /** What was otherwise than in the next newer contract. */
  readonly changes: ContractChanges;
}

export interface FormerVerdict {
  /** Something of it breaks clients: they are asked to update. */
  readonly refused?: true;
  /** Its operations that cannot be taken from a client of it, not even upgraded. */
  readonly operations?: readonly string[];
  /** How many upgrades its arguments had behind them, where there are more now. */
  readonly upgrades?: { readonly [operation: string]: number };
}

/** Parts as they were, in the form of `contract.json`; null for what was not there. */
export interface ContractChanges {
  readonly entities?: { readonly [type: string]: unknown };
  readonly operations?: { readonly [name: string]: unknown };
  readonly definitions?: { readonly [name: string]: unknown };
  readonly reserved?: readonly string[];
}

/** A line for each former contract, so that branches seldom meet in one. */
export function historyText({ version, fingerprint, former }: ContractHistory): string {
  const lines = former.map((contract) => JSON.stringify(contract));
  return `{
"version": ${version},
"fingerprint": ${JSON.stringify(fingerprint)},
"former": ${lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n]`}
}
`;
}

/**
 * @param source where the text is from, for errors
 * @throws GeneratorError where it is no history: what clients in the field need is not made up anew
 */
export function parseHistory(text: string, source: string): ContractHistory {
  const value = parsed(text);
  if (!isHistory(value))
    throw new GeneratorError(
      `${source} is damaged, and the contracts that old clients have are known from nowhere else. Take it as one of the branches had it, with the contract.json of that branch (git checkout --ours, or --theirs), and generate again.`,
    );
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isHistory(value: unknown): value is ContractHistory {
  if (!isRecord(value) || value["version"] !== 1 || typeof value["fingerprint"] !== "string") return false;
  const { former } = value;
  return (
    Array.isArray(former) &&
    former.every(
      (contract) =>
        isRecord(contract) &&
        typeof contract["fingerprint"] === "string" &&
        isRecord(contract["verdict"]) &&
        isRecord(contract["changes"]),
    )
  );
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
