/** What one change of the view touched: the ids by entity type. An entity may be new, changed or gone. */
export type ViewChange = ReadonlyMap<string, ReadonlySet<string>>;

export type ViewListener = (change: ViewChange) => void;
