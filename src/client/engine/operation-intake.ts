import {
  decodeArguments,
  encodeArguments,
  findOperation,
  type RuntimeContract,
} from "../../protocol/index.js";
import type { Outcome } from "../mutation.js";

export type Intake =
  | { readonly ok: true; readonly wire: readonly unknown[]; readonly args: readonly unknown[] }
  | { readonly ok: false; readonly outcome: Extract<Outcome, { ok: false }> };

function refuse(code: string, message: string, issues?: Extract<Outcome, { ok: false }>["issues"]): Intake {
  return { ok: false, outcome: { ok: false, code, message, ...(issues && { issues }) } };
}

/**
 * Checks an operation before it is queued, on the very values that the server will see: what JSON makes of the
 * arguments. A caller that changes them afterwards changes nothing.
 */
export function takeIn(contract: RuntimeContract, name: string, args: readonly unknown[]): Intake {
  const operation = findOperation(contract, name);
  if (operation === undefined) return refuse("unknown_operation", `There is no operation ${name}`);
  let wire: readonly unknown[];
  try {
    wire = JSON.parse(JSON.stringify(encodeArguments(args))) as readonly unknown[];
  } catch (error) {
    const message = `${name}: ${String(error)}`;
    return refuse("invalid_arguments", message, [{ path: [], message }]);
  }
  const decoded = decodeArguments(operation, wire);
  if (decoded.ok) return { ok: true, wire, args: decoded.value };
  const { issues } = decoded;
  const first = issues[0];
  const place =
    first && [operation.argumentNames[Number(first.path[0])] ?? "", ...first.path.slice(1)].join(".");
  return refuse("invalid_arguments", `${name}: ${place ? `${place}: ` : ""}${first?.message}`, issues);
}
