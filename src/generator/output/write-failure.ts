import { GeneratorError } from "../lint/diagnostic.js";
import { failureReason } from "./failure-reason.js";

/** What went wrong while writing, in words. */
export function writeFailure(error: unknown): GeneratorError {
  if (error instanceof GeneratorError) return error;
  const { path, syscall } = error as NodeJS.ErrnoException;
  const place = path ?? "A generated file";
  const wasRenamed = syscall === "rename";
  return new GeneratorError(
    `${place} cannot be written: ${failureReason(error as NodeJS.ErrnoException)}. ` +
      (wasRenamed
        ? "Some files may have been written; run kalphite-gen again once this is solved."
        : "Nothing was written."),
    [],
    { cause: error },
  );
}
