import {
  type ExportDeclaration,
  type ExportSpecifier,
  Node,
  Project,
  type SourceFile,
  SyntaxKind,
  type VariableDeclaration,
} from "ts-morph";
import type { Diagnostic } from "../lint/diagnostic.js";
import { fileDiagnostic } from "../lint/file-diagnostic.js";
import type { HandlerFile } from "./handler-scan.js";
import { listRanges } from "./list-ranges.js";
import { resolveLocalModule } from "./resolve-local-module.js";
import { type TextEdit, wholeLines } from "./text-edit.js";
import { locationOf } from "./text-position.js";
import { unusedTypeImports } from "./unused-type-imports.js";

export interface HandlerRemoval {
  readonly removed: readonly string[];
  readonly edits: readonly TextEdit[];
  readonly diagnostics: readonly Diagnostic[];
}

type Target =
  | {
      readonly edits: readonly TextEdit[];
      readonly declarator?: VariableDeclaration;
      readonly specifiers: readonly ExportSpecifier[];
    }
  | { readonly refusal: string; readonly at: number };

/**
 * What has to go with the given exports of a file.
 * @param importer another handler file that uses the name, if there is one
 */
export function findRemoval(
  file: HandlerFile,
  names: readonly string[],
  importer: (name: string) => string | undefined,
): HandlerRemoval {
  const source = parse(file);
  const mark = file.text.startsWith("\ufeff") ? 1 : 0;
  const removed: string[] = [];
  const edits: TextEdit[] = [];
  const diagnostics: Diagnostic[] = [];
  const declarators: VariableDeclaration[] = [];
  const specifiers: ExportSpecifier[] = [];
  for (const name of names) {
    const user = importer(name);
    const entry = file.exports.find((one) => one.name === name);
    const target: Target =
      user !== undefined
        ? { refusal: `${user} imports it`, at: source.getStart() }
        : targetOf(source, entry?.local ?? name, name, names);
    if ("refusal" in target) diagnostics.push(refused(file, name, target.refusal, target.at + mark));
    else {
      removed.push(name);
      edits.push(...target.edits);
      if (target.declarator !== undefined) declarators.push(target.declarator);
      specifiers.push(...target.specifiers);
    }
  }
  edits.push(...declaratorEdits(declarators), ...specifierEdits(specifiers));
  const lines = edits.map((edit) => wholeLines(source.getFullText(), edit));
  const all = [...lines, ...unusedTypeImports(source, lines)];
  return {
    removed,
    edits: all.map(({ start, end }) => ({ start: start + mark, end: end + mark })),
    diagnostics,
  };
}

/** Where another handler file passes removed names on: `export { name } from "./that.js"`. */
export function forwardingEdits(
  file: HandlerFile,
  from: string,
  names: ReadonlySet<string>,
): readonly TextEdit[] {
  return editsOfExportsFrom(file, from, (statement) =>
    specifierEdits(statement.getNamedExports().filter((one) => names.has(one.getName()))),
  );
}

/** Where another handler file passes all of a file on that has nothing left: `export * from "./that.js"`. */
export function starEdits(file: HandlerFile, from: string): readonly TextEdit[] {
  return editsOfExportsFrom(file, from, (statement) =>
    statement.isNamespaceExport() && statement.getNamespaceExport() === undefined ? [rangeOf(statement)] : [],
  );
}

function editsOfExportsFrom(
  file: HandlerFile,
  from: string,
  editsOf: (statement: ExportDeclaration) => readonly TextEdit[],
): readonly TextEdit[] {
  const source = parse(file);
  const mark = file.text.startsWith("\ufeff") ? 1 : 0;
  return source
    .getExportDeclarations()
    .filter((statement) => {
      const specifier = statement.getModuleSpecifierValue();
      return specifier !== undefined && resolveLocalModule(specifier, file.path) === from;
    })
    .flatMap(editsOf)
    .map((edit) => wholeLines(source.getFullText(), edit))
    .map(({ start, end }) => ({ start: start + mark, end: end + mark }));
}

function parse(file: HandlerFile): SourceFile {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  return project.createSourceFile(file.path, file.text.replace(/^\ufeff/, ""));
}

function targetOf(source: SourceFile, local: string, name: string, names: readonly string[]): Target {
  const specifiers = source
    .getExportDeclarations()
    .filter((statement) => !statement.hasModuleSpecifier())
    .flatMap((statement) => statement.getNamedExports())
    .filter((one) => one.getName() === local);
  const pattern = source
    .getDescendantsOfKind(SyntaxKind.BindingElement)
    .find(
      (element) =>
        element.getName() === local && element.getFirstAncestorByKind(SyntaxKind.Block) === undefined,
    );
  if (pattern !== undefined)
    return { refusal: "it is taken out of a pattern together with other names", at: pattern.getStart() };
  const functions = source.getFunctions().filter((one) => one.getName() === local);
  const statements = functions.flatMap((one) => [...one.getOverloads(), one]);
  const type = source.getClass(local);
  const variable = source.getVariableDeclaration(local);
  const declarations: readonly Node[] = [...statements, type, variable].filter((one) => one !== undefined);
  if (declarations.length === 0) return { refusal: `its declaration was not found`, at: source.getStart() };
  const use = usesOf(source, local, [...declarations, ...specifiers], names)[0];
  if (use !== undefined)
    return { refusal: `it is used in line ${use.getStartLineNumber()}`, at: use.getStart() };
  const others = specifiers.filter((one) => (one.getAliasNode()?.getText() ?? one.getName()) !== name);
  if (others[0] !== undefined)
    return {
      refusal: `it is exported as ${others[0].getAliasNode()?.getText() ?? others[0].getName()} too`,
      at: others[0].getStart(),
    };
  const nodes = [...statements, ...(type === undefined ? [] : [type])];
  return { edits: nodes.map(rangeOf), specifiers, ...(variable !== undefined && { declarator: variable }) };
}

/** Identifiers that mean the declaration, outside of it and of what goes with it. */
function usesOf(source: SourceFile, local: string, own: readonly Node[], names: readonly string[]): Node[] {
  const isInside = (node: Node): boolean =>
    own.some((one) => node.getPos() >= one.getPos() && node.getEnd() <= one.getEnd());
  return source
    .getDescendantsOfKind(SyntaxKind.Identifier)
    .filter((node) => node.getText() === local && !isInside(node) && !isMemberName(node))
    .filter((node) => !names.some((name) => name !== local && isWithinDeclarationOf(node, name)));
}

function isWithinDeclarationOf(node: Node, name: string): boolean {
  return node
    .getAncestors()
    .some(
      (one) => (Node.isVariableDeclaration(one) || Node.isFunctionDeclaration(one)) && one.getName() === name,
    );
}

/** `tx.name`, `{ name: … }`: the name of a member, which means another thing. */
function isMemberName(node: Node): boolean {
  const parent = node.getParent();
  if (Node.isPropertyAccessExpression(parent)) return parent.getNameNode() === node;
  if (Node.isQualifiedName(parent)) return parent.getRight() === node;
  return (
    (Node.isPropertyAssignment(parent) ||
      Node.isPropertySignature(parent) ||
      Node.isMethodDeclaration(parent)) &&
    parent.getNameNode() === node
  );
}

/** Statements whose declarators all go are removed whole; otherwise a declarator goes with one comma. */
function declaratorEdits(declarators: readonly VariableDeclaration[]): TextEdit[] {
  const statements = new Map<Node, VariableDeclaration[]>();
  for (const one of declarators) {
    const statement = one.getVariableStatementOrThrow();
    statements.set(statement, [...(statements.get(statement) ?? []), one]);
  }
  return [...statements].flatMap(([statement, going]) => {
    const all = going[0]!.getVariableStatementOrThrow().getDeclarations();
    return going.length === all.length ? [rangeOf(statement)] : listRanges(all, going);
  });
}

/** The same for lists of exported names. */
function specifierEdits(specifiers: readonly ExportSpecifier[]): TextEdit[] {
  const statements = new Set(specifiers.map((one) => one.getExportDeclaration()));
  return [...statements].flatMap((statement) => {
    const all = statement.getNamedExports();
    const going = all.filter((one) => specifiers.includes(one));
    return going.length === all.length ? [rangeOf(statement)] : listRanges(all, going);
  });
}

/** With its JSDoc. */
function rangeOf(node: Node): TextEdit {
  return { start: node.getStart(true), end: node.getEnd() };
}

function refused(file: HandlerFile, name: string, reason: string, start: number): Diagnostic {
  const location = locationOf(file.path, file.text, start, start + name.length);
  return fileDiagnostic("handler-not-pruned", `${name} was not removed: ${reason}.`, location);
}
