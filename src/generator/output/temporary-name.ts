let count = 0;

/** The name of a file on its way to its place; it stands in the same folder, so that renaming is atomic. */
export function temporaryName(): string {
  count += 1;
  return `.kalphite-gen-${process.pid}-${count}.tmp`;
}

export function isTemporaryName(name: string): boolean {
  return name.startsWith(".kalphite-gen-") && name.endsWith(".tmp");
}

/** Whether the process that made a temporary file is gone, so that nobody will rename it any more. */
export function isAbandoned(name: string): boolean {
  const pid = Number(/^\.kalphite-gen-(\d+)-\d+\.tmp$/.exec(name)?.[1]);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
