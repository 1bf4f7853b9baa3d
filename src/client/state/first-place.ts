/** The first place, in a list in order, of an element that is not before what is looked for; its length where there is none. */
export function firstPlace<Element>(
  elements: readonly Element[],
  isBefore: (element: Element) => boolean,
): number {
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(elements[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
