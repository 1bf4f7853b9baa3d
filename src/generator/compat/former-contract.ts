import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Contract } from "../../contract/contract.js";
import type { Project } from "../config/project.js";
import { GeneratorError } from "../lint/diagnostic.js";
import { readContract } from "./read-contract.js";

const CONTRACT_FILE = "contract.json";

/**
 * The contract that a project is held against.
 *
 * @param against a `contract.json`, a folder that holds one (itself, or the project's as it lies there), or a git ref
 * @throws GeneratorError where there is none, or it cannot be read
 */
export function loadFormerContract(against: string, project: Project, cwd: string): Contract {
  const path = resolve(cwd, against);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile()) return readContract(readFileSync(path, "utf8"), against);
  if (stats?.isDirectory()) return fromFolder(path, against, project);
  return fromGit(against, project);
}

function fromFolder(folder: string, against: string, project: Project): Contract {
  const places = [CONTRACT_FILE, join(basename(project.out), CONTRACT_FILE)];
  for (const place of places) {
    const path = join(folder, place);
    if (statSync(path, { throwIfNoEntry: false })?.isFile())
      return readContract(readFileSync(path, "utf8"), path);
  }
  throw new GeneratorError(`There is no ${places.join(" or ")} in the folder ${against}.`);
}

function fromGit(ref: string, project: Project): Contract {
  if (ref.startsWith("-")) throw unknown(ref);
  const folder = existingFolder(project.out);
  if (git(folder, ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`]) === undefined) throw unknown(ref);
  // Git takes a path that begins with "./" from where it runs.
  const place = join(project.out.slice(folder.length), CONTRACT_FILE).replace(/^[/\\]+/, "");
  const text = git(folder, ["show", `${ref}:./${place.replaceAll("\\", "/")}`]);
  if (text === undefined)
    throw new GeneratorError(
      `There is no ${CONTRACT_FILE} of the project "${project.name}" at ${ref}: it was not committed there, or its folder moved. Name the file itself.`,
    );
  return readContract(text, `${CONTRACT_FILE} at ${ref}`);
}

function unknown(against: string): GeneratorError {
  return new GeneratorError(
    `--against ${against}: there is no such file or folder, and git knows no such ref here.`,
  );
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
