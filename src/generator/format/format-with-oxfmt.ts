import { format } from "oxfmt";
import type { PlannedFile } from "../plan/planned-file.js";
import type { PrettierOptions } from "./fast-options.js";

/** UTF-16 units. oxfmt works in a thread of its own; more of them, or larger blobs, take memory and no less time. */
const blobSize = 40_000;
const separatorText = "kalphite-gen: next file";
const separator = `\n\n// ${separatorText}\n\n`;
const separatorInOutput = /\n+\/\/ kalphite-gen: next file\n+/;

/**
 * Formats files that share their options. A call costs more than a small file, so TypeScript files travel in blobs,
 * with a comment between them that the formatter keeps at the top level. What oxfmt cannot do is refused with the
 * reason, and prettier's to try.
 */
export async function formatWithOxfmt(
  files: readonly PlannedFile[],
  options: PrettierOptions,
): Promise<readonly PlannedFile[] | { readonly refusal: string }> {
  const texts = new Map<PlannedFile, string>();
  try {
    for (const blob of blobs(files)) {
      const joined = blob.length > 1 ? await formatBlob(blob, options) : undefined;
      for (const [index, file] of blob.entries())
        texts.set(file, joined?.[index] ?? (await formatOne(file, options)));
    }
  } catch (error) {
    return { refusal: error instanceof Error ? error.message : String(error) };
  }
  return files.map((file) => ({ path: file.path, text: texts.get(file)! }));
}

/** Loads oxfmt's native part, once. What goes wrong shows when something is formatted. */
export async function loadOxfmt(): Promise<void> {
  await (loading ??= load());
}

let loading: Promise<unknown> | undefined;

/**
 * Its allocator takes memory in large parts, of which the system gives it more than it uses, unless it is told otherwise by
 * a variable that it reads when it is loaded.
 */
async function load(): Promise<void> {
  const isGiven = eagerMemory in process.env;
  process.env[eagerMemory] ??= "0";
  await format("empty.ts", "", {}).catch(() => undefined);
  if (!isGiven) delete process.env[eagerMemory];
}

const eagerMemory = "MIMALLOC_ARENA_EAGER_COMMIT";

/** Undefined where the files cannot be told apart again, or where one of them does not parse. */
async function formatBlob(
  blob: readonly PlannedFile[],
  options: PrettierOptions,
): Promise<string[] | undefined> {
  const { code, errors } = await format("blob.ts", blob.map(({ text }) => text).join(separator), options);
  if (errors.length > 0) return undefined;
  const texts = code.split(separatorInOutput);
  return texts.length === blob.length ? texts.map((text) => `${text.trimEnd()}\n`) : undefined;
}

async function formatOne({ path, text }: PlannedFile, options: PrettierOptions): Promise<string> {
  const { code, errors } = await format(path, text, options);
  const [error] = errors;
  if (error === undefined) return code;
  throw new Error(`oxfmt cannot format ${path} (${error.message})`);
}

/** Files of about `blobSize` together; what is not plain TypeScript stands alone. */
function blobs(files: readonly PlannedFile[]): PlannedFile[][] {
  const result: PlannedFile[][] = [];
  let open: PlannedFile[] = [];
  let size = 0;
  for (const file of files) {
    if (!canJoin(file)) {
      result.push([file]);
      continue;
    }
    if (size > blobSize) {
      result.push(open);
      open = [];
      size = 0;
    }
    open.push(file);
    size += file.text.length;
  }
  if (open.length > 0) result.push(open);
  return result;
}

/** A directive or a hash-bang counts only at the top of a file; an empty file would vanish between two separators. */
function canJoin({ path, text }: PlannedFile): boolean {
  return path.endsWith(".ts") && /^(?!#!|\s*["']use )\s*\S/.test(text) && !text.includes(separatorText);
}
