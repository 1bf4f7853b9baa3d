import {
  identifier,
  isIdentifierName,
  reservedWords,
  type Identifier,
} from "../../../templates/code/index.js";

/** Types and values that generated code and TypeScript's library name; a user's type of that name gets another. */
const takenTypes: ReadonlySet<string> = new Set(
  (
    "Array Boolean Client ClientOptions Collection Context Date Entity EntityMap EntityType Error Exclude Function HandlerContext " +
    "Entities Infinity Json Map Mutate Mutation MutationContext NaN Number Object OperationArgs OperationMap OperationName Outcome " +
    "Partial Pick Promise Proxy Readonly ReadonlyArray Record RegExp ServerHandlers ServerTransaction Set String Symbol " +
    "SyncChange Transaction Validator any bigint boolean never null number object string symbol undefined unknown void"
  ).split(" "),
);

/** Values that generated code and JavaScript's library name; a user's operation of that name gets another. */
export const takenValues: ReadonlySet<string> = new Set(
  (
    "contract createClient createServer handlers validators operationNames entityTypes legacyOperations toOperation " +
    "toSyncChanges Array BigInt Boolean Date Error JSON Map Math Number Object Promise Proxy Reflect RegExp Set String " +
    "Symbol TypeError URL"
  ).split(" "),
);

/** What the functions that apply an operation name besides their arguments. */
export const takenLocals: ReadonlySet<string> = new Set([
  ...reservedWords,
  ..."tx context fields current mutators Date".split(" "),
]);

/** Which file exports a name. The index exports every file's names, and two files must not have one in common. */
export type ExportedNames = Map<string, string>;

/** What stands around the stem in one of the names of a thing. */
export interface NameForm {
  readonly before: string;
  readonly behind: string;
}

/** Hands out names that are identifiers and differ, in the order of asking: a later name never changes an earlier one. */
export class NameScope {
  readonly #reserved: ReadonlySet<string>;
  readonly #taken = new Set<string>();
  readonly #exported: ExportedNames;
  constructor(reserved: ReadonlySet<string>, exported: ExportedNames = new Map()) {
    this.#reserved = reserved;
    this.#exported = exported;
  }

  /** `wanted`, or with a number behind it where that is taken. */
  claim(wanted: string): Identifier {
    const stem = isIdentifierName(wanted) ? wanted : `_${wanted}`;
    let free = stem;
    for (let count = 2; this.#isTaken(free); count++) free = `${stem}${count}`;
    this.#taken.add(free);
    return identifier(free);
  }

  /**
   * One stem for several names at once, so that the names of one thing carry the same number. `file` exports them, all
   * but `internal`.
   */
  claimAll<const Forms extends readonly NameForm[]>(
    stem: string,
    forms: Forms,
    file: string,
    internal?: NameForm,
  ): { [Index in keyof Forms]: Identifier } {
    let free = stem;
    for (let count = 2; !this.#areFree(free, forms, file, internal); count++) free = `${stem}${count}`;
    const claimed = forms.map((form) => {
      const name = form.before + free + form.behind;
      this.#taken.add(name);
      if (form !== internal) this.#exported.set(name, file);
      return identifier(name);
    });
    return claimed as { [Index in keyof Forms]: Identifier };
  }

  #areFree(stem: string, forms: readonly NameForm[], file: string, internal: NameForm | undefined): boolean {
    for (const form of forms) {
      const name = form.before + stem + form.behind;
      if (this.#isTaken(name)) return false;
      if (form !== internal && (this.#exported.get(name) ?? file) !== file) return false;
    }
    return true;
  }

  #isTaken(name: string): boolean {
    return this.#taken.has(name) || this.#reserved.has(name);
  }
}

const takenVariables: ReadonlySet<string> = new Set([...reservedWords, ...takenValues]);

export function createTypeScope(exported?: ExportedNames): NameScope {
  return new NameScope(takenTypes, exported);
}

export function createValueScope(exported?: ExportedNames): NameScope {
  return new NameScope(takenVariables, exported);
}

/** Hands out file stems that differ on file systems that ignore case too. */
export function createFileScope(): { claim(name: string): string } {
  const taken = new Set<string>(["con", "prn", "aux", "nul", "definitions"]);
  return {
    claim(name) {
      const stem = kebabCase(name) || "unnamed";
      let free = /^(com|lpt)\d$/.test(stem) ? `${stem}-file` : stem;
      for (let count = 2; taken.has(free); count++) free = `${stem}-${count}`;
      taken.add(free);
      return free;
    },
  };
}

/** `add-todo`, `add_todo` and `addTodo` → `AddTodo`; what no identifier can hold is left out. */
export function pascalCase(name: string): string {
  const joined = words(name)
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join("");
  return /^[\p{ID_Start}_$]/u.test(joined) ? joined : joined === "" ? "Unnamed" : `N${joined}`;
}

/** As it is where it can name a variable; otherwise made to. */
export function variableName(name: string): string {
  if (reservedWords.has(name)) return `${name}_`;
  if (isIdentifierName(name)) return name;
  const pascal = pascalCase(name);
  const camel = pascal[0]!.toLowerCase() + pascal.slice(1);
  return reservedWords.has(camel) ? `${camel}_` : camel;
}

function kebabCase(name: string): string {
  return words(name)
    .join("-")
    .replaceAll("$", "")
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1-$2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1-$2")
    .toLowerCase()
    .slice(0, 80)
    .replace(/\p{Surrogate}$/u, "");
}

function words(name: string): string[] {
  if (/^[A-Za-z][A-Za-z0-9]*$/.test(name)) return [name];
  const visible = name.normalize("NFC").replace(/[\u200c\u200d]/g, "");
  const parts = visible.match(/[\p{ID_Continue}$]+/gu) ?? [];
  return parts.flatMap((part) => part.split(/_+/)).filter(Boolean);
}
