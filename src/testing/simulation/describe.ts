import type { PendingOperation } from "../../protocol/index.js";

/** An operation as people read it. */
export function describe({ name, args }: Pick<PendingOperation, "name" | "args">): string {
  return `${name}(${args.map((value) => JSON.stringify(value)).join(", ")})`;
}
