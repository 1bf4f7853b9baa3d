import { resolve } from "node:path";
import type { BuildFailure, Message } from "esbuild";
import { ruleOf } from "../../contract/rules.js";
import type { Diagnostic } from "../lint/diagnostic.js";
import type { SourceLocation } from "./loaded-schema.js";

/** esbuild's messages as diagnostics of ours. */
export function diagnosticsOfBuildFailure(failure: BuildFailure): Diagnostic[] {
  return failure.errors.map((message) => {
    const missing = /^Could not resolve (".*")/.exec(message.text);
    const location = locationOf(message);
    return {
      rule: missing ? "import-not-found" : "schema-syntax",
      severity: "error",
      message: missing ? `There is no file ${missing[1]} to import here.` : `${message.text}.`,
      fix: missing ? "Correct the path, or add the file." : fixOf(message),
      ...(location && { location }),
    };
  });
}

/** Objects of these files that have a key twice, of which JavaScript keeps the last without a word. */
export function diagnosticsOfRepeatedKeys(warnings: readonly Message[]): Diagnostic[] {
  return warnings
    .filter(({ id }) => id === "duplicate-object-key")
    .map((message) => {
      const key = /"(?:[^"\\]|\\.)*"/.exec(message.text)?.[0] ?? "The key";
      const location = locationOf(message);
      return {
        rule: "duplicate-key",
        severity: "error",
        message: `${key} is there twice in this object: the last one counts, and what stands first is lost.`,
        fix: ruleOf("duplicate-key").fix,
        ...(location && { location }),
      };
    });
}

function fixOf({ text }: Message): string {
  return /^Cannot read (file|directory) /.test(text) ? "Make it readable." : "Correct the syntax here.";
}

/** esbuild counts columns in bytes of UTF-8 from 0; ours count UTF-16 units from 1. */
function locationOf(message: Message): SourceLocation | undefined {
  if (!message.location) return undefined;
  const { file, line, column, length, lineText } = message.location;
  const bytes = Buffer.from(lineText);
  const start = bytes.subarray(0, column).toString().length + 1;
  const width = Math.max(1, bytes.subarray(column, column + length).toString().length);
  return { file: resolve(file), line, column: start, endLine: line, endColumn: start + width };
}
