import type { ImportNote } from "../import/conversion.js";
import type { Arguments } from "./arguments.js";
import type { ImportReport } from "./report.js";
import { counted } from "./summary.js";
import type { Paint } from "./terminal.js";

/** The schema that is written or kept, its operations, and what differs or needs a hand. */
export function renderImport(
  report: ImportReport,
  { paint, isDry }: { readonly paint: Paint; readonly isDry: boolean },
): string {
  const { source, schema, schemaKept, entities } = report;
  const what = `${source.export} of ${source.module}`;
  const how =
    source.kind === "zod4"
      ? `uses ${what} in place`
      : `says in zod 4 what ${what} says ${source.kind === "zod3" ? "in zod 3" : "as JSON Schema"}`;
  const title = schemaKept
    ? `${paint("yellow", "kept   ")}  ${schema}: your schema stays as it is\n`
    : `${paint("green", isDry ? "to write" : "schema ")}  ${schema}: ${how}\n`;
  const width = Math.max(0, ...entities.map(({ type }) => type.length));
  const lines = entities.map(
    ({ type, operations }) => `  ${type.padEnd(width)}  ${operations.join(", ") || "no operations"}\n`,
  );
  return [
    title,
    ...lines,
    renderNotes("What differs", report.differences),
    renderNotes("What needs a hand", report.hand),
  ].join("");
}

function renderNotes(title: string, notes: readonly ImportNote[]): string {
  if (notes.length === 0) return "";
  return `\n${title}:\n${notes.map(({ path, message }) => `  ${path}${path && ": "}${message}\n`).join("")}`;
}

/** Each legacy call with what replaces it. */
export function renderCalls({ calls, scanned }: ImportReport, paint: Paint): string {
  if (calls.length === 0)
    return `\nNo calls of the old store or engine in ${scanned === "." ? "this folder" : scanned}.\n`;
  const certain = calls.filter((call) => call.certain).length;
  const lines = calls.map(({ file, line, column, call, replacement, reason }) => {
    const place = `${file}:${line}:${column}`;
    const mark = reason === undefined ? paint("green", "certain") : paint("yellow", `by hand: ${reason}`);
    return `  ${place}  ${call}\n      ${replacement.replaceAll(/\s+/g, " ")}\n      ${mark}\n`;
  });
  return `\n${counted(calls.length, "call")} of the old store or engine in ${scanned}, ${certain} of them certain:\n${lines.join("")}\n`;
}

export function renderNextSteps(report: ImportReport, given: Pick<Arguments, "fix" | "subject">): string {
  const certain = report.calls.filter((call) => call.certain).length;
  const steps = [
    ...(report.schemaKept
      ? []
      : [`Give the operations of ${report.schema} the names of what your application does.`]),
    ...(given.fix ? [] : ["npx kalphite-gen"]),
    ...(certain > 0 && !given.fix
      ? [
          `npx kalphite-gen import ${given.subject} --client <module>#<export> --fix rewrites what is certain.`,
        ]
      : []),
    ...(report.calls.length > certain
      ? ["Rewrite the other calls by hand; until then they work as before."]
      : []),
  ];
  if (steps.length === 0) return "";
  return `\nNext:\n${steps.map((step, index) => `  ${index + 1}. ${step}\n`).join("")}`;
}
