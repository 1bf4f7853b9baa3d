import type { ImportPlan } from "../import/plan-import.js";
import type { FoundCall } from "../import/scan/found-call.js";
import type { Diagnostic } from "../lint/diagnostic.js";
import type { FileChange } from "../plan/plan.js";
import { displayPath } from "./display-path.js";
import { diagnosticReport, fileReport, type Diff } from "./project-report.js";
import type { CallReport, ImportReport } from "./report.js";
import { declaredOperations } from "../../contract/declared-operations.js";

interface ImportView {
  readonly cwd: string;
  readonly written: boolean;
  /** What is, or would be, written. */
  readonly files: readonly FileChange[];
  readonly diff?: Diff;
}

/** An import, as `--json` and people see it. */
export function importReport(
  plan: ImportPlan,
  diagnostics: readonly Diagnostic[],
  view: ImportView,
): ImportReport {
  const { cwd, files, ...shown } = view;
  const { source, contract } = plan;
  const declared = declaredOperations(contract);
  return {
    source: {
      module: source.specifier ?? displayPath(cwd, source.file),
      export: source.exportName,
      kind: source.kind,
    },
    schema: displayPath(cwd, plan.schema),
    schemaKept: plan.schemaChange === undefined,
    written: view.written,
    entities: contract.entities.map(({ type }) => ({
      type,
      operations: declared.filter(({ entity }) => entity === type).map(({ name }) => name),
    })),
    differences: plan.differences,
    hand: plan.hand,
    diagnostics: diagnostics.map((diagnostic) => diagnosticReport(diagnostic, cwd)),
    files: files.map((change) => fileReport(change, { ...shown, cwd, isCheck: false })),
    scanned: displayPath(cwd, plan.scanned),
    calls: plan.calls.map((call) => callReport(call, cwd)),
  };
}

function callReport(call: FoundCall, cwd: string): CallReport {
  return { ...call, file: displayPath(cwd, call.file), certain: call.reason === undefined };
}
