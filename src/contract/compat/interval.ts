/** The numbers between two bounds; `open` bounds are not among them. */
export interface Interval {
  readonly least: number;
  readonly isLeastOpen: boolean;
  readonly most: number;
  readonly isMostOpen: boolean;
}

export const everything: Interval = {
  least: -Infinity,
  isLeastOpen: false,
  most: Infinity,
  isMostOpen: false,
};

export function raised(interval: Interval, least: number, isOpen: boolean): Interval {
  if (least < interval.least || (least === interval.least && interval.isLeastOpen)) return interval;
  return { ...interval, least, isLeastOpen: isOpen };
}

export function lowered(interval: Interval, most: number, isOpen: boolean): Interval {
  if (most > interval.most || (most === interval.most && interval.isMostOpen)) return interval;
  return { ...interval, most, isMostOpen: isOpen };
}

/** Whether everything inside `inner` is inside `outer`. */
export function contains(outer: Interval, inner: Interval): boolean {
  const least =
    outer.least < inner.least || (outer.least === inner.least && (!outer.isLeastOpen || inner.isLeastOpen));
  const most =
    outer.most > inner.most || (outer.most === inner.most && (!outer.isMostOpen || inner.isMostOpen));
  return least && most;
}
