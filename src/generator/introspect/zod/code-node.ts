import type { TypeNode } from "../../../contract/type-node.js";
import { pathTo, report, type Position, type ZodIntrospection } from "./introspection.js";
import type { ZodSchema } from "./zod-schema.js";

/** A node that zod itself checks, because it is code: with the reason, and a note on what it costs. */
export function codeNode(
  schema: ZodSchema,
  position: Position,
  introspection: ZodIntrospection,
  reason: string,
  base: TypeNode,
  input?: TypeNode,
): Extract<TypeNode, { kind: "zod" }> {
  if (!position.isInsideCode) {
    report(
      introspection,
      position,
      "uncompiled-node",
      `Zod itself checks this ${schema._zod.def.type} type, because of ${reason}. ` +
        "The generated code imports the schema for it, and zod with it (about 27 kB gzipped in a browser bundle).",
    );
  }
  const { optin, optout } = schema._zod;
  return {
    kind: "zod",
    path: pathTo(position),
    reason,
    base,
    ...(input && { input }),
    ...(optin !== undefined && { optionalIn: optin }),
    ...(optout === "optional" && { optionalOut: true }),
  };
}

/** Reports a function that is declared `async`: validation is synchronous on both sides. */
export function reportAsync(
  fn: unknown,
  what: string,
  position: Position,
  introspection: ZodIntrospection,
): void {
  if (typeof fn !== "function" || Object.prototype.toString.call(fn) !== "[object AsyncFunction]") return;
  report(introspection, position, "async-check", `The ${what} is asynchronous, and validation is not.`);
}
