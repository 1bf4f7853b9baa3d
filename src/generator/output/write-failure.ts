import { GeneratorError } from "../lint/diagnostic.js";

const reasons: { readonly [code: string]: string } = {
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file is larger than is allowed here",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EROFS: "the file system is read-only",
  ENOTDIR: "a file stands where a folder belongs",
  EISDIR: "a folder stands where a file belongs",
  ENAMETOOLONG: "the name is too long",
  EBUSY: "it is in use by another program",
};

/** What went wrong while writing, in words. */
export function writeFailure(error: unknown): GeneratorError {
  if (error instanceof GeneratorError) return error;
  const { code = "", path, message, syscall } = error as NodeJS.ErrnoException;
  const place = path ?? "A generated file";
  const wasRenamed = syscall === "rename";
  return new GeneratorError(
    `${place} cannot be written: ${reasons[code] ?? message}. ` +
      (wasRenamed
        ? "Some files may have been written; run kalphite-gen again once this is solved."
        : "Nothing was written."),
    [],
    { cause: error },
  );
}
