import { closestWord } from "./closest-word.js";
import type { KeyPath } from "./locate-key.js";

/** Something wrong in a configuration, at a place in it. */
export interface ConfigProblem {
  readonly path: KeyPath;
  readonly message: string;
  readonly fix: string;
}

export function unknownKey(key: string, path: KeyPath, allowed: readonly string[]): ConfigProblem {
  const meant = closestWord(key, allowed);
  return {
    path: [...path, key],
    message:
      key === "projects" ? `A project cannot have "projects" of its own.` : `There is no setting "${key}".`,
    fix: meant === undefined ? `The settings are ${allowed.join(", ")}.` : `Did you mean "${meant}"?`,
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function describe(value: unknown): string {
  if (value === null) return "null";
  if (value === "") return "an empty string";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
