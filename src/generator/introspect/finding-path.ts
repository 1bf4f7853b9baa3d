import type { SchemaPath } from "../../contract/finding.js";

/**
 * The way to a place as people think of it, from the way through zod's definitions:
 * `entities todo shape data shape title innerType` → `entities todo title`. For findings; code keeps the exact way.
 */
export function readablePath(path: SchemaPath): SchemaPath {
  const place = sourcePath(path);
  const [root, name, first, ...rest] = place;
  return root === "entities" && first === "data" && rest.length > 0 ? [root, name!, ...rest] : place;
}

/** The way through the schema's source, from the way through zod's definitions: what is inside `data` stays there. */
export function sourcePath(path: SchemaPath): SchemaPath {
  const [root, name, part] = path;
  if (root === "operations" && part === "args") return throughZod(path, 4);
  if (root !== "entities" || name === undefined) return path;
  // A member of a union given whole whose type is not known.
  if (name === "options" && typeof part === "number") return throughZod(path, 3);
  return throughZod(path, part === "fields" ? 4 : 2);
}

/** A key of `shape` and an index of a list are places; wrappers are not. The way through zod begins at `start`. */
function throughZod(segments: SchemaPath, start: number): SchemaPath {
  const places = segments.slice(0, start);
  for (let index = start; index < segments.length; index++) {
    const segment = segments[index]!;
    if (segment === "shape" || segment === "options" || segment === "items") {
      const place = segments[++index];
      if (place !== undefined) places.push(place);
    }
  }
  return places;
}
