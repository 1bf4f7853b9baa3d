import type { OperationModel } from "../../contract/contract.js";

/** How generated handler code reads: the templates' side of the handler files. */
export interface HandlerRenderer {
  /** The file of an entity's handlers, without extension: `project`, `code-review`. */
  readonly fileName: (entityType: string) => string;
  /** What a handler file exports an operation's mutator (or server handler) as; a name that is a reserved word is escaped. */
  readonly exportName: (operationName: string) => string;
  /** The type annotation of a stub, as it stands in the code: `ArchiveProjectMutator` or `ProjectMutators["archiveProject"]`. */
  readonly typeText: (operationName: string, side: "shared" | "server") => string;
  readonly stub: (operation: OperationModel, file: { readonly path: string }) => HandlerStub;
  /** What a new file begins with, behind its imports: at most a comment. */
  readonly opening?: (entityType: string) => string;
}

export interface HandlerStub {
  /** The declaration, with its JSDoc, unformatted, without imports. */
  readonly text: string;
  /** The types that the declaration uses. */
  readonly imports: readonly StubImport[];
}

export interface StubImport {
  readonly name: string;
  /** As the import statement says it, extension included. */
  readonly from: string;
}
