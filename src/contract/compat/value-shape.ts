import { childNodes } from "../child-nodes.js";
import { optionalityIn, type Definitions } from "../optionality.js";
import type { Json, TypeNode } from "../type-node.js";

/** A schema without its wrappers: what it takes, as far as the wrappers decide it. */
export interface ValueShape {
  /** The node behind the wrappers, never one of them and never a reference. */
  readonly core: TypeNode;
  /** It may be left out. */
  readonly canBeAbsent: boolean;
  readonly isNullable: boolean;
  /** `catch`: whatever it is, it is taken. */
  readonly takesAnything: boolean;
  /** What is filled in where it is left out. */
  readonly filled?: Json;
  /** Why zod runs code here, outermost first. */
  readonly code: readonly string[];
}

export function shapeOf(node: TypeNode, definitions: Definitions): ValueShape {
  let core = node;
  let isNullable = false;
  let takesAnything = false;
  let filled: Json | undefined;
  const code: string[] = [];
  const followed = new Set<string>();
  for (;;) {
    if (core.kind === "nullable") isNullable = true;
    if (core.kind === "catch") takesAnything ||= !mayThrow(core.inner);
    if ((core.kind === "default" || core.kind === "prefault") && filled === undefined) filled = core.value;
    if (core.kind === "zod") {
      code.push(core.reason);
      core = core.input ?? core.base;
    } else if (core.kind === "ref") {
      const target = definitions[core.name];
      if (target === undefined || followed.has(core.name)) break;
      followed.add(core.name);
      core = target;
    } else if ("inner" in core) core = core.inner;
    else break;
  }
  const canBeAbsent = optionalityIn(node, definitions) !== undefined;
  return { core, canBeAbsent, isNullable, takesAnything, code, ...(filled !== undefined && { filled }) };
}

/** An intersection whose sides do not agree throws, and nothing catches that. */
function mayThrow(node: TypeNode): boolean {
  return node.kind === "intersection" || childNodes(node).some(mayThrow);
}
