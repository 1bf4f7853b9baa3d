import { literalText } from "./literal-text.js";
import { after, expressionEnd, isText, textOf } from "./skip.js";
import { tokenKind, type Tokens } from "./tokens.js";

/** The top-level names of a file: what it declares, imports and exports. */
export interface ModuleNames {
  readonly declarations: ReadonlyMap<string, Declaration>;
  readonly imports: ReadonlyMap<string, ImportedName>;
  readonly exports: ReadonlyMap<string, ExportedName>;
  /** Specifiers of `export * from`. */
  readonly stars: readonly string[];
  /** Where the expression behind `export default` begins. */
  readonly defaultExport?: number;
}

export interface Declaration {
  /** The name's own token. */
  readonly name: number;
  /** The token that a JSDoc comment stands in front of. */
  readonly statement: number;
  /** Where the initializer begins; for a function its own keyword. */
  readonly value: number;
  /** The property taken, where the declaration destructures an object. */
  readonly property?: string;
}

export interface ImportedName {
  readonly specifier: string;
  /** `*` for the whole namespace. */
  readonly name: string;
}

export type ExportedName = { readonly local: string } | ImportedName;

/** Reads the statements of a module; what stands inside brackets is skipped. */
export function readModule(tokens: Tokens): ModuleNames {
  const declarations = new Map<string, Declaration>();
  const imports = new Map<string, ImportedName>();
  const exports = new Map<string, ExportedName>();
  const stars: string[] = [];
  let defaultExport: number | undefined;

  const declare = (at: number, statement: number, exported: boolean): number => {
    const add = (name: string, declaration: Declaration): void => {
      if (!declarations.has(name)) declarations.set(name, declaration);
      if (exported) exports.set(name, { local: name });
    };
    for (let name = at; ;) {
      const equals = initializerOf(tokens, after(tokens, name));
      if (equals < 0) return after(tokens, name);
      const value = equals + 1;
      if (tokens.kinds[name] === tokenKind.word)
        add(textOf(tokens, name), { name, statement: name === at ? statement : name, value });
      else if (isText(tokens, name, "{"))
        for (const taken of names(tokens, name, ":"))
          add(taken.as, { name: taken.token, statement, value, property: taken.name });
      const end = expressionEnd(tokens, value);
      if (!isText(tokens, end, ",")) return end;
      name = end + 1;
    }
  };

  for (let at = 0; at < tokens.count;) {
    const statement = at;
    if (tokens.kinds[at] !== tokenKind.word || isText(tokens, at - 1, ".")) {
      at = after(tokens, at);
      continue;
    }
    let word = textOf(tokens, at);
    const exported = word === "export";
    if (exported) word = textOf(tokens, ++at);
    if (exported && word === "default") {
      defaultExport = ++at;
    } else if (exported && word === "*") {
      const end = fromEnd(tokens, at);
      const specifier = literalText(textOf(tokens, end));
      if (isText(tokens, at + 1, "as")) exports.set(wordOf(tokens, at + 2), { specifier, name: "*" });
      else stars.push(specifier);
      at = end + 1;
    } else if (exported && (word === "{" || (word === "type" && isText(tokens, at + 1, "{")))) {
      const list = word === "{" ? at : at + 1;
      const specifier = specifierAfter(tokens, after(tokens, list));
      for (const { name, as } of names(tokens, list, "as"))
        exports.set(as, specifier === undefined ? { local: name } : { specifier, name });
      at = after(tokens, list);
    } else if (word === "import" && !/^[(.]$/.test(textOf(tokens, at + 1)) && !isText(tokens, at + 2, "=")) {
      const end = fromEnd(tokens, at);
      const specifier = literalText(textOf(tokens, end));
      for (let part = at + 1; part < end; part = after(tokens, part)) {
        if (isText(tokens, part, "from")) break;
        if (isText(tokens, part, "{"))
          for (const { name, as } of names(tokens, part, "as")) imports.set(as, { specifier, name });
        else if (isText(tokens, part, "*"))
          imports.set(wordOf(tokens, (part += 2)), { specifier, name: "*" });
        else if (tokens.kinds[part] === tokenKind.word)
          imports.set(wordOf(tokens, part), { specifier, name: "default" });
      }
      at = end + 1;
    } else if (
      (word === "const" && !isText(tokens, at - 1, "as")) ||
      ((word === "let" || word === "var") && tokens.kinds[at + 1] !== tokenKind.punctuation)
    ) {
      at = declare(at + 1, statement, exported);
    } else if (word === "function" && tokens.kinds[at + 1] === tokenKind.word) {
      const name = wordOf(tokens, at + 1);
      declarations.set(name, { name: at + 1, statement, value: at });
      if (exported) exports.set(name, { local: name });
      at += 2;
    } else at = Math.max(at + 1, after(tokens, at));
  }
  return { declarations, imports, exports, stars, ...(defaultExport !== undefined && { defaultExport }) };
}

/** The `=` of a declarator, behind its type annotation; -1 where there is none. */
function initializerOf(tokens: Tokens, from: number): number {
  for (let at = from; at < tokens.count; at = after(tokens, at)) {
    if (isText(tokens, at, "=")) return at;
    if (tokens.kinds[at] === tokenKind.close || isText(tokens, at, ";")) return -1;
    if (at === from && !isText(tokens, at, ":") && !isText(tokens, at, "!")) return -1;
  }
  return -1;
}

interface ListedName {
  readonly name: string;
  readonly as: string;
  readonly token: number;
}

/** `{ a, b as c }` of imports and exports, `{ a, b: c }` of a destructuring. */
function names(tokens: Tokens, list: number, renames: "as" | ":"): ListedName[] {
  const found: ListedName[] = [];
  const end = tokens.partners[list]!;
  for (let at = list + 1; at < end;) {
    if (renames === "as" && isText(tokens, at, "type") && !/^(,|as|\})$/.test(textOf(tokens, at + 1))) at++;
    const renamed = isText(tokens, at + 1, renames);
    const token = renamed ? at + 2 : at;
    found.push({ name: wordOf(tokens, at), as: wordOf(tokens, token), token });
    at = expressionEnd(tokens, token) + 1;
  }
  return found;
}

function wordOf(tokens: Tokens, token: number): string {
  const text = textOf(tokens, token);
  return tokens.kinds[token] === tokenKind.string ? literalText(text) : text;
}

function fromEnd(tokens: Tokens, from: number): number {
  let at = from;
  while (at < tokens.count && tokens.kinds[at] !== tokenKind.string) at = after(tokens, at);
  return at;
}

function specifierAfter(tokens: Tokens, at: number): string | undefined {
  return isText(tokens, at, "from") ? literalText(textOf(tokens, at + 1)) : undefined;
}
