import type { FileReport, OrphanReport, ProjectReport } from "./report.js";
import type { Colour, Paint } from "./terminal.js";

export interface FileListOptions {
  readonly paint: Paint;
  /** Files that are named; of more than that, the number of the others is told. */
  readonly limit: number;
}

const doneLabels = {
  create: ["created", "green"],
  update: ["updated", "yellow"],
  append: ["appended", "yellow"],
  delete: ["deleted", "red"],
} as const satisfies { readonly [action: string]: readonly [string, Colour] };

const findingColours = { missing: "red", drifted: "yellow", incomplete: "yellow", stale: "red" } as const;

/** A line for each file that changed or is not as it should be, with its diff, and one for each orphan. */
export function renderFiles(
  project: Pick<ProjectReport, "files" | "orphans">,
  options: FileListOptions,
): string {
  const changed = project.files.filter((file) => file.action !== "unchanged");
  const lines = changed.slice(0, options.limit).map((file) => renderFile(file, options));
  if (changed.length > options.limit)
    lines.push(`${" ".repeat(11)}and ${changed.length - options.limit} more\n`);
  return [...lines, ...project.orphans.map((orphan) => renderOrphan(orphan, options.paint))].join("");
}

function renderFile(file: FileReport, { paint }: FileListOptions): string {
  if (file.action === "unchanged") return "";
  const [label, colour]: readonly [string, Colour] = file.finding
    ? [file.finding, findingColours[file.finding]]
    : doneLabels[file.action];
  const line = `${paint(colour, label.padEnd(10))} ${file.path}\n`;
  return file.diff === undefined ? line : line + renderDiff(file.diff, paint);
}

export function renderOrphan({ operation, file, line, column }: OrphanReport, paint: Paint): string {
  const place = `${file}:${line}:${column}`;
  return `${paint("red", "orphaned".padEnd(10))} ${place} handles "${operation}", which the schema no longer has\n`;
}

function renderDiff(diff: string, paint: Paint): string {
  const lines = diff.replace(/\n$/, "").split("\n");
  return lines.map((line) => `    ${paintDiffLine(line, paint)}\n`).join("");
}

function paintDiffLine(line: string, paint: Paint): string {
  if (line.startsWith("+")) return paint("green", line);
  if (line.startsWith("-")) return paint("red", line);
  return line.startsWith("@@") ? paint("cyan", line) : line;
}
