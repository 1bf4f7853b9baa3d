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

/** Why a file could not be read or written, in words. */
export function failureReason({ code = "", message }: NodeJS.ErrnoException): string {
  return reasons[code] ?? message;
}
