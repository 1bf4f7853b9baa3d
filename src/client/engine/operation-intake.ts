import {
  decodeArguments,
  encodeArguments,
  findOperation,
  type RuntimeContract,
} from "../../protocol/index.js";
import type { Outcome } from "../mutation.js";

type Refusal = Extract<Outcome, { readonly ok: false }>;

export interface Intake {
  /** As they travel. */
  readonly wire: readonly unknown[];
  /** As the contract yields them. */
  readonly args: readonly unknown[];
  /** Why the operation cannot be queued. */
  readonly refused?: Refusal;
}

export function refusal(code: string, message: string, issues?: Refusal["issues"]): Refusal {
  return { ok: false, code, message, ...(issues && { issues }) };
}

/**
 * Checks an operation before it is queued, on the very values that the server will see: what JSON makes of the
 * arguments. A caller that changes them afterwards changes nothing. One that no request can carry would hold up all
 * behind it for ever.
 */
export function takeIn(
  contract: RuntimeContract,
  name: string,
  args: readonly unknown[],
  maxBytes: number,
): Intake {
  const refuse = (code: string, message: string, issues?: Refusal["issues"]): Intake => ({
    wire: args,
    args,
    refused: refusal(code, message, issues),
  });
  const operation = findOperation(contract, name);
  if (operation === undefined) return refuse("unknown_operation", `There is no operation ${name}`);
  let wire: readonly unknown[];
  try {
    const json = JSON.stringify(encodeArguments(args));
    // A character has three bytes at most.
    if (json.length * 3 > maxBytes && new TextEncoder().encode(json).length > maxBytes) {
      return refuse("body_too_large", `${name}: its arguments have more than ${maxBytes} bytes`);
    }
    wire = JSON.parse(json) as readonly unknown[];
  } catch (error) {
    const message = `${name}: ${String(error)}`;
    return refuse("invalid_arguments", message, [{ path: [], message }]);
  }
  const decoded = decodeArguments(operation, wire);
  if (decoded.ok) return { wire, args: decoded.value };
  const [issue] = decoded.issues;
  const place = [operation.argumentNames[Number(issue?.path[0])], ...(issue?.path.slice(1) ?? [])].join(".");
  return refuse("invalid_arguments", `${name}: ${place}: ${issue?.message}`, decoded.issues);
}
