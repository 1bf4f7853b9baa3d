import { readFileSync } from "node:fs";
import { GeneratorError } from "../lint/diagnostic.js";

/**
 * The file's text; undefined where there is none.
 * @throws GeneratorError where something else is in its place, or it may not be read
 */
export function readText(path: string): string | undefined {
  try {
    // In one go: with an encoding, node reads a few kilobytes at a time.
    return readFileSync(path).toString("utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    const reason = code === "ENOTDIR" ? "a file stands where its folder belongs" : message;
    throw new GeneratorError(`${path} cannot be read: ${reason}.`, [], { cause: error });
  }
}
