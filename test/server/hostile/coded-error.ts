import { expect } from "vitest";
import { ERROR_CODES, parseErrorBody } from "../../../src/protocol/index.js";

/** What was answered, however it was asked. */
export interface Reply {
  readonly status: number;
  readonly headers: { readonly [name: string]: unknown };
  readonly text: string;
}

const CODES: { readonly [code: string]: { readonly of: string; readonly status?: number } } = ERROR_CODES;

/** Stacks, paths, names of exceptions, and what databases say. */
const LEAKS = [
  /\bat .*:\d+:\d+/,
  /node_modules|node:internal|\.[cm]?[jt]s:\d/,
  /\b(Type|Range|Reference|Syntax|Sqlite|Database)Error\b/,
  /\b(SELECT|INSERT|UPDATE|DELETE FROM|BEGIN|relation|column|constraint)\b/,
  /SQLITE_|sqlite|postgres|libsql|ECONN|ENOENT/i,
];

/** Holds an answer to P36: a result, or a code of the table in the one shape, and nothing of the server's inside. */
export function expectCoded({ status, headers, text }: Reply): string | undefined {
  for (const leak of [...LEAKS, process.cwd()]) expect(text).not.toMatch(leak);
  expect(headers["content-type"]).toBe("application/json; charset=utf-8");
  const json: unknown = JSON.parse(text);
  if (status === 200) return undefined;
  const parsed = parseErrorBody(json);
  if (!parsed.ok) throw new Error(`Not the shape of an error: ${text}`);
  const { code, message, ...more } = parsed.value.error;
  expect(Object.keys(json as object)).toEqual(["error"]);
  expect(["issues", "expectedOperationId", "confirmations"]).toEqual(
    expect.arrayContaining(Object.keys(more)),
  );
  expect([code, CODES[code]?.of, CODES[code]?.status]).toEqual([code, "request", status]);
  expect(message).not.toBe("");
  if (status === 503 || status === 429) expect(Number(headers["retry-after"])).toBeGreaterThan(0);
  return code;
}
