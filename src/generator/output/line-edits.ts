/** One line of a comparison: kept, taken out, or put in. */
export interface Edit {
  readonly kind: " " | "-" | "+";
  readonly line: string;
}

/** Texts that differ in more lines than this are shown as replaced: nobody reads a closer comparison. */
const maxEdits = 500;

/** The shortest way from one list of lines to the other (Myers), removals before additions. */
export function lineEdits(before: readonly string[], after: readonly string[]): Edit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end += 1;
  const kept = (lines: readonly string[]): Edit[] => lines.map((line) => ({ kind: " ", line }));
  return [
    ...kept(before.slice(0, start)),
    ...differing(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...kept(before.slice(before.length - end)),
  ];
}

function differing(before: readonly string[], after: readonly string[]): Edit[] {
  const trace = furthestPaths(before, after);
  if (trace === undefined || before.length === 0 || after.length === 0) {
    return [
      ...before.map((line): Edit => ({ kind: "-", line })),
      ...after.map((line): Edit => ({ kind: "+", line })),
    ];
  }
  return walkBack(trace, before, after);
}

/** For each number of edits, how far down `before` each diagonal gets; undefined beyond `maxEdits`. */
function furthestPaths(
  before: readonly string[],
  after: readonly string[],
): Map<number, number>[] | undefined {
  const reached = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  for (let edits = 0; edits <= Math.min(maxEdits, before.length + after.length); edits += 1) {
    trace.push(new Map(reached));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = isDown(reached, diagonal, edits) ? at(reached, diagonal + 1) : at(reached, diagonal - 1) + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x += 1;
      reached.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return trace;
    }
  }
  return undefined;
}

function walkBack(
  trace: readonly Map<number, number>[],
  before: readonly string[],
  after: readonly string[],
): Edit[] {
  const edits: Edit[] = [];
  let x = before.length;
  let y = after.length;
  for (let count = trace.length - 1; count >= 0; count -= 1) {
    const reached = trace[count]!;
    const diagonal = x - y;
    const previous = isDown(reached, diagonal, count) ? diagonal + 1 : diagonal - 1;
    const previousX = at(reached, previous);
    const previousY = previousX - previous;
    while (x > previousX && y > Math.max(previousY, 0)) {
      x -= 1;
      y -= 1;
      edits.push({ kind: " ", line: before[x]! });
    }
    if (count === 0) break;
    if (x === previousX) edits.push({ kind: "+", line: after[(y -= 1)]! });
    else edits.push({ kind: "-", line: before[(x -= 1)]! });
  }
  return edits.reverse();
}

/** Whether the furthest path on a diagonal comes by putting a line in, not by taking one out. */
function isDown(reached: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean {
  return diagonal === -edits || (diagonal !== edits && at(reached, diagonal - 1) < at(reached, diagonal + 1));
}

function at(reached: ReadonlyMap<number, number>, diagonal: number): number {
  return reached.get(diagonal) ?? 0;
}
