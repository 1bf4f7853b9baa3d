import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CallExpression, Signature } from "ts-morph";
import type { LegacyMethod } from "./found-call.js";

/**
 * Who declares the function that is called: a package of Kalphite, the project itself, a library (the language's own
 * included), or nobody that types tell of.
 */
export type Owner = "kalphite" | "project" | "library" | "unknown";

const kalphitePackage = /^(@kalphite\/.+|kalphite(-[\w-]+)?)$/;

/** By where the called signature is declared, so that aliases, destructuring and renamed imports do not matter. */
export function ownerOf(call: CallExpression, method: LegacyMethod): Owner {
  const callee = call.getExpression();
  const type = callee.getType().getNonNullableType();
  const owners = new Set(
    type.isUnion() ? [] : type.getCallSignatures().map((one) => ownerOfSignature(one, method)),
  );
  const [owner] = owners;
  return owner === undefined || owners.size > 1 ? "unknown" : owner;
}

function ownerOfSignature(signature: Signature, method: LegacyMethod): Owner {
  const declaration = signature.compilerSignature.declaration;
  if (declaration === undefined) return "unknown";
  const path = declaration.getSourceFile().fileName;
  const name = packageNameAbove(path);
  // What deletes and upserts in this package is a transaction: that is what legacy calls are to become.
  if (name === "kalphite-gen") return method === "sendChange" ? "kalphite" : "library";
  if (name !== undefined && kalphitePackage.test(name)) return "kalphite";
  return /[\\/]node_modules[\\/]/.test(path) ? "library" : "project";
}

const names = new Map<string, string | undefined>();

function packageNameAbove(path: string): string | undefined {
  const folder = dirname(path);
  if (names.has(folder)) return names.get(folder);
  const name =
    readName(join(folder, "package.json")) ??
    (folder === dirname(folder) ? undefined : packageNameAbove(folder));
  names.set(folder, name);
  return name;
}

function readName(manifest: string): string | undefined {
  if (!existsSync(manifest)) return undefined;
  const { name } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly name?: string };
  return name;
}
