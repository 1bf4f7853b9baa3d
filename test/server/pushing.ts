import type { PendingOperation } from "../../src/protocol/index.js";

/** An operation as a client would number it. */
export function operation(
  id: number,
  name: string,
  args: readonly unknown[],
  clientId = "c1",
): PendingOperation {
  return { id, name, args, clientId, timestamp: 0 };
}
