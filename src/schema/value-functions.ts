import { expected, isName } from "./expectations.js";
import type {
  AppendValue,
  ArgumentValue,
  ElementValue,
  IncrementValue,
  NowValue,
  UnsetValue,
  UserValue,
  WithoutValue,
} from "./value.js";

/**
 * The value of one of the operation's own arguments, `"id"` included. Where an optional argument was left out, the field
 * stays as it is.
 *
 * @example
 * ```ts
 * renameProject: update("project", { args: { to: z.string() }, set: { name: arg("to") } }),
 * ```
 *
 * @throws TypeError where `name` is not a name.
 */
export function arg<const Name extends string>(name: Name): ArgumentValue<Name> {
  if (!isName(name)) throw expected("arg(): the argument", "a name", name);
  return { kind: "kalphite-value", value: { fn: "arg", name } };
}

/**
 * The time of the operation: the server's, and until it is confirmed the client's. Milliseconds since the epoch in a
 * number field, ISO 8601 in a string field.
 *
 * @example
 * ```ts
 * completeTodo: update("todo", { set: { completedAt: now() } }),
 * ```
 */
export function now(): NowValue {
  return { kind: "kalphite-value", value: { fn: "now" } };
}

/**
 * The author of the operation, as the server's `authenticate` names the user. For string fields.
 *
 * @example
 * ```ts
 * claimTodo: update("todo", { set: { assignee: user() } }),
 * ```
 */
export function user(): UserValue {
  return { kind: "kalphite-value", value: { fn: "user" } };
}

/**
 * The field's own number, and `by` more. Concurrent increments all count.
 *
 * @example
 * ```ts
 * vote: update("todo", { set: { votes: increment(1) } }),
 * score: update("todo", { args: { by: z.int() }, set: { votes: increment(arg("by")) } }),
 * ```
 *
 * @param by a number, or an argument that is one.
 */
export function increment<const By extends number | ArgumentValue>(by: By): IncrementValue<By> {
  return { kind: "kalphite-value", value: { fn: "increment", by } };
}

/**
 * The field's own array, with one more element at its end.
 *
 * @example
 * ```ts
 * addTag: update("todo", { args: { tag: z.string() }, set: { tags: append(arg("tag")) } }),
 * ```
 *
 * @param value a JSON literal, or an argument that is one of the array's elements.
 */
export function append<const Element extends ElementValue>(value: Element): AppendValue<Element> {
  return { kind: "kalphite-value", value: { fn: "append", value } };
}

/**
 * The field's own array, with every element that equals `value` taken out. For arrays of texts, numbers or booleans.
 *
 * @example
 * ```ts
 * removeTag: update("todo", { args: { tag: z.string() }, set: { tags: without(arg("tag")) } }),
 * ```
 *
 * @param value a JSON literal, or an argument that is one of the array's elements.
 */
export function without<const Element extends ElementValue>(value: Element): WithoutValue<Element> {
  return { kind: "kalphite-value", value: { fn: "without", value } };
}

/**
 * Removes an optional field.
 *
 * @example
 * ```ts
 * reopenTodo: update("todo", { set: { status: "pending", completedAt: unset() } }),
 * ```
 */
export function unset(): UnsetValue {
  return { kind: "kalphite-value", value: { fn: "unset" } };
}
