import type { SchemaPath } from "../../../contract/finding.js";
import type { PackageName, PartText, PartTexts } from "../loaded-schema.js";
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
      const names = new Map<string, PackageName | undefined>();
      let isOwn = property !== undefined;
      files.watcher = {
        follow(name, binding) {
          if (binding && binding.kind !== "external") isOwn = false;
          else names.set(name, binding);
        },
        leave() {
          isOwn = false;
        },
      };
      return () => {
        files.watcher = undefined;
        const text = property && isOwn ? textOf(property, names) : undefined;
        // How far `<` reaches, whether it compares or opens the arguments of a type, may depend on what is behind the part.
        return text && !text.file.slice(text.own, text.end).includes("<") ? text : undefined;
      };
    },
    isSame(path, earlier) {
      const property = propertyAt(path);
      if (!property) return false;
      const text = textOf(property, earlier.names);
      if (!saysTheSame(earlier, text)) return false;
      for (const [name, meaning] of earlier.names)
        if (!isStill(bindingOf(files, property.source, name), meaning)) return false;
      earlier.file = text.file;
      earlier.start = text.start;
      earlier.own = text.own;
      earlier.end = text.end;
      return true;
    },
  };
}

function textOf({ source, comment, behind }: Property, names: PartText["names"]): PartText {
  const { text, starts, ends, docs } = source.tokens;
  const own = starts[comment]!;
  return { file: text, start: docs.get(comment) ?? own, own, end: ends[behind - 1]!, names };
}

function saysTheSame(left: PartText, right: PartText): boolean {
  return (
    left.own - left.start === right.own - right.start &&
    left.file.slice(left.start, left.end) === right.file.slice(right.start, right.end)
  );
}

function isStill(binding: Binding | undefined, meaning: PackageName | undefined): boolean {
  if (binding === undefined || meaning === undefined) return binding === meaning;
  const { kind } = binding;
  return kind === "external" && binding.specifier === meaning.specifier && binding.name === meaning.name;
}
