import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GeneratorError } from "../lint/diagnostic.js";
import { type Manifest, manifestFileName } from "./manifest.js";

export type ManifestReading =
  | { readonly state: "absent" }
  | { readonly state: "read"; readonly manifest: Manifest; readonly text: string }
  /** With a merge's conflict markers in it: the outputs are those of both sides. */
  | { readonly state: "conflicting"; readonly manifest: Manifest; readonly text: string }
  /** Not a manifest. It is written anew, and nothing is deleted on its word. */
  | { readonly state: "unreadable"; readonly text: string };

/** @throws GeneratorError where the file is there and cannot be read */
export function readManifest(out: string): ManifestReading {
  const path = join(out, manifestFileName);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? ""))
      return { state: "absent" };
    throw new GeneratorError(`${path} cannot be read: ${(error as Error).message}`, [], { cause: error });
  }
  const manifest = parse(text);
  if (manifest !== undefined) return { state: "read", manifest, text };
  if (!/^<{7} /m.test(text)) return { state: "unreadable", text };
  const [ours, theirs] = [parse(side(text, "ours")), parse(side(text, "theirs"))];
  if (ours === undefined || theirs === undefined) return { state: "unreadable", text };
  return {
    state: "conflicting",
    manifest: {
      ...ours,
      outputs: { ...theirs.outputs, ...ours.outputs },
      handlers: { ...theirs.handlers, ...ours.handlers },
    },
    text,
  };
}

/** The text as one branch had it. */
function side(text: string, wanted: "ours" | "theirs"): string {
  let at: "both" | "ours" | "base" | "theirs" = "both";
  const lines = text.split(/\r?\n/).filter((line) => {
    const marker = /^(<{7}|\|{7}|={7}|>{7})( |$)/.exec(line)?.[1]?.[0];
    if (marker === undefined) return at === "both" || at === wanted;
    at = marker === "<" ? "ours" : marker === "|" ? "base" : marker === "=" ? "theirs" : "both";
    return false;
  });
  return lines.join("\n");
}

function parse(text: string): Manifest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const {
    generator,
    packages,
    style,
    inputs,
    outputs,
    handlers = {},
  } = value as { readonly [key: string]: unknown };
  if (typeof generator !== "string") return undefined;
  if (![packages, style, inputs, outputs, handlers].every(isTextByName)) return undefined;
  return { generator, packages, style, inputs, outputs, handlers } as Manifest;
}

function isTextByName(value: unknown): value is { readonly [key: string]: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === "string")
  );
}
