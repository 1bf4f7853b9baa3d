import { expected, isName, isNameList } from "./expectations.js";

/** Makes of one shape of an operation's arguments the next one. Plain code, without side effects: the server runs it. */
export type Upgrade = (args: readonly unknown[]) => readonly unknown[];

/** How an operation changes while old clients, and operations that they queued, are in the field. */
export interface EvolutionOptions {
  /** Since when new code should not use it: an ISO date, such as `"2026-01-31"`. */
  readonly deprecated?: string;
  /** Its former name or names. The server takes them still. */
  readonly renamedFrom?: string | readonly string[];
  /**
   * One function for each time that the arguments changed so that old ones no longer fit, oldest first; never taken
   * away. The server runs an old client's arguments through those that came after it.
   */
  readonly upgrade?: readonly Upgrade[];
}

/** An `OperationDefinition`'s part of them: only what was given. */
export type Evolution = {
  readonly deprecated?: string;
  readonly renamedFrom?: readonly string[];
  readonly upgrade?: readonly Upgrade[];
};

/** @throws TypeError that names the place and the option that is wrong */
export function readEvolution(
  place: string,
  { deprecated, renamedFrom, upgrade }: { readonly [Name in keyof EvolutionOptions]: unknown },
): Evolution {
  if (deprecated !== undefined && !isDate(deprecated))
    throw expected(`${place}: deprecated`, 'an ISO date such as "2026-01-31"', deprecated);
  const former = isName(renamedFrom) ? [renamedFrom] : renamedFrom;
  if (former !== undefined && !isNameList(former))
    throw expected(`${place}: renamedFrom`, "a name or a list of names", renamedFrom);
  if (upgrade !== undefined && !isUpgradeList(upgrade))
    throw expected(`${place}: upgrade`, "a list of functions", upgrade);
  return {
    ...(deprecated !== undefined && { deprecated }),
    ...(former !== undefined && { renamedFrom: former }),
    ...(upgrade !== undefined && { upgrade }),
  };
}

function isDate(value: unknown): value is string {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

function isUpgradeList(value: unknown): value is readonly Upgrade[] {
  return Array.isArray(value) && value.every((item) => typeof item === "function");
}
