import type { Contract, OperationModel } from "./contract.js";

/** The operations that the schema declares. The legacy ones follow from the entities (P31). */
export function declaredOperations({ operations }: Pick<Contract, "operations">): readonly OperationModel[] {
  return operations.filter(({ origin }) => origin === "declared");
}
