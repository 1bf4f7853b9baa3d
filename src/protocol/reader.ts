import type { Issue, ValidationResult } from "../validation/index.js";

/** Checks an untrusted value: the value as its type, or undefined with an issue added, its path relative to the value. */
export type Reader<Value> = (value: unknown, issues: Issue[]) => Value | undefined;

/** One field of a message; `optional` ones may be absent, null counts as absent. */
interface FieldReader {
  readonly read: Reader<unknown>;
  readonly optional: boolean;
}

/** The readers of every field of a message, checked against its type. */
export type FieldReaders<Message> = {
  readonly [Name in keyof Message]-?: undefined extends Message[Name]
    ? { readonly read: Reader<Exclude<Message[Name], undefined>>; readonly optional: true }
    : { readonly read: Reader<Message[Name]>; readonly optional: false };
};

export function required<Value>(read: Reader<Value>): {
  readonly read: Reader<Value>;
  readonly optional: false;
} {
  return { read, optional: false };
}

export function optional<Value>(read: Reader<Value>): {
  readonly read: Reader<Value>;
  readonly optional: true;
} {
  return { read, optional: true };
}

function expecting<Value>(expected: string, is: (value: unknown) => value is Value): Reader<Value> {
  return (value, issues) => {
    if (is(value)) return value;
    issues.push({ code: "invalid_type", path: [], message: `Expected ${expected}` });
    return undefined;
  };
}

const isString = (value: unknown): value is string => typeof value === "string";
const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const string: Reader<string> = expecting("a string", isString);
const MAX_KEY_LENGTH = 256;
/** Characters, where some may be pairs of surrogates. */
const KEY_OF_ANY = /^[^\0\p{Surrogate}]{1,256}$/u;

/**
 * Whether a text can name a room, a client, an entity or a type: 1 to 256 characters that every store can hold: no NUL, no half of a
 * surrogate pair.
 */
export function isKey(value: unknown): value is string {
  if (!isString(value)) return false;
  const { length } = value;
  if (length === 0 || length > 2 * MAX_KEY_LENGTH) return false;
  for (let index = 0; index < length; index++) {
    const code = value.charCodeAt(index);
    if (code === 0) return false;
    if (code >= 0xd800 && code <= 0xdfff) return KEY_OF_ANY.test(value);
  }
  return length <= MAX_KEY_LENGTH;
}

export const name: Reader<string> = expecting("a string of 1 to 256 characters", isKey);
export const boolean: Reader<boolean> = expecting("a boolean", (value) => typeof value === "boolean");
export const number: Reader<number> = expecting(
  "a finite number",
  (value): value is number => typeof value === "number" && Number.isFinite(value),
);
export const count: Reader<number> = expecting(
  "an integer of 0 or more",
  (value): value is number => Number.isSafeInteger(value) && (value as number) >= 0,
);
export const ordinal: Reader<number> = expecting(
  "an integer of 1 or more",
  (value): value is number => Number.isSafeInteger(value) && (value as number) >= 1,
);
export const values: Reader<readonly unknown[]> = expecting(
  "an array",
  (value): value is readonly unknown[] => Array.isArray(value),
);
export const isTrue: Reader<true> = expecting("true", (value): value is true => value === true);

export function oneOf<Value>(...readers: readonly Reader<Value>[]): Reader<Value> {
  return (value, issues) => {
    const before = issues.length;
    for (const read of readers) {
      const result = read(value, issues);
      if (result !== undefined) {
        issues.length = before;
        return result;
      }
    }
    return undefined;
  };
}

/** Leaves out what cannot be read, instead of refusing it. */
export function orNothing<Value>(read: Reader<Value>): Reader<Value> {
  return (value) => {
    const issues: Issue[] = [];
    const result = read(value, issues);
    return issues.length > 0 ? undefined : result;
  };
}

export function constant<Value extends string>(...allowed: readonly Value[]): Reader<Value> {
  return expecting(allowed.map((value) => JSON.stringify(value)).join(" or "), (value): value is Value =>
    allowed.includes(value as Value),
  );
}

function prefixIssues(issues: Issue[], from: number, key: string | number): void {
  for (let index = from; index < issues.length; index++) {
    const issue = issues[index];
    if (issue !== undefined) issues[index] = { ...issue, path: [key, ...issue.path] };
  }
}

export function arrayOf<Value>(read: Reader<Value>): Reader<readonly Value[]> {
  return (value, issues) => {
    const items = values(value, issues);
    if (items === undefined) return undefined;
    const result: Value[] = [];
    const start = issues.length;
    for (let index = 0; index < items.length; index++) {
      const before = issues.length;
      const item = read(items[index], issues);
      if (issues.length > before) prefixIssues(issues, before, index);
      else if (item !== undefined) result.push(item);
      // One bad element tells enough, and a hostile array must not make a report as large as itself.
      if (issues.length > start) return undefined;
    }
    return result;
  };
}

/** Reads the known fields of an object into a new one; unknown fields are ignored (P3). */
export function message<Message extends object>(fields: FieldReaders<Message>): Reader<Message> {
  const entries = Object.entries(fields as { readonly [name: string]: FieldReader });
  const readObject = expecting("an object", isObject);
  return (value, issues) => {
    const source = readObject(value, issues);
    if (source === undefined) return undefined;
    const start = issues.length;
    const result: { [name: string]: unknown } = {};
    for (const [key, field] of entries) {
      const raw = source[key];
      if (field.optional && (raw === undefined || raw === null)) continue;
      const before = issues.length;
      const read = field.read(raw, issues);
      if (issues.length > before) prefixIssues(issues, before, key);
      else if (read !== undefined) result[key] = read;
    }
    return issues.length > start ? undefined : (result as Message);
  };
}

/** Turns a reader into a parser that never throws. */
export function parser<Value>(read: Reader<Value>): (value: unknown) => ValidationResult<Value> {
  return (value) => {
    const issues: Issue[] = [];
    const result = read(value, issues);
    return result === undefined || issues.length > 0 ? { ok: false, issues } : { ok: true, value: result };
  };
}
