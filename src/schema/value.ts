/** What JSON can carry: the literals that `set` takes. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** What a value function returns, with the value itself kept in the type so that `defineSchema` can check it. */
export interface Value<Definition> {
  readonly kind: "kalphite-value";
  readonly value: Definition;
}

/** `arg("title")`: the operation's argument of that name. */
export type ArgumentValue<Name extends string = string> = Value<{
  readonly fn: "arg";
  readonly name: Name;
}>;

/** `now()`: the time of the operation. */
export type NowValue = Value<{ readonly fn: "now" }>;

/** `user()`: the author of the operation. */
export type UserValue = Value<{ readonly fn: "user" }>;

/** `unset()`: the field is removed. */
export type UnsetValue = Value<{ readonly fn: "unset" }>;

/** `increment(by)`: the field's number, and `by` more. */
export type IncrementValue<By = unknown> = Value<{ readonly fn: "increment"; readonly by: By }>;

/** `append(value)`: the field's array, and `value` at its end. */
export type AppendValue<Element = unknown> = Value<{
  readonly fn: "append";
  readonly value: Element;
}>;

/** `without(value)`: the field's array, with every element equal to `value` taken out. */
export type WithoutValue<Element = unknown> = Value<{
  readonly fn: "without";
  readonly value: Element;
}>;

/** What `append` and `without` take: a literal, or an argument. */
export type ElementValue = JsonValue | ArgumentValue;

/** The names that a value of `set` refers to with `arg`. */
export type ReferencesOf<Given> =
  Given extends Value<infer Definition>
    ? Definition extends { readonly fn: "arg"; readonly name: infer Name extends string }
      ? Name
      : Definition extends { readonly fn: "increment"; readonly by: infer By }
        ? ReferencesOf<By>
        : Definition extends { readonly fn: "append" | "without"; readonly value: infer Element }
          ? ReferencesOf<Element>
          : never
    : never;
