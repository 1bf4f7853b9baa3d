import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { readExpression, type Expression } from "./expression.js";
import { createSourceFile, type SourceFile } from "./source-file.js";

/** The schema's local files; each is read when something first leads into it. */
export interface ProjectFiles {
  open(path: string): SourceFile | undefined;
  /** What a specifier names from a file: another of these files, or undefined for a package. */
  resolve(from: SourceFile, specifier: string): SourceFile | undefined;
}

/** What a top-level name of a file stands for. */
export type Binding =
  | {
      readonly kind: "value";
      readonly source: SourceFile;
      readonly value: Expression;
      /** The name's token where it is declared, and the token its comment stands in front of. */
      readonly name: number;
      readonly statement: number;
      /** The property to take of `value`, where the declaration destructures. */
      readonly property?: string;
    }
  | { readonly kind: "namespace"; readonly source: SourceFile }
  | { readonly kind: "external"; readonly specifier: string; readonly name: string };

export function createProjectFiles(inputs: readonly { path: string; text?: string }[]): ProjectFiles {
  const texts = new Map(inputs.map((input) => [normalize(input.path), input.text]));
  const opened = new Map<string, SourceFile | undefined>();
  const resolved = new Map<string, string>();
  const open = (path: string): SourceFile | undefined => {
    if (!texts.has(path)) return undefined;
    if (!opened.has(path)) opened.set(path, read(path, texts.get(path)));
    return opened.get(path);
  };
  return {
    open: (path) => open(normalize(path)),
    resolve(from, specifier) {
      const relative = /^\.{1,2}(?:\/|$)/.test(specifier);
      const name = relative ? join(dirname(from.path), specifier) : specifier;
      let target = resolved.get(name);
      if (target === undefined) {
        target = relative
          ? candidates(name).find((path) => texts.has(path))
          : aliased(
              specifier,
              [...texts.keys()].filter((path) => path !== from.path),
            );
        resolved.set(name, target ?? "");
      }
      return target ? open(target) : undefined;
    },
  };
}

function read(path: string, text: string | undefined): SourceFile | undefined {
  try {
    return createSourceFile(path, text ?? readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

const extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

function candidates(path: string): string[] {
  const bare = path.replace(/\.([cm]?)jsx?$/, "");
  const module = /\.([cm])js$/.exec(path)?.[1] ?? "";
  return [
    path,
    ...(bare === path ? [] : [`${bare}.${module}ts`, `${bare}.tsx`]),
    ...extensions.map((extension) => path + extension),
    ...extensions.map((extension) => join(path, `index${extension}`)),
  ];
}

/** An alias of the user's compiler options (`@/entities/todo`): the one file whose path ends that way. */
function aliased(specifier: string, paths: readonly string[]): string | undefined {
  const tail = specifier.replace(/^[@~#$][^/]*\//, "");
  if (tail === specifier) return undefined;
  const ends = candidates(join("/", tail));
  const found = paths.filter((path) => ends.some((end) => path.endsWith(end)));
  return found.length === 1 ? found[0] : undefined;
}

/** Follows a name of a file's top level through imports and re-exports. */
export function bindingOf(files: ProjectFiles, source: SourceFile, name: string): Binding | undefined {
  const { bindings } = source;
  if (bindings.has(name)) return bindings.get(name);
  const imported = source.names.imports.get(name);
  const binding =
    declarationOf(source, name) ??
    (imported && importedBinding(files, source, imported.specifier, imported.name, new Set()));
  bindings.set(name, binding);
  return binding;
}

/** What a file exports under a name (`default` too). */
export function exportOf(
  files: ProjectFiles,
  source: SourceFile,
  name: string,
  seen: Set<string> = new Set(),
): Binding | undefined {
  const visit = `${source.path}\0${name}`;
  if (seen.has(visit)) return undefined;
  seen.add(visit);
  const { names } = source;
  if (name === "default" && names.defaultExport !== undefined) {
    const at = names.defaultExport;
    const value = readExpression(source, at);
    if (value.kind === "identifier") {
      const binding = bindingOf(files, source, value.name);
      if (binding) return binding;
    }
    return { kind: "value", source, value, name: at, statement: at - 2 };
  }
  const exported = names.exports.get(name);
  if (exported && "local" in exported) return bindingOf(files, source, exported.local);
  if (exported) return importedBinding(files, source, exported.specifier, exported.name, seen);
  if (name === "default") return undefined;
  for (const specifier of names.stars) {
    const target = files.resolve(source, specifier);
    const found = target && exportOf(files, target, name, seen);
    if (found) return found;
  }
  return undefined;
}

function importedBinding(
  files: ProjectFiles,
  source: SourceFile,
  specifier: string,
  name: string,
  seen: Set<string>,
): Binding | undefined {
  const target = files.resolve(source, specifier);
  if (!target) return { kind: "external", specifier, name };
  return name === "*" ? { kind: "namespace", source: target } : exportOf(files, target, name, seen);
}

function declarationOf(source: SourceFile, name: string): Binding | undefined {
  const declaration = source.names.declarations.get(name);
  if (!declaration) return undefined;
  const { value, property, ...place } = declaration;
  return {
    kind: "value",
    source,
    value: readExpression(source, value),
    name: place.name,
    statement: place.statement,
    ...(property !== undefined && { property }),
  };
}
