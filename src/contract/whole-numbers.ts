import type { NumberCheck } from "./type-node.js";

/** Whether only whole numbers pass the checks: one of them is an integer format (`int32`, `safeint` …). */
export function takeWholeNumbers(checks: readonly NumberCheck[]): boolean {
  return checks.some((check) => check.check === "format" && check.format.includes("int"));
}
