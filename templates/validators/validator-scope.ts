import type { Definitions } from "../../src/contract/optionality.js";
import type { Pattern, TypeNode } from "../../src/contract/type-node.js";
import {
  code,
  identifier,
  imported,
  importedType,
  join,
  literal,
  plainText,
  regularExpression,
  type Code,
  type CodeValue,
  type Identifier,
  type ImportedSymbol,
} from "../code/index.js";
import { validationModule } from "../modules.js";
import { isReservedLocal, toWords } from "./local-names.js";

/** How the functions of a recursive definition are reached from the file that is printed. */
export interface DefinitionFunctions {
  readonly check: Identifier | ImportedSymbol;
  readonly copy: Identifier | ImportedSymbol;
}

export interface ValidatorFile {
  readonly definitions: Definitions;
  readonly definitionFunctions: (name: string) => DefinitionFunctions;
  /** The default import of the schema file, for what only zod can check. */
  readonly schema: ImportedSymbol;
  /** Names that the file declares besides what the validators declare themselves. */
  readonly declared: Iterable<string>;
}

/** The runtime's symbols that validators name, few and always the same. */
const runtimeValues = new Map<string, ImportedSymbol>();
const runtimeTypes = new Map<string, ImportedSymbol>();

function oncePerName(
  known: Map<string, ImportedSymbol>,
  name: string,
  make: typeof imported,
): ImportedSymbol {
  let symbol = known.get(name);
  if (!symbol) known.set(name, (symbol = make(name, validationModule)));
  return symbol;
}

/** One file of validators while it is printed: what its functions share, and the names that they take. */
export class ValidatorScope {
  readonly file: ValidatorFile;
  readonly #taken: Set<string>;
  readonly #constants = new Map<string, Identifier>();
  readonly #checks = new Map<TypeNode, Identifier>();
  readonly #copies = new Map<TypeNode, Identifier>();
  #pending: Code[] = [];

  constructor(file: ValidatorFile) {
    this.file = file;
    this.#taken = new Set(file.declared);
  }

  /** Every name that the file declares so far. */
  get declared(): ReadonlySet<string> {
    return this.#taken;
  }

  runtime(name: string): ImportedSymbol {
    return oncePerName(runtimeValues, name, imported);
  }

  runtimeType(name: string): ImportedSymbol {
    return oncePerName(runtimeTypes, name, importedType);
  }

  claim(name: string): Identifier {
    let free = name;
    for (let count = 2; this.#taken.has(free); count++) free = `${name}${count}`;
    this.#taken.add(free);
    return identifier(free);
  }

  /** Declares something in front of the validator that is being printed. */
  declare(declaration: Code): void {
    this.#pending.push(declaration);
  }

  /** What was declared since the last call. */
  takeDeclarations(): Code[] {
    const declarations = this.#pending;
    this.#pending = [];
    return declarations;
  }

  /** The function that checks this very node, if the file has one. An option of a union has one of its own. */
  checkOf(node: TypeNode): Identifier | undefined {
    return this.#checks.get(node);
  }

  rememberCheck(node: TypeNode, name: Identifier): void {
    this.#checks.set(node, name);
  }

  copyOf(node: TypeNode): Identifier | undefined {
    return this.#copies.get(node);
  }

  rememberCopy(node: TypeNode, name: Identifier): void {
    this.#copies.set(node, name);
  }

  /** A constant of the file, declared once for each value that it can have. */
  constant(stem: string, value: Code): Identifier {
    const text = plainText(value);
    const known = this.#constants.get(text);
    if (known) return known;
    const name = this.claim(stem);
    this.#constants.set(text, name);
    this.declare(code`const ${name} = ${value};`);
    return name;
  }

  pattern(stem: string, pattern: Pattern): Identifier {
    return this.constant(`${stem}Pattern`, regularExpression(pattern.source, pattern.flags));
  }

  keySet(stem: string, keys: readonly string[]): Identifier {
    const set = code`/* @__PURE__ */ new Set<string>(${literal(keys)})`;
    return this.constant(`${stem}Keys`, set);
  }

  zodNode(stem: string, path: readonly (string | number)[]): Identifier {
    const node = code`/* @__PURE__ */ ${this.runtime("zodNode")}(${this.file.schema}, ${literal(path)})`;
    return this.constant(`${stem}Zod`, node);
  }
}

/** One function while it is printed: its local names, and the stem of the functions that it needs. */
export class FunctionScope {
  readonly scope: ValidatorScope;
  /** Whether the function checks an option of a union. */
  readonly isOption: boolean;
  /** Whether the value is one side's of an intersection: keys that only the other side takes are left out of it. */
  readonly isSide: boolean;
  readonly #locals = new Set<string>(["value", "trail"]);
  #stem: string | (() => string);

  /** @param stem or how to make it: few of the scopes of an object's properties are ever asked */
  constructor(scope: ValidatorScope, stem: string | (() => string), isOption = false, isSide = false) {
    this.scope = scope;
    this.#stem = stem;
    this.isOption = isOption;
    this.isSide = isSide;
  }

  /** In camel case: `addTodoArgs`. */
  get stem(): string {
    if (typeof this.#stem !== "string") this.#stem = this.#stem();
    return this.#stem;
  }

  /** A local variable, named like what it holds as far as that is a name. */
  local(wish: string): Identifier {
    const stem = localStem(wish);
    let free = stem;
    for (let count = 2; this.#locals.has(free) || this.scope.declared.has(free); count++)
      free = `${stem}${count}`;
    this.#locals.add(free);
    return identifier(free);
  }

  child(part: string, isOption = false): FunctionScope {
    return new FunctionScope(this.scope, () => this.#stemOf(part), isOption);
  }

  side(part: string): FunctionScope {
    return new FunctionScope(this.scope, () => this.#stemOf(part), false, true);
  }

  #stemOf(part: string): string {
    return `${this.stem}${capitalized(toWords(part) || "Item")}`;
  }
}

function localStem(wish: string): string {
  if (!isReservedLocal(wish)) return wish;
  const other = `${toWords(wish) || "item"}Value`;
  return isReservedLocal(other) ? "item" : other;
}

/** A key or an index, or the variable that holds one. */
export type PathPart = string | number | { readonly variable: Identifier };

export function capitalized(name: string): string {
  return name === "" ? "" : name[0]!.toUpperCase() + name.slice(1);
}

export function either(conditions: readonly CodeValue[]): Code {
  return join(conditions, " || ");
}

export function each(conditions: readonly CodeValue[]): Code {
  return join(conditions, " && ");
}
