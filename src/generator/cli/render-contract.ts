import type {
  Assignment,
  Contract,
  Documented,
  Effect,
  OperationModel,
  ValueExpression,
} from "../../contract/contract.js";
import { describeNamed, describeType } from "../../contract/describe-type.js";
import type { Paint } from "./terminal.js";
import { declaredOperations } from "../../contract/declared-operations.js";

/** A contract for reading: entities with their fields, operations with their arguments and effects. */
export function renderContract(contract: Contract, paint: Paint): string {
  const declared = declaredOperations(contract);
  const legacy = contract.operations.filter((operation) => operation.origin === "legacy");
  const sections = [
    `Contract ${contract.fingerprint}`,
    section(
      "Entities",
      paint,
      contract.entities.map((entity) => {
        const fields = entity.fields.map((field) => [
          `    ${describeNamed(field.name, field.node)}${remark(field, paint)}`,
        ]);
        return [
          `  ${paint("bold", entity.type)} ${paint("dim", `(${entity.shape})`)}${remark(entity, paint)}`,
          ...fields.flat(),
        ];
      }),
    ),
    section(
      "Operations",
      paint,
      declared.map((operation) => renderOperation(operation, paint)),
    ),
  ];
  const types = Object.entries(contract.definitions).map(([name, node]) => [
    `  ${name} = ${describeType(node)}`,
  ]);
  if (types.length > 0) sections.push(section("Types", paint, types));
  if (legacy.length > 0)
    sections.push(section("Legacy operations", paint, [legacy.map(({ name }) => `  ${name}`)]));
  return `${sections.join("\n\n")}\n`;
}

function section(title: string, paint: Paint, blocks: readonly (readonly string[])[]): string {
  const body = blocks.length === 0 ? ["  none"] : blocks.flat();
  return [paint("cyan", title), ...body].join("\n");
}

function renderOperation(operation: OperationModel, paint: Paint): readonly string[] {
  const args = operation.args.map(({ name, node, optional }) => {
    const text = describeNamed(name, node);
    return optional && node.kind !== "optional" ? text.replace(": ", "?: ") : text;
  });
  return [
    `  ${paint("bold", operation.name)}(${args.join(", ")})${remark(operation, paint)}`,
    `    ${describeEffect(operation)}`,
  ];
}

function describeEffect({ effect, entity, touches }: OperationModel): string {
  switch (effect.kind) {
    case "create":
    case "update":
    case "upsert":
      return `${effect.kind}s ${entity}${describeAssignments(effect.set)}`;
    case "remove":
      return `removes ${entity}`;
    case "custom":
      return `custom, may write ${touches.join(", ")}`;
    case "legacy_upsert":
    case "legacy_delete":
      return `${effect.kind.replace("_", " ")} of ${entity}`;
  }
}

function describeAssignments(set: Extract<Effect, { kind: "update" }>["set"]): string {
  return set.length === 0 ? "" : `: ${set.map(describeAssignment).join(", ")}`;
}

function describeAssignment({ field, value }: Assignment): string {
  switch (value.kind) {
    case "argument":
      return value.name === field ? field : `${field} = ${value.name}`;
    case "increment":
      return `${field} += ${describeValue(value.by)}`;
    case "append":
      return `${field} appended ${describeValue(value.value)}`;
    case "without":
      return `${field} without ${describeValue(value.value)}`;
    case "unset":
      return `${field} unset`;
    default:
      return `${field} = ${describeValue(value)}`;
  }
}

function describeValue(value: ValueExpression): string {
  switch (value.kind) {
    case "literal":
      return JSON.stringify(value.value);
    case "argument":
      return value.name;
    case "now":
      return value.as === "string" ? "now (ISO 8601)" : "now";
    case "user":
      return "the author";
    default:
      return value.kind;
  }
}

function remark({ doc, deprecated }: Documented, paint: Paint): string {
  const reason = typeof deprecated === "string" ? ` (${deprecated})` : "";
  const firstLine = doc?.trim().split("\n")[0] ?? "";
  const parts = [
    ...(deprecated === undefined ? [] : [`deprecated${reason}`]),
    ...(firstLine === "" ? [] : [firstLine]),
  ];
  return parts.length === 0 ? "" : paint("dim", `  // ${parts.join("; ")}`);
}
