import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a directory, and those above it that are not there. Node's own way to do that never ends where the system says that a parent
 * is missing which is there, as it does below `/proc`. @throws Error that names the directory
 */
export async function makeDirectory(path: string): Promise<void> {
  if (await isDirectory(path)) return;
  const parent = dirname(path);
  if (parent !== path) await makeDirectory(parent);
  try {
    await mkdir(path);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (await isDirectory(path)) return;
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`The directory ${path} cannot be made (${code})`, { cause: error });
  }
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
