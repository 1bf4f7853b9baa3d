import { decodeArguments, type PendingOperation, type RuntimeOperation } from "../../protocol/index.js";
import type { ArgumentUpgrade, ContractEvolution } from "../evolution.js";

/** The name that an operation has now. */
export function presentName(name: string, evolution: ContractEvolution | undefined): string {
  const formerNames = evolution?.formerNames;
  return formerNames !== undefined && Object.hasOwn(formerNames, name) ? formerNames[name]! : name;
}

/** Whether an operation comes from a contract of which it cannot be taken any more (P35). */
export function isUnsupported(
  { name }: PendingOperation,
  fingerprint: string | undefined,
  evolution: ContractEvolution | undefined,
): boolean {
  return formerContract(fingerprint, evolution)?.operations?.includes(name) === true;
}

/**
 * The arguments of an operation in the present shape. Where its contract is known, so is the shape; where it is not, the
 * arguments are taken as they are if they fit, and otherwise as the newest former shape whose upgrade fits.
 * @throws what an upgrade throws
 */
export function upgradedArguments(
  operation: RuntimeOperation,
  { name, args }: PendingOperation,
  fingerprint: string | undefined,
  present: string,
  evolution: ContractEvolution | undefined,
): readonly unknown[] {
  const upgrades = upgradesOf(operation.name, evolution);
  if (upgrades.length === 0 || fingerprint === present) return args;
  const former = formerContract(fingerprint, evolution);
  if (former !== undefined) {
    const had = former.upgrades;
    const behind = had !== undefined && Object.hasOwn(had, name) ? had[name]! : upgrades.length;
    return upgrade(upgrades.slice(behind), args);
  }
  if (decodeArguments(operation, args).ok) return args;
  for (let behind = upgrades.length - 1; behind >= 0; behind--) {
    const candidate = attempt(upgrades.slice(behind), args);
    if (candidate !== undefined && decodeArguments(operation, candidate).ok) return candidate;
  }
  return args;
}

function formerContract(fingerprint: string | undefined, evolution: ContractEvolution | undefined) {
  const former = evolution?.former;
  return fingerprint !== undefined && former !== undefined && Object.hasOwn(former, fingerprint)
    ? former[fingerprint]
    : undefined;
}

function upgradesOf(name: string, evolution: ContractEvolution | undefined): readonly ArgumentUpgrade[] {
  const upgrades = evolution?.upgrades;
  return upgrades !== undefined && Object.hasOwn(upgrades, name) ? upgrades[name]! : [];
}

function upgrade(steps: readonly ArgumentUpgrade[], args: readonly unknown[]): readonly unknown[] {
  return steps.reduce<readonly unknown[]>((shape, step) => {
    const next: unknown = step(shape);
    if (!Array.isArray(next)) throw new TypeError("An upgrade of arguments returned no array");
    return next;
  }, args);
}

/** An upgrade that was not made for these arguments may throw; then they are not of its shape. */
function attempt(
  steps: readonly ArgumentUpgrade[],
  args: readonly unknown[],
): readonly unknown[] | undefined {
  try {
    return upgrade(steps, args);
  } catch {
    return undefined;
  }
}
