import type { CompatRule } from "./compat-rule.js";

export const operationRules = [
  {
    id: "operation-removed",
    severity: "error",
    title: "An operation is gone",
    protects:
      "Old clients still send it, and the server would fail it for good: what their users did is lost.",
    breaks: ["clients", "handlers", "source"],
    fix: 'Keep it, mark it `deprecated: "2026-01-31"`, and remove it once no client sends it; then put its name into `reserved`. If it has a new name, write `renamedFrom`.',
  },
  {
    id: "operation-retired",
    severity: "info",
    title: "A deprecated operation is gone, and its name is reserved",
    protects: "The way to remove an operation, told so that it is seen in review.",
    breaks: [],
    fix: "Nothing must be done.",
  },
  {
    id: "operation-renamed",
    severity: "warning",
    title: "An operation has a new name",
    protects:
      "Code that calls the old mutator or exports the old handler no longer compiles. The server takes both names.",
    breaks: ["handlers", "source"],
    fix: "Rename its callers and its handler. Keep `renamedFrom` for as long as old clients are in the field.",
  },
  {
    id: "operation-name-reused",
    severity: "critical",
    title: "A reserved name is an operation again",
    protects: "An old client that still sends the removed operation would run the new one.",
    breaks: ["clients"],
    fix: "Choose another name.",
  },
  {
    id: "reservation-dropped",
    severity: "warning",
    title: "A name is no longer reserved",
    protects: "Without the reservation the name can come to mean something else to old clients.",
    breaks: ["clients"],
    fix: "Put it back into `reserved`, unless no client that knows it is left.",
  },
  {
    id: "former-name-dropped",
    severity: "error",
    title: "`renamedFrom` no longer names a former name",
    protects: "Clients that still send the operation under that name are told that there is none.",
    breaks: ["clients"],
    fix: "Put the name back into `renamedFrom`, or into `reserved` once no client sends it.",
  },
  {
    id: "effect-changed",
    severity: "warning",
    title: "An operation does something else",
    protects:
      "Old clients show the old effect until the server answers, and then see theirs replaced by the new one.",
    breaks: ["clients"],
    fix: "Declare a new operation if the old meaning must live on beside the new one.",
  },
  {
    id: "touches-changed",
    severity: "info",
    title: "An operation may write other entities",
    protects: "The handler's transaction has other collections.",
    breaks: ["handlers"],
    fix: "Nothing must be done where the handler compiles.",
  },
  {
    id: "upgrade-removed",
    severity: "critical",
    title: "An upgrade of arguments is gone",
    protects: "Operations that old clients queued would be upgraded by the wrong step, or not at all.",
    breaks: ["clients"],
    fix: "Keep every function in `upgrade`, in its order: each leads from one shape of the arguments to the next.",
  },
] as const satisfies readonly CompatRule[];
