import type { Documented } from "../../contract/contract.js";
import type { SchemaPath } from "../../contract/finding.js";
import type { SchemaSources } from "./loaded-schema.js";
import { readDocumentation } from "./sources/documentation-comment.js";
import { argumentOf } from "./sources/expression.js";
import { calledName, follow, valueOf } from "./sources/follow.js";
import type { Place } from "./sources/place.js";
import { createProjectFiles, exportOf } from "./sources/project-files.js";
import { step } from "./sources/step.js";

/** The last path of a section that was followed: the next one mostly shares its beginning. */
interface Walk {
  path: SchemaPath;
  /** From the default export on; shorter than the path where it cannot be followed to its end. */
  readonly places: Place[];
}

const undocumented: Documented = {};

/**
 * Finds the places of schema paths in the sources, and the comments there.
 *
 * @param schemaPath absolute
 * @param inputs the schema file and every local file it imports; without `text` a file is read when something leads
 *   into it, and only then
 */
export function createSchemaSources(
  schemaPath: string,
  inputs: readonly { readonly path: string; readonly text?: string }[],
): SchemaSources {
  const files = createProjectFiles([{ path: schemaPath }, ...inputs]);
  let start: Place | undefined;
  const walked = new Map<string | number | undefined, Walk>();

  const defaultExport = (): Place | undefined => {
    if (start) return start;
    const source = files.open(schemaPath);
    const exported = source && exportOf(files, source, "default");
    if (exported?.kind !== "value") return undefined;
    const value = valueOf(files, exported.value);
    const isDefinition = value.kind === "call" && calledName(files, value)?.name === "defineSchema";
    const definition = isDefinition ? argumentOf(value, 0) : undefined;
    start = {
      source: exported.source,
      first: exported.name,
      end: exported.name + 1,
      comment: exported.statement,
      value: definition ?? value,
      isReference: true,
    };
    return start;
  };

  /**
   * The places along a path; shorter than the path where it cannot be followed to its end. The list is that of the
   * section, which the next walk changes.
   */
  const walk = (path: SchemaPath): readonly Place[] => {
    const root = defaultExport();
    if (!root) return [];
    let last = walked.get(path[0]);
    if (!last) walked.set(path[0], (last = { path: [], places: [root] }));
    const { places } = last;
    let shared = 0;
    while (shared < path.length && shared < last.path.length && path[shared] === last.path[shared]) shared++;
    if (places.length > shared + 1) places.length = shared + 1;
    last.path = path;
    for (let index = places.length - 1; index < path.length; index++) {
      const next = step(files, places[index]!, path[index]!) ?? assignedByArgument(path, index, places);
      if (!next) break;
      places.push(next);
    }
    return places;
  };

  /** A field in `set` that is not written there is one that an argument of its name sets. */
  const assignedByArgument = (
    path: SchemaPath,
    index: number,
    places: readonly Place[],
  ): Place | undefined => {
    if (path[0] !== "operations" || path[2] !== "set") return undefined;
    const args = index === 2 || index === 3 ? step(files, places[2]!, "args") : undefined;
    return index === 3 ? args && step(files, args, path[3]!) : args;
  };

  const commentAt = (place: Place): Documented => {
    const { tokens } = place.source;
    const at = tokens.docs.get(place.comment);
    if (at === undefined) return undocumented;
    const end = tokens.text.indexOf("*/", at + 3);
    return readDocumentation(tokens.text.slice(at, end < 0 ? undefined : end + 2));
  };

  const documentationOf = (path: SchemaPath): Documented => {
    const places = walk(path);
    const place = places.length > path.length ? places[path.length] : undefined;
    // What stands for the place around it is documented there.
    if (!place || place === places[path.length - 1]) return undocumented;
    const own = commentAt(place);
    if (isDocumented(own) || !place.isReference) return own;
    for (const declaration of follow(files, place.value).through) {
      const documented = commentAt(declaration);
      if (isDocumented(documented)) return documented;
    }
    return undocumented;
  };

  return {
    locate(path) {
      const place = walk(path).at(-1);
      if (place) {
        const { source, first, end } = place;
        const { starts, ends } = source.tokens;
        return source.locate(starts[first]!, ends[Math.max(first, end - 1)]!);
      }
      return files.open(schemaPath)?.locate(0, 0);
    },
    documentation(path) {
      const documented = documentationOf(path);
      return path[2] === "args" && !isDocumented(documented) ? fieldDocumentation(path) : documented;
    },
  };

  /** An argument named after a field (`args: ["title"]`) is what the field is. */
  function fieldDocumentation(path: SchemaPath): Documented {
    const places = walk(path);
    const argument = path.length === 4 && places.length === 5 ? places[4]! : undefined;
    const operation = argument?.value.kind === "string" ? places[2]! : undefined;
    const entity = operation && step(files, operation, "entity");
    const type = entity && valueOf(files, entity.value);
    return type?.kind === "string"
      ? documentationOf(["entities", type.value, "fields", path[3]!])
      : undocumented;
  }
}

function isDocumented(documented: Documented): boolean {
  return documented.doc !== undefined || documented.deprecated !== undefined;
}
