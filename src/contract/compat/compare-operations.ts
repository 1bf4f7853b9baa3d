import type { Contract, OperationModel } from "../contract.js";
import { find, type Collector } from "./collector.js";
import { compareArguments } from "./compare-arguments.js";
import type { CompatFinding } from "./compat-finding.js";
import { declaredOperations } from "../declared-operations.js";

/** For how many days an operation is to be deprecated before it may go. */
export const DEFAULT_DEPRECATION_DAYS = 90;

export interface CompareSettings {
  /** Milliseconds since the epoch: how long a deprecation has been standing. */
  readonly now: number;
  readonly deprecationDays: number;
}

export function compareOperations(
  before: Contract,
  after: Contract,
  settings: CompareSettings,
): readonly CompatFinding[] {
  const findings: CompatFinding[] = [];
  const plain: Collector = { findings, isUpgraded: false };
  const old = declaredOperations(before);
  const now = declaredOperations(after);
  for (const operation of old) {
    const same = successor(operation.name, now);
    if (same === undefined) {
      removed(plain, operation, after, settings);
      continue;
    }
    if (same.name !== operation.name) renamed(plain, operation, same);
    compareOperation(findings, before, after, operation, same);
  }
  compareReservations(plain, before, after);
  return findings;
}

function successor(name: string, operations: readonly OperationModel[]): OperationModel | undefined {
  return (
    operations.find((operation) => operation.name === name) ??
    operations.find((operation) => operation.renamedFrom?.includes(name))
  );
}

function removed(
  collector: Collector,
  { name, deprecatedSince }: OperationModel,
  after: Contract,
  { now, deprecationDays }: CompareSettings,
): void {
  const site = { subject: name, path: ["operations"] };
  const isReserved = after.reserved?.includes(name) === true;
  const days = deprecatedSince === undefined ? undefined : (now - Date.parse(deprecatedSince)) / 86_400_000;
  const words = { before: name };
  if (isReserved && days !== undefined && days >= deprecationDays) {
    const message = `"${name}" is gone. It was deprecated on ${deprecatedSince}, and its name is reserved.`;
    return find(collector, "operation-retired", site, message, words);
  }
  const missing = [
    ...(days === undefined ? ["it was not deprecated"] : []),
    ...(days !== undefined && days < deprecationDays
      ? [
          `it has been deprecated for ${Math.max(0, Math.floor(days))} days, and ${deprecationDays} are asked for`,
        ]
      : []),
    ...(isReserved ? [] : ["its name is not reserved"]),
  ];
  find(collector, "operation-removed", site, `"${name}" is gone: ${missing.join(", and ")}.`, words);
}

function renamed(collector: Collector, old: OperationModel, now: OperationModel): void {
  const site = { subject: now.name, path: ["operations", now.name, "renamedFrom"] };
  const message = `"${old.name}" is "${now.name}" now. The server takes both names.`;
  find(collector, "operation-renamed", site, message, { before: old.name, after: now.name });
}

function compareOperation(
  findings: CompatFinding[],
  before: Contract,
  after: Contract,
  old: OperationModel,
  now: OperationModel,
): void {
  const path = ["operations", now.name];
  const plain: Collector = { findings, isUpgraded: false };
  const had = old.upgrades ?? 0;
  const has = now.upgrades ?? 0;
  if (has < had) {
    const message = `"${now.name}" had ${had} upgrade${had === 1 ? "" : "s"} and has ${has}.`;
    find(plain, "upgrade-removed", { subject: now.name, path: [...path, "upgrade"] }, message, {
      before: String(had),
      after: String(has),
    });
  }
  for (const name of old.renamedFrom ?? []) {
    if (now.renamedFrom?.includes(name) || after.reserved?.includes(name)) continue;
    if (after.operations.some((operation) => operation.renamedFrom?.includes(name))) continue;
    const message = `"${now.name}" was "${name}" once, and no longer says so.`;
    find(plain, "former-name-dropped", { subject: now.name, path }, message, { before: name });
  }
  compareArguments(
    { findings, isUpgraded: has > had },
    { operation: old, definitions: before.definitions },
    { operation: now, definitions: after.definitions },
  );
  const effect = (operation: OperationModel) => JSON.stringify(operation.effect);
  if (effect(old) !== effect(now) && !isRenamingOnly(old, now))
    find(
      plain,
      "effect-changed",
      { subject: now.name, path },
      `"${now.name}" does something else than it did.`,
      {
        before: effect(old),
        after: effect(now),
      },
    );
  const touches = (operation: OperationModel) => [...operation.touches].sort().join(", ");
  if (touches(old) !== touches(now))
    find(
      plain,
      "touches-changed",
      { subject: now.name, path: [...path, "touches"] },
      `"${now.name}" touches other entities than it did.`,
      { before: touches(old), after: touches(now) },
    );
}

/** Effects name arguments; a new name for one is no new effect. */
function isRenamingOnly(old: OperationModel, now: OperationModel): boolean {
  const positional = ({ args, effect }: OperationModel) => {
    const positions = new Map(args.map(({ name }, index) => [name, index]));
    return JSON.stringify(effect, (_, value: unknown) => {
      if (typeof value !== "object" || value === null || !("kind" in value) || !("name" in value))
        return value;
      return value.kind === "argument" ? { ...value, name: positions.get(String(value.name)) } : value;
    });
  };
  return positional(old) === positional(now);
}

function compareReservations(collector: Collector, before: Contract, after: Contract): void {
  for (const name of before.reserved ?? []) {
    const again = after.operations.find(
      (operation) =>
        operation.origin === "declared" && (operation.name === name || operation.renamedFrom?.includes(name)),
    );
    if (again !== undefined) {
      const site = { subject: again.name, path: ["operations", again.name] };
      const message = `"${name}" was reserved: it named another operation once.`;
      find(collector, "operation-name-reused", site, message, { before: "reserved", after: again.name });
    } else if (!after.reserved?.includes(name)) {
      const site = { subject: name, path: ["reserved"] };
      find(collector, "reservation-dropped", site, `"${name}" is no longer reserved.`, { before: name });
    }
  }
}
