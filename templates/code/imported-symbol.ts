/** Where a symbol comes from: a package's module, or a file named relative to the output folder, with its extension. */
export type ModuleReference =
  | { readonly package: string }
  /** For example `types/todo.gen.ts`, `../handlers/todo.ts`; printed as the importing file needs it. */
  | { readonly file: string };

/** A name from another module. Printing it records its import; the import may rename it where names collide. */
export interface ImportedSymbol {
  readonly name: string;
  readonly from: ModuleReference;
  readonly typeOnly: boolean;
  /** `specifier`: no name at all, only the module's path as this file writes it, in quotes. */
  readonly binding: "named" | "default" | "specifier";
}

/** A value from another module. Call it once a symbol, at module level where it can be. */
export function imported(name: string, from: ModuleReference): ImportedSymbol {
  return { name, from, typeOnly: false, binding: "named" };
}

/** A type from another module. */
export function importedType(name: string, from: ModuleReference): ImportedSymbol {
  return { name, from, typeOnly: true, binding: "named" };
}

/** The default export of another module, under the name it gets here. */
export function importedDefault(name: string, from: ModuleReference): ImportedSymbol {
  return { name, from, typeOnly: false, binding: "default" };
}

/** The path of a module as the printing file writes it, for `export * from …`. */
export function specifier(from: ModuleReference): ImportedSymbol {
  return { name: "", from, typeOnly: true, binding: "specifier" };
}
