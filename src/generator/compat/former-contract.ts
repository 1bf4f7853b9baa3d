import { readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Contract } from "../../contract/contract.js";
import type { Project } from "../config/project.js";
import { GeneratorError } from "../lint/diagnostic.js";
import { commitId, committedFile } from "./git.js";
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
  if (commitId(ref, project.out) === undefined)
    throw new GeneratorError(
      `--against ${ref}: there is no such file or folder, and git knows no such ref here.`,
    );
  const text = committedFile(ref, project.out, CONTRACT_FILE);
  if (text === undefined)
    throw new GeneratorError(
      `There is no ${CONTRACT_FILE} of the project "${project.name}" at ${ref}: it was not committed there, or its folder moved. Name the file itself.`,
    );
  return readContract(text, `${CONTRACT_FILE} at ${ref}`);
}
