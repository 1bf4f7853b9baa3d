import type { StringCheck } from "../../../contract/type-node.js";
import type { ZodCheckDef } from "./zod-schema.js";

type OverwriteCheck = Extract<StringCheck, { check: "overwrite" }>;
type Change = Pick<OverwriteCheck, "method" | "form">;

/** The functions behind zod's own methods, as it writes them. But for `form`, the text is all that they are. */
const functions: ReadonlyMap<string, readonly Change[]> = new Map<string, readonly Change[]>([
  ["(input) => input.trim()", [{ method: "trim" }]],
  ["(input) => input.toLowerCase()", [{ method: "toLowerCase" }]],
  ["(input) => input.toUpperCase()", [{ method: "toUpperCase" }]],
  [
    "(input) => input.normalize(form)",
    (["NFC", "NFD", "NFKC", "NFKD"] as const).map((form) => ({ method: "normalize", form })),
  ],
]);

/** A text of which every method and every form makes something else. */
const sample = " \u00e9e\u0301\ufb01A\u0130\u00df\ufeff\n";

/** `.trim()`, `.toLowerCase()`, `.toUpperCase()` or `.normalize()`; undefined for any other code. */
export function overwriteCheck(def: ZodCheckDef): OverwriteCheck | undefined {
  const { tx, when } = def;
  if (typeof tx !== "function" || when !== undefined) return undefined;
  const candidates = functions.get(Function.prototype.toString.call(tx)) ?? [];
  const found = candidates.find(
    (candidate) => changed(sample, candidate) === probed(tx as (text: string) => unknown),
  );
  return found && { check: "overwrite", ...found };
}

/** Runs nothing but what reads like one of zod's own functions. An unknown form throws. */
function probed(tx: (text: string) => unknown): unknown {
  try {
    return tx(sample);
  } catch {
    return undefined;
  }
}

function changed(text: string, { method, form }: Change): string {
  return method === "normalize" ? text.normalize(form) : text[method]();
}
