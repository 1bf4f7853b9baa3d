import { Node, type CallExpression, type ObjectLiteralExpression } from "ts-morph";
import type { EntityModel } from "../../../contract/contract.js";
import { isSimple, isTheTime } from "./expressions.js";

/** What a legacy call does to one entity, as far as its arguments are written out. */
export type LegacyChange =
  | { readonly kind: "delete"; readonly id: Node }
  /** `fields` in the order in which they are written. */
  | { readonly kind: "put"; readonly id: Node; readonly fields: ReadonlyMap<string, Node> };

/** Why a call cannot be read to the last detail. */
export interface Unreadable {
  readonly reason: string;
}

/** `store.todo.delete(id)`, `store.todo.upsert({ id, type, data: { … } })` */
export function changeOfStoreCall(
  call: CallExpression,
  method: "upsert" | "delete" | "push",
  entity: EntityModel,
): LegacyChange | Unreadable {
  const [argument, ...others] = call.getArguments();
  if (argument === undefined || others.length > 0) return { reason: "it has not one argument" };
  if (Node.isSpreadElement(argument)) return { reason: "its argument is spread" };
  return method === "delete" ? { kind: "delete", id: argument } : putOf(argument, entity);
}

/** `engine.sendChange({ type: "upsert", entityType, entityId, entity })` */
export function changeOfSending(
  change: ObjectLiteralExpression,
  entity: EntityModel,
): LegacyChange | Unreadable {
  const properties = propertiesOf(change);
  if ("reason" in properties) return properties;
  const { type, entityType: _, entityId, entity: whole, ...others } = Object.fromEntries(properties.values);
  const extra = Object.entries(others).find(
    ([name, value]) => !(name === "timestamp" && isTheTime(value)) && !(name === "userId" && isSimple(value)),
  );
  if (extra) return { reason: `"${extra[0]}" has no place in an operation` };
  if (entityId === undefined) return { reason: "it names no entityId" };
  const kind = Node.isStringLiteral(type) ? type.getLiteralValue() : undefined;
  if (kind === "delete")
    return whole === undefined
      ? { kind: "delete", id: entityId }
      : { reason: "it deletes and has an entity" };
  if (kind !== "upsert" || whole === undefined)
    return { reason: "whether it upserts or deletes is not written here" };
  const put = putOf(whole, entity);
  if ("reason" in put || (put.id.getText() === entityId.getText() && isSimple(put.id))) return put;
  return { reason: "entityId and the entity's id are not written alike" };
}

function putOf(argument: Node, entity: EntityModel): LegacyChange | Unreadable {
  if (!Node.isObjectLiteralExpression(argument)) return { reason: "the entity is not written out here" };
  const properties = propertiesOf(argument);
  if ("reason" in properties) return properties;
  const whole = new Map(properties.values);
  const id = whole.get("id");
  if (id === undefined) return { reason: "the entity has no id here" };
  const type = whole.get("type");
  if (type !== undefined && !(literalText(type) === entity.type))
    return { reason: `its type is not written as "${entity.type}"` };
  for (const stamp of ["createdAt", "updatedAt"]) {
    const value = whole.get(stamp);
    if (value !== undefined && !isTheTime(value))
      return { reason: `"${stamp}" is not the time of the call, and the server stamps that` };
  }
  for (const name of ["id", "type", "createdAt", "updatedAt"]) whole.delete(name);
  if (entity.shape === "flat") return { kind: "put", id, fields: whole };
  const data = whole.get("data");
  whole.delete("data");
  const [extra] = whole.keys();
  if (extra !== undefined) return { reason: `"${extra}" is no part of an entity` };
  if (!Node.isObjectLiteralExpression(data)) return { reason: "the entity's data is not written out here" };
  const fields = propertiesOf(data);
  return "reason" in fields ? fields : { kind: "put", id, fields: fields.values };
}

function literalText(node: Node): string | undefined {
  const bare = Node.isAsExpression(node) ? node.getExpression() : node;
  return Node.isStringLiteral(bare) ? bare.getLiteralValue() : undefined;
}

/** Plain properties alone; a shorthand's value is its name. */
export function propertiesOf(
  object: ObjectLiteralExpression,
): { readonly values: ReadonlyMap<string, Node> } | Unreadable {
  const values = new Map<string, Node>();
  for (const property of object.getProperties()) {
    if (Node.isSpreadAssignment(property))
      return { reason: `it spreads ${property.getExpression().getText()}` };
    const name =
      Node.isPropertyAssignment(property) || Node.isShorthandPropertyAssignment(property)
        ? property.getNameNode()
        : undefined;
    const key = Node.isStringLiteral(name)
      ? name.getLiteralValue()
      : Node.isIdentifier(name)
        ? name.getText()
        : undefined;
    if (key === undefined) return { reason: "it has a property that is not plain" };
    if (values.has(key)) return { reason: `it has "${key}" twice` };
    values.set(key, Node.isPropertyAssignment(property) ? property.getInitializerOrThrow() : name!);
  }
  return { values };
}
