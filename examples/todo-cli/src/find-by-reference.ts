import type { Project } from "../../todo/generated/entities/project.gen.js";
import type { Todo } from "../../todo/generated/entities/todo.gen.js";
import { CommandError } from "./command-error.js";

export const labelOf = (entity: Todo | Project): string =>
  entity.type === "todo" ? entity.data.title : entity.data.name;

/** A text as one types it: lower case, and a dash for whatever is no letter and no digit. */
export function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
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
  const slug = slugOf(reference);
  const ways: readonly ((entity: Found) => boolean)[] = [
    ({ id }) => id === reference,
    (entity) => slugOf(labelOf(entity)) === slug,
    ({ id }) => reference.length >= 4 && id.startsWith(reference),
    (entity) => slug !== "" && `-${slugOf(labelOf(entity))}-`.includes(`-${slug}-`),
  ];
  for (const way of ways) {
    const found = entities.filter(way);
    if (found.length === 1) return found[0];
    if (found.length > 1) {
      const choices = found.map((entity) => `  ${entity.id}  ${labelOf(entity)}`).join("\n");
      throw new CommandError(`"${reference}" may be any of these; give more words, or the id:\n${choices}`);
    }
  }
  return undefined;
}
