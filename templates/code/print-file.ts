import { codeText, type Code } from "./code.js";
import type { ImportedSymbol, ModuleReference } from "./imported-symbol.js";
import { isIdentifierName } from "./literal.js";
import { reservedWords } from "./reserved-words.js";

export interface FileToPrint {
  /** Relative to the output folder, with forward slashes: `types/todo.gen.ts`. */
  readonly path: string;
  readonly header: string;
  readonly body: Code;
  /** Names that the body declares; an imported symbol of the same name is renamed. */
  readonly declared: Iterable<string>;
  /** What a relative import of `x.ts` ends in. */
  readonly importExtension: ".js" | ".ts" | "";
}

interface ModuleImports {
  readonly specifier: string;
  readonly named: Map<string, { readonly local: string; typeOnly: boolean }>;
  defaultLocal: string | undefined;
}

/** The file's text: header, imports of every symbol that the body prints, body. Imports are sorted by module. */
export function printFile(file: FileToPrint): string {
  const taken = new Set(file.declared);
  const modules = new Map<string, ModuleImports>();
  const texts = new Map<ImportedSymbol, string>();
  const body = codeText(file.body, (symbol) => {
    let text = texts.get(symbol);
    if (text === undefined) texts.set(symbol, (text = symbolText(symbol, file, modules, taken)));
    return text;
  });
  const imports = [...modules.values()]
    .sort((a, b) => moduleRank(a.specifier) - moduleRank(b.specifier) || (a.specifier < b.specifier ? -1 : 1))
    .map(importText)
    .join("");
  return `${file.header}\n${imports === "" ? "" : `\n${imports}`}\n${body.trim()}\n`;
}

/** The specifier that `from` (a file) uses for `to` (relative to the output folder, or a package). */
export function moduleSpecifier(
  from: string,
  to: ModuleReference,
  importExtension: ".js" | ".ts" | "",
): string {
  if ("package" in to) return to.package;
  const target = to.file.split("/");
  const base = from.split("/").slice(0, -1);
  let shared = 0;
  while (shared < base.length && shared < target.length - 1 && base[shared] === target[shared]) shared++;
  const up = base.slice(shared).map((segment) => {
    if (segment === "..") throw new TypeError(`${from} lies outside the output folder`);
    return "..";
  });
  const path = [...up, ...target.slice(shared)].join("/");
  return withExtension(path.startsWith("..") ? path : `./${path}`, importExtension);
}

function withExtension(path: string, importExtension: ".js" | ".ts" | ""): string {
  const [, stem, extension] = /^(.*?)(\.[cm]?[jt]sx?)$/.exec(path) ?? [undefined, path, ".ts"];
  if (importExtension === ".ts" || /^\.[cm]?js/.test(extension!)) return path;
  if (extension === ".mts") return `${stem}.mjs`;
  if (extension === ".cts") return `${stem}.cjs`;
  return `${stem}${importExtension}`;
}

/** How the file writes a symbol, whose import it takes note of. */
function symbolText(
  symbol: ImportedSymbol,
  file: FileToPrint,
  modules: Map<string, ModuleImports>,
  taken: Set<string>,
): string {
  if ("file" in symbol.from && symbol.from.file === file.path) return symbol.name;
  const specifier = moduleSpecifier(file.path, symbol.from, file.importExtension);
  if (symbol.binding === "specifier") return JSON.stringify(specifier);
  let module = modules.get(specifier);
  if (!module) modules.set(specifier, (module = { specifier, named: new Map(), defaultLocal: undefined }));
  if (symbol.binding === "default") return (module.defaultLocal ??= freeName(symbol.name, taken));
  let entry = module.named.get(symbol.name);
  if (!entry) {
    entry = { local: freeName(symbol.name, taken), typeOnly: symbol.typeOnly };
    module.named.set(symbol.name, entry);
  }
  entry.typeOnly &&= symbol.typeOnly;
  return entry.local;
}

/** The name itself, or where no variable can be called so, or another one is, one like it. */
function freeName(name: string, taken: Set<string>): string {
  const identifier = isIdentifierName(name) ? name : "imported";
  const stem = reservedWords.has(identifier) ? `${identifier}_` : identifier;
  let free = stem;
  for (let count = 2; taken.has(free); count++) free = `${stem}${count}`;
  taken.add(free);
  return free;
}

function importText(module: ModuleImports): string {
  const names = [...module.named].sort(([a], [b]) => (a < b ? -1 : 1));
  const allTypes = module.defaultLocal === undefined && names.every(([, entry]) => entry.typeOnly);
  const list = names.map(
    ([name, entry]) =>
      `${entry.typeOnly && !allTypes ? "type " : ""}${name === entry.local ? name : `${exportName(name)} as ${entry.local}`}`,
  );
  const clauses = [
    ...(module.defaultLocal === undefined ? [] : [module.defaultLocal]),
    ...(list.length === 0 ? [] : [`{ ${list.join(", ")} }`]),
  ];
  return `import ${allTypes ? "type " : ""}${clauses.join(", ")} from ${JSON.stringify(module.specifier)};\n`;
}

function exportName(name: string): string {
  return isIdentifierName(name) ? name : JSON.stringify(name);
}

function moduleRank(specifier: string): number {
  return specifier.startsWith(".") ? 1 : 0;
}

/** Code as text under the symbols' own names, for a place whose imports someone else writes. */
export function printFragment(fragment: Code): {
  readonly text: string;
  readonly symbols: readonly ImportedSymbol[];
} {
  const symbols: ImportedSymbol[] = [];
  const text = codeText(fragment, (symbol) => {
    symbols.push(symbol);
    return symbol.name;
  });
  return { text, symbols };
}
