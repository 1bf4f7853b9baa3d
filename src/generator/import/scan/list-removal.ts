import type { Node } from "ts-morph";
import type { Rewrite } from "./found-call.js";

/** One of several that go from a list, with the comma in front; at the head of the list with the one behind. */
export function withComma(
  one: Node,
  all: readonly Node[],
  going: readonly Node[],
): Pick<Rewrite, "start" | "end"> {
  const index = all.indexOf(one);
  const isHead = all.slice(0, index).every((other) => going.includes(other));
  return isHead
    ? { start: one.getStart(), end: all[index + 1]!.getStart() }
    : { start: all[index - 1]!.getEnd(), end: one.getEnd() };
}

export function isWithin(node: Node, outer: Node): boolean {
  return node.getStart() >= outer.getStart() && node.getEnd() <= outer.getEnd();
}
