import { Node, type Project, type SourceFile, type Symbol as MorphSymbol, SyntaxKind } from "ts-morph";
import { GeneratorError } from "../../lint/diagnostic.js";
import type { OutputStyle } from "../../plan/planned-file.js";
import type { ExportReference } from "../entity-schema.js";
import { relativeModule } from "../schema-text.js";

/** How a file names the client, and the import that it lacks for that. */
export interface ClientName {
  readonly name: string;
  readonly import?: { readonly at: number; readonly text: string };
}

/** The generated client that rewritten code calls: an export of one of the project's modules. */
export class ClientReference {
  readonly #reference: ExportReference;
  readonly #symbol: MorphSymbol;
  readonly #style: OutputStyle;
  /** Names of the operations that its type has. */
  readonly operations: ReadonlySet<string>;

  /** @throws GeneratorError where there is no such export, or it is no generated client */
  constructor(project: Project, reference: ExportReference, style: OutputStyle) {
    this.#reference = reference;
    this.#style = style;
    const { file, exportName } = reference;
    const source = project.addSourceFileAtPath(file);
    const symbol = source.getExportSymbols().find((one) => one.getName() === exportName);
    if (symbol === undefined) throw new GeneratorError(`${file} has no export ${exportName}.`);
    this.#symbol = symbol.getAliasedSymbol() ?? symbol;
    const type = this.#symbol.getTypeAtLocation(source);
    const mutate = type.getProperty("mutate")?.getTypeAtLocation(source);
    if (mutate === undefined)
      throw new GeneratorError(
        `${exportName} of ${file} has no \`mutate\`: it is not what createClient() of the generated code gives.`,
      );
    this.operations = new Set(mutate.getProperties().map((property) => property.getName()));
  }

  /** How the call's file calls the client; a reason where it cannot. */
  nameAt(call: Node): ClientName | { readonly reason: string } {
    const source = call.getSourceFile();
    const visible = call.getSymbolsInScope(VALUES);
    const known = visible.find(
      (symbol) => (symbol.getAliasedSymbol() ?? symbol) === this.#symbol && !isTypeOnly(symbol),
    );
    if (
      known !== undefined &&
      source.getFilePath() === this.#symbol.getDeclarations()[0]?.getSourceFile().getFilePath() &&
      known.getName() === "default"
    )
      return { reason: "the client has no name here" };
    if (known !== undefined) return { name: known.getName() };
    const { exportName, file, specifier } = this.#reference;
    const name = exportName === "default" ? "client" : exportName;
    if (source.getFilePath() === file) return { reason: `${name} is not in scope here` };
    if (visible.some((symbol) => symbol.getName() === name) || isDeclaredAnywhere(source, name))
      return { reason: `${name} means something else in this file` };
    const last = source.getImportDeclarations().at(-1);
    if (last === undefined) return { reason: "the file has no import to put the client's behind" };
    const quote = last.getModuleSpecifier().getText()[0]!;
    const module = specifier ?? relativeModule(source.getFilePath(), file, styleOf(source) ?? this.#style);
    const newLine = source.getFullText().includes("\r\n") ? "\r\n" : "\n";
    const end = last.getText().endsWith(";") ? ";" : "";
    const names = exportName === "default" ? name : `{ ${name} }`;
    return {
      name,
      import: { at: last.getEnd(), text: `${newLine}import ${names} from ${quote}${module}${quote}${end}` },
    };
  }
}

/** `ts.SymbolFlags.Value | Alias` */
const VALUES = 111551 | 2097152;

function isTypeOnly(symbol: MorphSymbol): boolean {
  return symbol.getDeclarations().some((one) => {
    if (Node.isImportSpecifier(one)) return one.isTypeOnly() || one.getImportDeclaration().isTypeOnly();
    return Node.isImportClause(one) && one.isTypeOnly();
  });
}

function isDeclaredAnywhere(source: SourceFile, name: string): boolean {
  return source.getDescendantsOfKind(SyntaxKind.Identifier).some((node) => {
    const parent = node.getParent();
    const isMember =
      (Node.isPropertyAccessExpression(parent) && parent.getNameNode() === node) ||
      Node.isPropertyAssignment(parent);
    return node.getText() === name && !isMember;
  });
}

/** What the file's own imports of files beside end in. */
function styleOf(source: SourceFile): OutputStyle | undefined {
  const local = source
    .getImportDeclarations()
    .map((one) => one.getModuleSpecifierValue())
    .find((specifier) => specifier.startsWith("."));
  if (local === undefined) return undefined;
  if (/\.[cm]?tsx?$/.test(local)) return { importExtension: ".ts" };
  return { importExtension: /\.[cm]?jsx?$/.test(local) ? ".js" : "" };
}
