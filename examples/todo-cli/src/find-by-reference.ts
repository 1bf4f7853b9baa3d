import type { Project } from "../../todo/generated/entities/project.gen.js";
import type { Todo } from "../../todo/generated/entities/todo.gen.js";
import { CommandError } from "./command-error.js";
import { visible } from "./visible.js";

export const labelOf = (entity: Todo | Project): string =>
  entity.type === "todo" ? entity.data.title : entity.data.name;

/** A text as one types it: lower case, and a dash for whatever is no letter and no digit. Empty where there are none. */
export function slugOf(text: string): string {
  return text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}

/** Lower case, and one blank between words. */
const wordsOf = (text: string): string => text.normalize("NFC").toLowerCase().trim().replace(/\s+/g, " ");

/** The slug of a reference that says no more than its slug does: `🚀`, `c++` and `` stand for themselves alone. */
function plainSlugOf(reference: string): string | undefined {
  const slug = slugOf(reference);
  return slug !== "" && /^[\p{L}\p{M}\p{N}\s-]+$/u.test(reference) ? slug : undefined;
}

/**
 * The one entity that a word or a few stand for: its id, its title, the beginning of its id, or words of its title, the
 * first of these that anything fits.
 * @returns undefined where nothing fits
 * @throws CommandError where several do
 */
export function findByReference<Found extends Todo | Project>(
  entities: readonly Found[],
  reference: string,
): Found | undefined {
  const slug = plainSlugOf(reference);
  const words = wordsOf(reference);
  const ways: readonly ((entity: Found) => boolean)[] = [
    ({ id }) => id === reference,
    (entity) => labelOf(entity) === reference,
    (entity) => wordsOf(labelOf(entity)) === words,
    (entity) => slug !== undefined && slugOf(labelOf(entity)) === slug,
    ({ id }) => reference.length >= 4 && id.startsWith(reference),
    (entity) => slug !== undefined && `-${slugOf(labelOf(entity))}-`.includes(`-${slug}-`),
    (entity) => words !== "" && ` ${wordsOf(labelOf(entity))} `.includes(` ${words} `),
  ];
  for (const way of ways) {
    const found = entities.filter(way);
    if (found.length === 1) return found[0];
    if (found.length > 1) {
      const choices = found
        .map((entity) => `  ${visible(entity.id)}  ${visible(labelOf(entity))}`)
        .join("\n");
      const shown = visible(reference);
      throw new CommandError(`"${shown}" may be any of these; give more words, or the id:\n${choices}`);
    }
  }
  return undefined;
}
