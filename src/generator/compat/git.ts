import { execFile, execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { dirname, join } from "node:path";

/** The id of the commit that a name stands for in the folder's repository; undefined where git knows none. */
export function commitId(ref: string, folder: string): string | undefined {
  if (ref.startsWith("-")) return undefined;
  return git(existingFolder(folder), ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`])?.trim();
}

/** How a folder stands in git. */
export interface Checkout {
  readonly isInRepository: boolean;
  /** The commit that is checked out; undefined before the first one, and outside a repository. */
  readonly head: string | undefined;
}

/** Asks git in a process beside this one: for what is known to be needed before it is. */
export function readCheckout(folder: string): Promise<Checkout> {
  const args = ["rev-parse", "--is-inside-work-tree", "--verify", "--quiet", "HEAD^{commit}"];
  return new Promise((resolve) => {
    // Before the first commit git fails, and has answered the first question.
    execFile("git", args, { cwd: existingFolder(folder), encoding: "utf8" }, (_, stdout) => {
      const [isInside, head] = stdout.split("\n");
      resolve({ isInRepository: isInside === "true", head: head || undefined });
    });
  });
}

/** A file of a folder (absolute), as it was committed; undefined where it was not, or git is not there. */
export function committedFile(ref: string, folder: string, name: string): string | undefined {
  const existing = existingFolder(folder);
  // Git takes a path that begins with "./" from where it runs.
  const place = join(folder.slice(existing.length), name).replace(/^[/\\]+/, "");
  return git(existing, ["show", `${ref}:./${place.replaceAll("\\", "/")}`]);
}

function existingFolder(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : existingFolder(dirname(path));
}

/** What git prints; undefined where it refuses or is not there. */
function git(cwd: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync("git", args, {
      cwd,
      encoding: "utf8",
      maxBuffer: 256 * 1024 * 1024,
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return undefined;
  }
}
