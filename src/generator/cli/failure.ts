import { GeneratorError, type Diagnostic } from "../lint/diagnostic.js";
import type { CliProcess } from "./terminal.js";

/** Why a command could not run, for people and for the report. */
export interface Failure {
  readonly message: string;
  readonly diagnostics: readonly Diagnostic[];
  /** What to do about it, where the diagnostics do not say it. */
  readonly advice?: string;
  /** With DEBUG=kalphite-gen only. */
  readonly stack?: string;
}

export function failureOf(error: unknown, env: CliProcess["env"]): Failure {
  const isDebugging = /(^|[\s,])(kalphite-gen|\*)/.test(env["DEBUG"] ?? "");
  const stack = isDebugging && error instanceof Error && error.stack ? { stack: error.stack } : {};
  if (error instanceof GeneratorError)
    return { message: error.message, diagnostics: error.diagnostics, ...stack };
  if (isSystemError(error)) return { message: systemMessage(error), diagnostics: [], ...stack };
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (isThrownBySchema(error))
    return {
      message: `The schema, or what it imports, failed after it was loaded: ${reason}`,
      diagnostics: [],
      advice:
        "A schema file must load without side effects: no promise left alone, no timer. DEBUG=kalphite-gen shows where.",
      ...stack,
    };
  const advice = isDebugging
    ? "This is a mistake in kalphite-gen. Please report it with this output and, if you can, the schema."
    : "This is a mistake in kalphite-gen. Please report it with the output of DEBUG=kalphite-gen and, if you can, the schema.";
  return { message: reason, diagnostics: [], advice, ...stack };
}

/** Schemas run as bundles, in a folder of that name (`load/run-bundle.ts`). */
function isThrownBySchema(error: unknown): boolean {
  return error instanceof Error && /kalphite-gen[^\n]*[\\/-]bundles[\\/]/.test(error.stack ?? "");
}

type SystemError = Error & { readonly code: string; readonly path?: string; readonly syscall: string };

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && "code" in error && "syscall" in error && typeof error.code === "string";
}

const systemReasons: { readonly [code: string]: string } = {
  EACCES: "there is no permission",
  EPERM: "the system does not allow it",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EMFILE: "too many files are open",
  ENOENT: "there is no such file or folder",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is no folder",
};

function systemMessage({ code, path, syscall, message }: SystemError): string {
  const reason = systemReasons[code];
  return reason === undefined ? message : `${path ?? syscall}: ${reason} (${code}, ${syscall}).`;
}
