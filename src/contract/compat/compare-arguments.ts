import type { ArgumentModel, OperationModel } from "../contract.js";
import { describeNamed } from "../describe-type.js";
import type { Definitions } from "../optionality.js";
import { find, type Collector, type Site } from "./collector.js";
import { compareTypes } from "./compare-types.js";
import type { CompatRuleId } from "./compat-rules.js";
import type { DifferenceKind, TypeDifference } from "./type-difference.js";

export interface Versioned {
  readonly operation: OperationModel;
  readonly definitions: Definitions;
}

const ruleOfDifference: { readonly [Kind in DifferenceKind]: CompatRuleId } = {
  "type-changed": "argument-type-changed",
  "type-narrowed": "argument-type-narrowed",
  "type-widened": "argument-type-widened",
  tightened: "argument-tightened",
  loosened: "argument-loosened",
  required: "argument-required",
  optional: "argument-optional",
  "null-refused": "argument-null-refused",
  "null-accepted": "argument-null-accepted",
  "default-changed": "argument-default-changed",
  "value-removed": "argument-value-removed",
  "value-added": "argument-value-added",
  "member-removed": "argument-member-removed",
  "member-added": "argument-member-added",
  "property-removed": "argument-property-removed",
  "property-added": "argument-property-added",
  "required-property-added": "argument-property-required",
  "unknown-keys-changed": "argument-unknown-keys",
};

/**
 * Arguments are positional on the wire and named in the code, so both are looked at: what stands at another place, what
 * came and went, and how each argument that stayed differs from what it was.
 */
export function compareArguments(collector: Collector, before: Versioned, after: Versioned): void {
  const old = before.operation.args;
  const now = after.operation.args;
  const oldNames = old.map(({ name }) => name);
  const nowNames = now.map(({ name }) => name);
  const site = siteOf(after.operation);
  const kept = oldNames.filter((name) => nowNames.includes(name));
  const isReordered = kept.join("\n") !== nowNames.filter((name) => oldNames.includes(name)).join("\n");
  if (isReordered) reordered(collector, before, after);
  old.forEach((argument, index) => {
    const same = now.find(({ name }) => name === argument.name);
    if (same) return compareArgument(collector, before, after, argument, same);
    const renamed = isReordered ? undefined : renamedTo(index, old, now);
    if (renamed) {
      const words = { before: argument.name, after: renamed.name };
      const message = `"${argument.name}" of "${after.operation.name}" is "${renamed.name}" now.`;
      find(collector, "argument-renamed", argumentSite(after.operation, renamed), message, words);
      return compareArgument(collector, before, after, argument, renamed);
    }
    const message = `"${after.operation.name}" has no argument "${argument.name}" any more.`;
    find(collector, "argument-removed", site, message, {
      before: describeNamed(argument.name, argument.node),
    });
  });
  now.forEach((argument, index) => {
    if (oldNames.includes(argument.name) || isRenaming(index, old, now, isReordered)) return;
    added(
      collector,
      after,
      argument,
      now.slice(index + 1).some(({ name }) => oldNames.includes(name)),
    );
  });
}

function added(
  collector: Collector,
  { operation }: Versioned,
  argument: ArgumentModel,
  isInserted: boolean,
): void {
  const rule = isInserted
    ? "argument-inserted"
    : argument.optional
      ? "argument-appended"
      : "argument-appended-required";
  const message = `"${argument.name}" is a new argument of "${operation.name}".`;
  const words = { after: describeNamed(argument.name, argument.node) };
  find(collector, rule, argumentSite(operation, argument), message, words);
}

/** An argument that came where one went, between neighbours that stayed. */
function renamedTo(
  index: number,
  old: readonly ArgumentModel[],
  now: readonly ArgumentModel[],
): ArgumentModel | undefined {
  const candidate = now[index];
  if (candidate === undefined || old.length > now.length) return undefined;
  return old.some(({ name }) => name === candidate.name) ? undefined : candidate;
}

function isRenaming(
  index: number,
  old: readonly ArgumentModel[],
  now: readonly ArgumentModel[],
  isReordered: boolean,
): boolean {
  const former = old[index];
  if (former === undefined || isReordered || now.some(({ name }) => name === former.name)) return false;
  return renamedTo(index, old, now) !== undefined;
}

function reordered(collector: Collector, before: Versioned, after: Versioned): void {
  const old = before.operation.args;
  const now = after.operation.args;
  const isTaken = old.every((argument, index) => {
    const there = now[index];
    return there !== undefined && !differences(before, after, argument, there).some(({ narrows }) => narrows);
  });
  const listed = (args: readonly ArgumentModel[]) => args.map(({ name }) => name).join(", ");
  const message = isTaken
    ? `The arguments of "${after.operation.name}" have changed places, and each takes what stood there before.`
    : `The arguments of "${after.operation.name}" have changed places.`;
  find(collector, isTaken ? "argument-swapped" : "argument-reordered", siteOf(after.operation), message, {
    before: listed(old),
    after: listed(now),
  });
}

function differences(
  before: Versioned,
  after: Versioned,
  old: ArgumentModel,
  now: ArgumentModel,
): readonly TypeDifference[] {
  return compareTypes(
    { node: old.node, definitions: before.definitions },
    { node: now.node, definitions: after.definitions },
  );
}

function compareArgument(
  collector: Collector,
  before: Versioned,
  after: Versioned,
  old: ArgumentModel,
  now: ArgumentModel,
): void {
  for (const difference of differences(before, after, old, now)) {
    const { kind, path, narrows } = difference;
    const rule = kind === "property-added" && narrows ? "argument-type-narrowed" : ruleOfDifference[kind];
    const site = argumentSite(after.operation, now, path);
    const words = {
      ...(difference.before !== undefined && { before: difference.before }),
      ...(difference.after !== undefined && { after: difference.after }),
    };
    find(collector, rule, site, `"${site.subject}": ${messageOf(difference)}`, words);
  }
}

/** What became of it, in words. */
export function messageOf({ before, after }: TypeDifference): string {
  if (before === undefined) return `${after} is new.`;
  if (after === undefined) return `${before} is gone.`;
  return `${before} became ${after}.`;
}

function siteOf({ name, args, effect }: OperationModel): Site {
  const hasOwn = args.length > (effect.kind === "custom" ? 0 : 1);
  return { subject: name, path: ["operations", name, ...(hasOwn ? ["args"] : [])] };
}

function argumentSite(
  operation: OperationModel,
  argument: ArgumentModel,
  path: TypeDifference["path"] = [],
): Site {
  return {
    subject: [operation.name, argument.name, ...path].join("."),
    path: ["operations", operation.name, "args", argument.name, ...path],
  };
}
