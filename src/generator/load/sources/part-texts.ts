import type { SchemaPath } from "../../../contract/finding.js";
import type { PartText, PartTexts } from "../loaded-schema.js";
import { Property } from "./object-literal.js";
import type { Place } from "./place.js";
import { bindingOf, type Binding, type ProjectFiles } from "./project-files.js";

/**
 * Tells what the documentation inside parts follows from: places inside a property are found in its own tokens, unless a
 * name leads elsewhere.
 */
export function createPartTexts(
  files: ProjectFiles,
  placeOf: (path: SchemaPath) => Place | undefined,
): PartTexts {
  const propertyAt = (path: SchemaPath): Property | undefined => {
    const place = placeOf(path);
    return place instanceof Property ? place : undefined;
  };
  return {
    watch(path) {
      const property = propertyAt(path);
      const names = new Map<string, string>();
      let isOwn = property !== undefined;
      files.watcher = {
        follow(name, binding) {
          const meaning = foreignMeaning(binding);
          if (meaning === undefined) isOwn = false;
          else names.set(name, meaning);
        },
        leave() {
          isOwn = false;
        },
      };
      return () => {
        files.watcher = undefined;
        const told = property && isOwn ? textOf(property) : undefined;
        // How far `<` reaches, whether it compares or opens the arguments of a type, may depend on what is behind the part.
        return told && !told.text.includes("<") ? { ...told, names } : undefined;
      };
    },
    find(path, earlier) {
      const property = propertyAt(path);
      if (!property) return undefined;
      const { comment, text } = textOf(property);
      if (comment !== earlier.comment || text !== earlier.text) return undefined;
      for (const [name, meaning] of earlier.names)
        if (foreignMeaning(bindingOf(files, property.source, name)) !== meaning) return undefined;
      return { comment, text, names: earlier.names };
    },
  };
}

function textOf({ source, comment, behind }: Property): Pick<PartText, "comment" | "text"> {
  const { text, starts, ends, docs } = source.tokens;
  const doc = docs.get(comment);
  const start = starts[comment]!;
  return {
    comment: doc === undefined ? "" : text.slice(doc, start),
    text: text.slice(start, ends[behind - 1]),
  };
}

/** What a name is that leads into no other text; undefined for one that does. */
function foreignMeaning(binding: Binding | undefined): string | undefined {
  if (binding === undefined) return "";
  return binding.kind === "external" ? `${binding.specifier}\0${binding.name}` : undefined;
}
