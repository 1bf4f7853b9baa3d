import { note, type Check, type Copy, type Fields, type PathSegment, type Trail } from "./trail.js";

/** zod's notion of a plain object: no class instance. */
export function isRecord(value: unknown): value is Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { constructor } = value;
  if (typeof constructor !== "function") return true;
  const prototype: unknown = constructor.prototype;
  return (
    typeof prototype === "object" &&
    prototype !== null &&
    !Array.isArray(prototype) &&
    Object.hasOwn(prototype, "isPrototypeOf")
  );
}

/** The keys that zod looks at. Symbols are among them, though JSON has none: they are told as wrong keys. */
export function recordKeys(value: Fields): readonly string[] {
  return Reflect.ownKeys(value).filter(
    (key) => key !== "__proto__" && Object.prototype.propertyIsEnumerable.call(value, key),
  ) as string[];
}

/** Whether a key is one, itself or as the number that it spells. */
export function isKey(key: string, check: Check): boolean {
  return check(key) || (typeof key === "string" && /^-?\d+(?:\.\d+)?$/.test(key) && check(Number(key)));
}

const wrongKeyIssues = /* @__PURE__ */ new WeakSet<object>();

/** A key that the record does not take; `path` ends in it. */
export function wrongKey(trail: Trail | undefined, path: readonly PathSegment[]): boolean {
  if (trail) {
    note(trail, "invalid_key", path, `Unexpected key ${JSON.stringify(String(path.at(-1)))}`);
    wrongKeyIssues.add(trail.issues.at(-1)!);
  }
  return !trail;
}

export function isWrongKeyIssue(issue: object): boolean {
  return wrongKeyIssues.has(issue);
}

/** A new object of the same keys in the same order. */
export function copyRecord(value: unknown, copy?: Copy, isValidKey?: (key: string) => boolean): unknown {
  const fields = value as Fields;
  const copied: { [name: string]: unknown } = {};
  for (const key of recordKeys(fields)) {
    copied[key] = copy && (!isValidKey || isValidKey(key)) ? copy(fields[key]) : fields[key];
  }
  return copied;
}
