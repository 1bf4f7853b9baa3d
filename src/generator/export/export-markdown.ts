import type { Contract, Documented, EntityModel, OperationModel } from "../../contract/contract.js";
import { describeNamed, describeType } from "../../contract/describe-type.js";
import { declaredOperations } from "../../contract/declared-operations.js";

/** A reference of the contract for people: every operation with its arguments, every entity with its fields. */
export function exportMarkdown(contract: Contract, title: string): string {
  const declared = declaredOperations(contract);
  const sections = [
    `# ${escaped(title)}`,
    `Contract \`${contract.fingerprint}\`: ${declared.length} operations on ${contract.entities.length} entities.`,
    "## Operations",
    ...declared.map(operationSection),
    "## Entities",
    ...contract.entities.map(entitySection),
    ...definitionSections(contract),
    "## Legacy operations",
    "Clients that send whole entities use these; `entity` is the entity, whole.",
    contract.operations
      .filter(({ origin }) => origin === "legacy")
      .map(({ name, args }) => `- ${code(`${name}(${args.map((argument) => argument.name).join(", ")})`)}`)
      .join("\n"),
  ];
  return `${sections.join("\n\n")}\n`;
}

function operationSection(operation: OperationModel): string {
  const { name, args, effect, touches } = operation;
  const call = `${name}(${args.map((argument) => `${argument.name}${argument.optional ? "?" : ""}`).join(", ")})`;
  const rows = args.map((argument) =>
    row(
      code(argument.name),
      code(describeType(argument.node)),
      argument.optional ? "may be left out" : "",
      prose(argument),
    ),
  );
  const table =
    args.length === 0 ? [] : [["| argument | type | | |", "| --- | --- | --- | --- |", ...rows].join("\n")];
  const what = effect.kind === "custom" ? "Code, which may write" : `${capitalized(effect.kind)}s`;
  return [
    `### ${escaped(name)}`,
    ...remark(operation),
    code(call),
    `${what} ${touches.map(code).join(", ")}.`,
    ...formerNames(operation),
    ...table,
  ].join("\n\n");
}

function formerNames({ renamedFrom = [], upgrades = 0 }: OperationModel): readonly string[] {
  return [
    ...(renamedFrom.length > 0
      ? [`Former names, which the server takes still: ${renamedFrom.map(code).join(", ")}.`]
      : []),
    ...(upgrades > 0 ? [`Arguments of earlier clients are upgraded (${upgrades} steps).`] : []),
  ];
}

function entitySection(entity: EntityModel): string {
  const rows = entity.fields.map((field) =>
    row(code(field.name), code(describeType(field.node)), prose(field)),
  );
  const table = ["| field | type | |", "| --- | --- | --- |", ...rows].join("\n");
  const shape =
    entity.shape === "enveloped"
      ? "Its fields are in `data`, beside `id` and `type`."
      : "Its fields stand beside `id` and `type`.";
  return [`### ${escaped(entity.type)}`, ...remark(entity), shape, ...(rows.length > 0 ? [table] : [])].join(
    "\n\n",
  );
}

function definitionSections({ definitions }: Contract): readonly string[] {
  const entries = Object.entries(definitions);
  if (entries.length === 0) return [];
  return ["## Types", entries.map(([name, node]) => `- ${code(describeNamed(name, node))}`).join("\n")];
}

function remark({ doc, deprecated }: Documented): readonly string[] {
  const why = typeof deprecated === "string" ? `: ${deprecated}` : "";
  return [
    ...(doc === undefined ? [] : [escaped(doc)]),
    ...(deprecated === undefined ? [] : [`**Deprecated**${escaped(why)}`]),
  ];
}

function prose(documented: Documented): string {
  return remark(documented).join(" ").replace(/\s+/g, " ");
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replace(/\s+/g, " ")).join(" | ")} |`;
}

/** Inline code that may hold backticks itself. */
function code(text: string): string {
  const fence = "`".repeat(Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length)) + 1);
  const padded = text.startsWith("`") || text.endsWith("`") ? ` ${text} ` : text;
  return `${fence}${padded.replace(/[\r\n\u2028\u2029]+/g, " ")}${fence}`;
}

/** A user's text is text: it makes no headings, tags or links. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, "\\$&");
}

function capitalized(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}
