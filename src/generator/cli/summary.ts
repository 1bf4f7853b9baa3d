/** What became of the files of one run, or would have. */
export interface ChangeCounts {
  readonly created: number;
  readonly updated: number;
  readonly appended: number;
  readonly deleted: number;
  readonly unchanged: number;
}

/** `3 created, 1 updated, 42 unchanged in 0.21 s` */
export function summaryLine(counts: ChangeCounts, durationMs: number): string {
  const parts = (["created", "updated", "appended", "deleted", "unchanged"] as const)
    .filter((name) => counts[name] > 0)
    .map((name) => `${counts[name]} ${name}`);
  return `${parts.join(", ") || "nothing to do"} in ${seconds(durationMs)}`;
}

export function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(durationMs < 9_995 ? 2 : 1)} s`;
}

export const noChanges: ChangeCounts = { created: 0, updated: 0, appended: 0, deleted: 0, unchanged: 0 };

export function addCounts(a: ChangeCounts, b: ChangeCounts): ChangeCounts {
  return {
    created: a.created + b.created,
    updated: a.updated + b.updated,
    appended: a.appended + b.appended,
    deleted: a.deleted + b.deleted,
    unchanged: a.unchanged + b.unchanged,
  };
}

/** `1 error`, `2 errors` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
