import { readFileSync } from "node:fs";
import { GeneratorError } from "../lint/diagnostic.js";
import { failureReason } from "./failure-reason.js";

/**
 * The file's text; undefined where there is none.
 * @throws GeneratorError where something else is in its place, or it may not be read
 */
export function readText(path: string): string | undefined {
  try {
    // In one go: with an encoding, node reads a few kilobytes at a time.
    return readFileSync(path).toString("utf8");
  } catch (error) {
    const failure = error as NodeJS.ErrnoException;
    if (failure.code === "ENOENT") return undefined;
    throw new GeneratorError(`${path} cannot be read: ${failureReason(failure)}.`, [], { cause: error });
  }
}
