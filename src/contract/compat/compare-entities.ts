import type { Contract, EntityModel } from "../contract.js";
import { find, type Collector, type Site } from "./collector.js";
import { messageOf } from "./compare-arguments.js";
import { compareTypes } from "./compare-types.js";
import type { CompatFinding } from "./compat-finding.js";
import type { CompatRuleId } from "./compat-rules.js";
import type { DifferenceKind, TypeDifference } from "./type-difference.js";

const ruleOfDifference: { readonly [Kind in DifferenceKind]: CompatRuleId } = {
  "type-changed": "field-type-changed",
  "type-narrowed": "field-type-narrowed",
  "type-widened": "field-type-widened",
  tightened: "field-tightened",
  loosened: "field-loosened",
  required: "field-required",
  optional: "field-optional",
  "null-refused": "field-null-refused",
  "null-accepted": "field-null-accepted",
  "default-changed": "field-default-changed",
  "value-removed": "field-value-removed",
  "value-added": "field-value-added",
  "member-removed": "field-member-removed",
  "member-added": "field-member-added",
  "property-removed": "field-removed",
  "property-added": "field-added",
  "required-property-added": "field-added-required",
  "unknown-keys-changed": "entity-unknown-keys",
};

/** Entities flow both ways: what is stored must fit the new schema, and what is new reaches old clients. */
export function compareEntities(before: Contract, after: Contract): readonly CompatFinding[] {
  const findings: CompatFinding[] = [];
  const collector: Collector = { findings, isUpgraded: false };
  for (const old of before.entities) {
    const now = after.entities.find(({ type }) => type === old.type);
    if (now) compareEntity(collector, before, after, old, now);
    else {
      const site = { subject: old.type, path: ["entities"] };
      find(collector, "entity-removed", site, `There is no entity "${old.type}" any more.`, {
        before: old.type,
      });
    }
  }
  return findings;
}

function compareEntity(
  collector: Collector,
  before: Contract,
  after: Contract,
  old: EntityModel,
  now: EntityModel,
): void {
  const site: Site = { subject: now.type, path: ["entities", now.type] };
  if (old.shape !== now.shape) {
    const words = { before: old.shape, after: now.shape };
    const message = `"${now.type}" was ${old.shape} and is ${now.shape}.`;
    find(collector, "entity-shape-changed", site, message, words);
    find(
      collector,
      "legacy-mapping-changed",
      site,
      `upsert${now.type} takes another shape than it did.`,
      words,
    );
    return;
  }
  for (const stamp of ["createdAt", "updatedAt"] as const) {
    if (old[stamp] === now[stamp]) continue;
    const words = { before: old[stamp] ?? "none", after: now[stamp] ?? "none" };
    const message = `"${stamp}" of "${now.type}" was ${words.before} and is ${words.after}.`;
    find(collector, "entity-stamps-changed", site, message, words);
  }
  const found = compareTypes(
    { node: old.node, definitions: before.definitions },
    { node: now.node, definitions: after.definitions },
  );
  for (const difference of found) {
    if (isStamp(difference, old, now)) continue;
    const { path } = difference;
    const place: Site = {
      subject: [now.type, ...path].join("."),
      path: ["entities", now.type, "fields", ...withoutEnvelope(path, now)],
    };
    const words = {
      ...(difference.before !== undefined && { before: difference.before }),
      ...(difference.after !== undefined && { after: difference.after }),
    };
    find(collector, ruleOf(difference), place, `"${place.subject}": ${messageOf(difference)}`, words);
  }
}

function ruleOf({ kind, path, narrows }: TypeDifference): CompatRuleId {
  if (path[0] === "id" && path.length === 1 && narrows) return "entity-id-changed";
  return kind === "property-added" && narrows ? "field-type-narrowed" : ruleOfDifference[kind];
}

/** Told as `entity-stamps-changed`. */
function isStamp({ path }: TypeDifference, old: EntityModel, now: EntityModel): boolean {
  const [name] = path;
  return path.length === 1 && (name === "createdAt" || name === "updatedAt") && old[name] !== now[name];
}

function withoutEnvelope(path: TypeDifference["path"], entity: EntityModel): TypeDifference["path"] {
  return isEnveloped(entity) && path[0] === "data" ? path.slice(1) : path;
}

function isEnveloped({ shape }: EntityModel): boolean {
  return shape === "enveloped";
}
