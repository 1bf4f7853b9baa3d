import type { OperationConfirmation } from "../../protocol/index.js";

/**
 * The JSON text of confirmations. Those that succeeded are nearly all, and nearly all of a batch end in the same text, so that
 * they are put together by hand, in half the time that `JSON.stringify` takes.
 */
export function confirmationsToJson(confirmations: readonly OperationConfirmation[]): string {
  let text = "";
  let clientId: string | undefined;
  let timestamp: number | undefined;
  let ending = "";
  for (const confirmation of confirmations) {
    if (text !== "") text += ",";
    if (!confirmation.success) {
      text += JSON.stringify(confirmation);
      continue;
    }
    if (confirmation.clientId !== clientId || confirmation.serverTimestamp !== timestamp) {
      clientId = confirmation.clientId;
      timestamp = confirmation.serverTimestamp;
      ending = `,"clientId":${JSON.stringify(clientId)},"success":true,"serverTimestamp":${timestamp}}`;
    }
    text += `{"operationId":${confirmation.operationId}${ending}`;
  }
  return `[${text}]`;
}
