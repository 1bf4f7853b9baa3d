import type { Node } from "ts-morph";
import type { TextEdit } from "./text-edit.js";

/** Members of a list that go, each with one comma, so that those that stay are separated as they were. */
export function listRanges<Member extends Node>(
  all: readonly Member[],
  going: readonly Member[],
): TextEdit[] {
  const firstStaying = all.findIndex((one) => !going.includes(one));
  return going.map((one) => {
    const index = all.indexOf(one);
    if (firstStaying >= 0 && firstStaying < index)
      return { start: all[index - 1]!.getEnd(), end: one.getEnd() };
    return { start: one.getStart(), end: all[index + 1]?.getStart() ?? one.getEnd() };
  });
}
