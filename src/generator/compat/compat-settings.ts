import type { CompatFinding } from "../../contract/compat/compat-finding.js";
import { everyWho, type Who } from "../../contract/compat/compat-rule.js";

/** `compat` in the configuration. */
export interface CompatSettings {
  /** A `contract.json`, a folder or a git ref; `--against` overrides it. */
  readonly against?: string;
  /** Whose breaking counts. Default: clients and stored entities, since compilers tell of the rest. */
  readonly break?: readonly Who[];
  /** For how many days an operation is to be deprecated before it may go. Default 90. */
  readonly deprecationDays?: number;
  /** Findings that were looked at and are as they shall be. */
  readonly ignore?: readonly IgnoredFinding[];
}

export interface IgnoredFinding {
  /** The rule's id; every rule where absent. */
  readonly rule?: string;
  /** What changed, as findings name it: `addTodo.title`. A `*` at the end stands for whatever follows. */
  readonly path: string;
  /** Why it is right, for who reads it later. */
  readonly reason: string;
}

export const DEFAULT_BREAK: readonly Who[] = ["clients", "stored"];

export function isWho(text: string): text is Who {
  return (everyWho as readonly string[]).includes(text);
}

/** Whether an entry of the ignore list names a finding. */
export function isIgnored(finding: CompatFinding, { rule, path }: IgnoredFinding): boolean {
  if (rule !== undefined && rule !== finding.rule) return false;
  return path.endsWith("*") ? finding.subject.startsWith(path.slice(0, -1)) : finding.subject === path;
}
