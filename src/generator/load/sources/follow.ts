import { readList, returnOf, type Expression } from "./expression.js";
import { readObject } from "./object-literal.js";
import { placeOfExpression, type Place } from "./place.js";
import { bindingOf, exportOf, type Binding, type ProjectFiles } from "./project-files.js";

/** What an expression is once names, members and returned values were followed, with the declarations on the way. */
export interface Followed {
  readonly value: Expression;
  /** From the first declaration that was followed to the last. */
  readonly through: readonly Place[];
}

const longestChain = 50;

/** Follows identifiers and members of local objects to the literal or the call behind them. */
export function follow(files: ProjectFiles, expression: Expression, depth = 0): Followed {
  const through: Place[] = [];
  let value = expression;
  for (let steps = 0; steps < longestChain; steps++) {
    const next = depth < longestChain ? declared(files, value, depth) : undefined;
    if (!next) break;
    through.push(next);
    value = next.value;
  }
  return { value, through };
}

/** What `follow` leads to, where the way to it does not matter. */
export function valueOf(files: ProjectFiles, expression: Expression): Expression {
  const { kind } = expression;
  return kind === "identifier" || kind === "member" ? follow(files, expression).value : expression;
}

function declared(files: ProjectFiles, expression: Expression, depth: number): Place | undefined {
  if (expression.kind === "identifier") {
    const binding = bindingOf(files, expression.source, expression.name);
    return binding?.kind === "value" ? placeOfBinding(files, binding) : undefined;
  }
  if (expression.kind !== "member") return undefined;
  const binding = namespaceOf(files, expression.object);
  if (binding?.kind === "namespace") {
    const exported = exportOf(files, binding.source, expression.name);
    return exported?.kind === "value" ? placeOfBinding(files, exported) : undefined;
  }
  const { value } = follow(files, expression.object, depth + 1);
  if (value.kind === "object") return propertyOf(files, value, expression.name);
  if (value.kind === "array") return elementOf(files, value, Number(expression.name));
  return value.kind === "call" ? memberOfCall(files, value, expression.name) : undefined;
}

/** `Todo.shape.title`, `Entities.options`: what zod's own members show of the arguments it was given. */
function memberOfCall(files: ProjectFiles, call: Expression, name: string): Place | undefined {
  const index = name === "shape" || name === "element" ? 0 : name === "options" ? -1 : undefined;
  if (index === undefined || call.kind !== "call") return undefined;
  const list = readList(call.source, call.open);
  const argument = list.at(index);
  return argument && placeOfExpression(argument.value);
}

function placeOfBinding(
  files: ProjectFiles,
  binding: Extract<Binding, { kind: "value" }>,
): Place | undefined {
  const place: Place = {
    source: binding.source,
    first: binding.name,
    end: binding.name + 1,
    comment: binding.statement,
    value: binding.value,
    isReference: true,
  };
  if (binding.property === undefined) return place;
  const value = valueOf(files, binding.value);
  return value.kind === "object" ? propertyOf(files, value, binding.property) : undefined;
}

function namespaceOf(files: ProjectFiles, expression: Expression): Binding | undefined {
  if (expression.kind === "identifier") return bindingOf(files, expression.source, expression.name);
  if (expression.kind !== "member") return undefined;
  const parent = namespaceOf(files, expression.object);
  return parent?.kind === "namespace" ? exportOf(files, parent.source, expression.name) : undefined;
}

/** A property of an object literal; what is spread later wins, as at run time. */
export function propertyOf(
  files: ProjectFiles,
  object: Expression,
  name: string,
  depth = 0,
): Place | undefined {
  const { properties, open, positionOf } = readObject(object.source, object.first);
  const own = positionOf(name);
  for (let index = open.length - 1; index >= 0 && open[index]! > own; index--) {
    const property = properties[open[index]!]!;
    const { computed } = property;
    if (property.isSpread && depth < longestChain) {
      const found = spreadProperty(files, property.value, name, depth + 1);
      if (found) return found;
    } else if (computed) {
      const value = valueOf(files, computed);
      if (value.kind === "string" && value.value === name) return property;
    }
  }
  return properties[own];
}

function spreadProperty(
  files: ProjectFiles,
  expression: Expression,
  name: string,
  depth: number,
): Place | undefined {
  if (expression.kind === "identifier") {
    const binding = bindingOf(files, expression.source, expression.name);
    if (binding?.kind === "namespace") {
      const exported = exportOf(files, binding.source, name);
      return exported?.kind === "value" ? placeOfBinding(files, exported) : undefined;
    }
  }
  const value = valueOf(files, expression);
  const object = value.kind === "call" ? returnedBy(files, value) : value;
  return object?.kind === "object" ? propertyOf(files, object, name, depth) : undefined;
}

/** An element of an array literal by its position at run time; spreads of local arrays are counted. */
export function elementOf(files: ProjectFiles, array: Expression, index: number): Place | undefined {
  const element = elementsOf(files, array)[index];
  return element && placeOfExpression(element);
}

/** The elements of an array literal with local spreads put in, up to a spread that cannot be followed. */
export function elementsOf(files: ProjectFiles, array: Expression, depth = 0): Expression[] {
  const elements: Expression[] = [];
  for (const { spread, value } of readList(array.source, array.first)) {
    if (!spread) {
      elements.push(value);
      continue;
    }
    const spreadValue = valueOf(files, value);
    if (spreadValue.kind !== "array" || depth > longestChain) break;
    elements.push(...elementsOf(files, spreadValue, depth + 1));
  }
  return elements;
}

/** What a call of a local function returns. */
export function returnedBy(files: ProjectFiles, call: Expression): Expression | undefined {
  if (call.kind !== "call") return undefined;
  const returned = returnOf(valueOf(files, call.callee));
  return returned && valueOf(files, returned);
}

/**
 * The function that a call names, where it is not local: by its exported name, however it was imported; a method of
 * something else (`.optional()`) has a receiver.
 */
export function calledName(
  files: ProjectFiles,
  call: Expression,
): { readonly name: string; readonly receiver?: Expression } | undefined {
  if (call.kind !== "call") return undefined;
  const { callee } = call;
  if (callee.kind === "identifier") {
    const binding = bindingOf(files, callee.source, callee.name);
    if (binding?.kind === "external") return { name: binding.name };
    if (binding?.kind !== "value") return { name: callee.name };
    const value = valueOf(files, callee);
    if (value.kind === "function") return undefined;
    return value.kind === "member" || value.kind === "identifier" ? { name: value.name } : undefined;
  }
  if (callee.kind !== "member") return undefined;
  const { name, object } = callee;
  if (isFunctionOf(files, object)) return { name };
  if (valueOf(files, callee).kind === "function") return undefined;
  return { name, receiver: object };
}

/** Whether members of the expression are functions of a package: `z`, `z.core`, `* as k`. */
function isFunctionOf(files: ProjectFiles, expression: Expression): boolean {
  const namespace = namespaceOf(files, expression);
  if (namespace?.kind === "external") return true;
  if (expression.kind === "member") return isFunctionOf(files, expression.object);
  return expression.kind === "identifier" && namespace === undefined;
}
