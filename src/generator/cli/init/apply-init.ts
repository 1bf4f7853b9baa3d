import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { GeneratorError } from "../../lint/diagnostic.js";
import type { InitPlan } from "./plan-init.js";

/** Writes what `planInit` planned. @throws GeneratorError where a file came to be, or changed, in between */
export function applyInit(plan: InitPlan): void {
  for (const { path, before } of plan.writes)
    if (before !== undefined && readFileSync(path, "utf8") !== before) throw meanwhile(path);
  for (const { path, text, before } of plan.writes) {
    mkdirSync(dirname(path), { recursive: true });
    try {
      writeFileSync(path, text, { flag: before === undefined ? "wx" : "w" });
    } catch (error) {
      throw error instanceof Error && "code" in error && error.code === "EEXIST" ? meanwhile(path) : error;
    }
  }
}

function meanwhile(path: string): GeneratorError {
  return new GeneratorError(`${path} was changed by someone else meanwhile; run init again.`);
}
