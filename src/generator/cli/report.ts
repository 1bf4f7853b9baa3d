import type { CompatSeverity, Who } from "../../contract/compat/compat-rule.js";
import type { IgnoredFinding } from "../compat/compat-settings.js";
import type { Contract } from "../../contract/contract.js";
import type { Severity } from "../../contract/finding.js";
import type { ImportNote } from "../import/conversion.js";
import type { FoundCall } from "../import/scan/found-call.js";
import type { CommandName } from "./options.js";
import type { ChangeCounts } from "./summary.js";

/**
 * What `--json` prints: one object, whatever happened. Paths are relative to the working folder, with forward slashes.
 * Properties may be added within a version; what is there keeps its meaning.
 */
export interface Report {
  readonly version: 1;
  /** Version of kalphite-gen. */
  readonly generator: string;
  readonly command: CommandName;
  /** 0 done and fresh, 1 findings, 2 could not run. */
  readonly exitCode: ExitCode;
  readonly durationMs: number;
  /** None where the configuration could not be understood. */
  readonly projects: readonly ProjectReport[];
  /** Why it could not run; with exit code 2 only. */
  readonly error?: ErrorReport;
  /** The table of rules, for `lint --rules` and `compat --rules`. */
  readonly rules?: readonly RuleReport[];
  /** What `init` did. */
  readonly init?: InitReport;
  /** What `import` found and did. */
  readonly import?: ImportReport;
  /** What `verify` found: a `ConformanceReport` of `kalphite-gen/testing`. */
  readonly conformance?: unknown;
}

export type ExitCode = 0 | 1 | 2;

export interface ProjectReport {
  readonly name: string;
  readonly schema: string;
  readonly out: string;
  readonly handlers: string;
  /** The contract's fingerprint; absent where the schema did not get that far. */
  readonly fingerprint?: string;
  /** Whether anything was written or deleted. */
  readonly written: boolean;
  /** Of `files`, by what happened to them or, where nothing was written, what would. */
  readonly counts: ChangeCounts;
  readonly files: readonly FileReport[];
  readonly orphans: readonly OrphanReport[];
  readonly diagnostics: readonly DiagnosticReport[];
  /** For `inspect`. */
  readonly contract?: Contract;
  /** For `export` without `--to`: the document. */
  readonly exported?: string;
  /** For `compat`. */
  readonly compat?: CompatReport;
}

export interface CompatReport {
  /** What the schema was held against, and the fingerprint of what was found there. */
  readonly against: string;
  readonly fingerprint: string;
  readonly findings: readonly CompatFindingReport[];
  /** Entries of the ignore list that match nothing. */
  readonly unusedIgnores: readonly IgnoredFinding[];
}

export interface CompatFindingReport {
  readonly rule: string;
  readonly severity: CompatSeverity;
  readonly breaks: readonly Who[];
  /** It decides the exit code. */
  readonly counts: boolean;
  readonly subject: string;
  readonly message: string;
  readonly before?: string;
  readonly after?: string;
  readonly fix: string;
  /** The reason, where the ignore list names it. */
  readonly ignored?: string;
  readonly location?: DiagnosticReport["location"];
}

export interface FileReport {
  readonly path: string;
  readonly action: "unchanged" | "create" | "update" | "append" | "delete";
  /** In a `check`, why the file is not as it should be. */
  readonly finding?: "missing" | "drifted" | "incomplete" | "stale";
  /** Unified, with `--diff` and in a `check`. */
  readonly diff?: string;
}

export interface OrphanReport {
  readonly operation: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface DiagnosticReport {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fix: string;
  readonly location?: {
    readonly file: string;
    /** 1-based, as the column, which counts UTF-16 units. */
    readonly line: number;
    readonly column: number;
    readonly endLine: number;
    readonly endColumn: number;
  };
}

export interface ErrorReport {
  readonly message: string;
  readonly diagnostics: readonly DiagnosticReport[];
}

export interface RuleReport {
  readonly id: string;
  readonly severity: Severity | CompatSeverity;
  readonly title: string;
  readonly fix: string;
  /** Of compatibility rules. */
  readonly breaks?: readonly Who[];
}

export interface InitReport {
  readonly steps: readonly InitStep[];
  /** What to do next, in order: commands, or sentences. */
  readonly next: readonly string[];
}

export interface ImportReport {
  /** What was read. */
  readonly source: {
    readonly module: string;
    readonly export: string;
    readonly kind: "zod4" | "zod3" | "json-schema";
  };
  readonly schema: string;
  /** Whether there was a schema file already, which stays as it is. */
  readonly schemaKept: boolean;
  /** Whether anything was written. */
  readonly written: boolean;
  readonly entities: readonly { readonly type: string; readonly operations: readonly string[] }[];
  /** Where the written schema differs from the one that was read. */
  readonly differences: readonly ImportNote[];
  /** What a person has to do. */
  readonly hand: readonly ImportNote[];
  readonly diagnostics: readonly DiagnosticReport[];
  readonly files: readonly FileReport[];
  /** The folder in which calls were looked for. */
  readonly scanned: string;
  readonly calls: readonly CallReport[];
}

/** A call of the old store or engine; its `reason` says why it is left to people. */
export interface CallReport extends FoundCall {
  /** Whether `--fix` rewrites it. */
  readonly certain: boolean;
}

export interface InitStep {
  readonly path: string;
  /** `kept`: something is there already and stays as it is. `advised`: to be done by hand, as `detail` says. */
  readonly action: "created" | "changed" | "kept" | "advised";
  readonly detail: string;
}
