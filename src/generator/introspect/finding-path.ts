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
  const [root, name, ...rest] = path;
  if (root === "operations" && rest[0] === "args")
    return [root, name!, "args", ...(rest.length > 1 ? [rest[1]!, ...throughZod(rest.slice(2))] : [])];
  if (root !== "entities" || name === undefined) return path;
  // A member of a union given whole whose type is not known.
  if (name === "options" && typeof rest[0] === "number")
    return [root, name, rest[0], ...throughZod(rest.slice(1))];
  if (rest[0] === "fields") return [root, name, "fields", ...rest.slice(1, 2), ...throughZod(rest.slice(2))];
  return [root, name, ...throughZod(rest)];
}

/** A key of `shape` and an index of a list are places; wrappers are not. */
function throughZod(segments: SchemaPath): (string | number)[] {
  const places: (string | number)[] = [];
  for (let index = 0; index < segments.length; index++) {
    const segment = segments[index]!;
    if (segment === "shape" || segment === "options" || segment === "items") {
      const place = segments[++index];
      if (place !== undefined) places.push(place);
    }
  }
  return places;
}
