import type { Contract, OperationModel } from "../../contract/contract.js";

/** The operations that the schema declares: those of legacy clients are not the user's to change. */
export function declaredOperations(contract: Contract): OperationModel[] {
  return contract.operations.filter((operation) => operation.origin === "declared");
}
