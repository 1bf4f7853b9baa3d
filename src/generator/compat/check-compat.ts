import { compareContracts } from "../../contract/compat/compare-contracts.js";
import { DEFAULT_DEPRECATION_DAYS } from "../../contract/compat/compare-operations.js";
import type { CompatFinding } from "../../contract/compat/compat-finding.js";
import type { Who } from "../../contract/compat/compat-rule.js";
import { compatRuleOf } from "../../contract/compat/compat-rules.js";
import type { Contract } from "../../contract/contract.js";
import type { SchemaPath } from "../../contract/finding.js";
import type { LoadedSchema, SourceLocation } from "../load/loaded-schema.js";
import { DEFAULT_BREAK, isIgnored, type CompatSettings, type IgnoredFinding } from "./compat-settings.js";

/** A finding with its place, and whether it counts. */
export interface CompatDiagnostic extends CompatFinding {
  readonly fix: string;
  readonly location?: SourceLocation;
  /** It breaks somebody whose breaking counts, and is not ignored. */
  readonly counts: boolean;
  /** Why it is ignored. */
  readonly ignored?: string;
}

export interface CompatOutcome {
  readonly diagnostics: readonly CompatDiagnostic[];
  /** Entries of the ignore list that match nothing any more. */
  readonly unusedIgnores: readonly IgnoredFinding[];
}

/** Holds a schema's contract against a former one. */
export function checkCompat(
  before: Contract,
  after: Contract,
  loaded: Pick<LoadedSchema, "sources" | "definition">,
  settings: CompatSettings,
  now: number,
): CompatOutcome {
  const chosen: readonly Who[] = settings.break ?? DEFAULT_BREAK;
  const deprecationDays = settings.deprecationDays ?? DEFAULT_DEPRECATION_DAYS;
  const used = new Set<IgnoredFinding>();
  const diagnostics = compareContracts(before, after, { now, deprecationDays }).map((finding) => {
    const ignore = settings.ignore?.find((entry) => isIgnored(finding, entry));
    if (ignore) used.add(ignore);
    const location = loaded.sources.locate(placeInSchema(finding.path, loaded));
    const isGrave = finding.severity === "critical" || finding.severity === "error";
    return {
      ...finding,
      fix: compatRuleOf(finding.rule).fix,
      counts: isGrave && ignore === undefined && finding.breaks.some((who) => chosen.includes(who)),
      ...(location && { location }),
      ...(ignore && { ignored: ignore.reason }),
    };
  });
  const unusedIgnores = (settings.ignore ?? []).filter((entry) => !used.has(entry));
  return { diagnostics: diagnostics.sort(bySubject), unusedIgnores };
}

function bySubject(a: CompatDiagnostic, b: CompatDiagnostic): number {
  const [first, second] = [a.location, b.location];
  if (first === undefined || second === undefined || first.file !== second.file)
    return (first?.file ?? "") < (second?.file ?? "") ? -1 : 1;
  return first.line - second.line || first.column - second.column;
}

/** Fields of `entity(…)` stand under its argument; those of a zod object do not. */
function placeInSchema(path: SchemaPath, { definition }: Pick<LoadedSchema, "definition">): SchemaPath {
  const [root, type, fields, ...rest] = path;
  if (root !== "entities" || fields !== "fields") return path;
  const entities = definition.entities as { readonly [name: string]: unknown };
  const entity = typeof type === "string" && Object.hasOwn(entities, type) ? entities[type] : undefined;
  const isEnvelope =
    typeof entity === "object" && entity !== null && "kind" in entity && entity.kind === "kalphite-entity";
  return isEnvelope ? path : [root, type!, ...rest];
}
