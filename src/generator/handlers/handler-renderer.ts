import type { OperationModel } from "../../contract/contract.js";

/** How generated handler code reads: the templates' side of the handler files. */
export interface HandlerRenderer {
  /** The file of an entity's handlers, without extension: `project`, `code-review`. */
  readonly fileName: (entityType: string) => string;
  /** What a handler file exports an operation's handler as: its name, or another where that is a reserved word. */
  readonly exportName: (operationName: string) => string;
  /** The type in a stub's annotation, as it stands in the code: `ArchiveProjectMutator`. Also for operations that are gone. */
  readonly typeText: (operationName: string, side: "shared" | "server") => string;
  /** @param path the handler file, relative to the output folder: `../handlers/project.ts` */
  readonly stub: (operation: OperationModel, path: string) => HandlerStub;
  /** A comment that a new file begins with, where there is one. */
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
